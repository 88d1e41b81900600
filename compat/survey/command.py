"""The command `compat survey`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from compat import words
from compat.errors import UsageError
from compat.survey import copies, finding, page, processes, real, showing, surveying
from compat.survey.progress import Progress
from compat.survey.state import State
from compat.survey.surveying import Limits, Survey, run_all


def run(given: argparse.Namespace) -> int:
    """Survey, and show.

    Returns:
        0 when nothing fails, 1 when something does, 130 for Ctrl-C.

    Raises:
        UsageError: For wrong use.
    """
    found = finding.find_scripts(given.paths)
    if not found.scripts and not found.unread:
        raise UsageError(
            f"{' '.join(given.paths)}: no script or notebook that imports tensorflow "
            "or keras"
        )
    if given.html:
        _must_be_writable(given.html)
    folder = given.record or given.against
    records = real.Records(folder, bool(given.record)) if folder else None
    oracle = None if given.against else real.oracle(given.oracle)
    if given.record and not oracle:
        raise UsageError("--record needs --oracle PYTHON, or LAB12_TF115")
    options = {
        "oracle": oracle,
        "against": given.against and os.path.abspath(given.against),
        "tolerance": given.tolerance,
    }
    work = os.path.realpath(tempfile.mkdtemp(prefix=surveying.PREFIX))
    limits = Limits(given.timeout, int(given.disk * (1 << 20)))
    survey = Survey(limits, given.tolerance, oracle, records, work, given.warm)
    try:
        state = State(given.state, options, given.again, given.failed, work)
    except UsageError:
        copies.remove(work)
        raise
    try:
        if os.path.basename(state.left).startswith(surveying.PREFIX):
            processes.end_all(state.left)
            copies.remove(state.left)
        results = _results(given, found.scripts, state, survey)
    except KeyboardInterrupt as reason:
        done = len(state.results)
        total = len(found.scripts)
        said = f"stopped after {done} of {total} scripts; the same command goes on"
        print(words.said(f"compat: {said}"), file=sys.stderr)
        return 128 + (reason.args[0] if reason.args else signal.SIGINT)
    finally:
        state.close()
        copies.remove(work)
    about = {
        "modules": found.modules,
        "unread": list(found.unread),
        "reference": _reference(oracle, records),
        "tolerance": given.tolerance,
    }
    for line in found.unread:
        print(words.said(f"compat: not read: {line}"), file=sys.stderr)
    print(
        showing.as_json(results, about) if given.json else showing.text(results, about)
    )
    if given.html:
        try:
            page.write(given.html, results, about)
        except OSError as error:
            raise UsageError(f"{given.html}: {error.strerror}") from None
    return 1 if any(result["fails"] for result in results) else 0


def _results(
    given: argparse.Namespace,
    scripts: list[finding.Task],
    state: State,
    survey: Survey,
) -> list[dict[str, Any]]:
    """The results of all scripts, old and new, in their order."""
    known = {
        script.name
        for script in scripts
        if script.name in state.results
        and state.results[script.name].get("digest") == script.digest()
        and not state.results[script.name].get("limit")  # there may be more now
    }
    if state.note:
        print(words.said(f"compat: {state.note}"), file=sys.stderr)
    before = [state.results[s.name] for s in scripts if s.name in known]
    progress = Progress(len(scripts), before)

    def done(script: finding.Task, result: dict[str, Any]) -> None:
        state.add(result)
        progress.done(script, result)

    try:
        with _signals():
            left = [script for script in scripts if script.name not in known]
            run_all(survey, left, given.jobs, progress.began, done, progress.draw)
    finally:
        progress.close()
    state.end()
    return [state.results[script.name] for script in scripts]


@contextmanager
def _signals() -> Iterator[None]:
    """SIGTERM and SIGHUP end a survey as Ctrl-C does: all it started is ended."""

    def end(number: int, frame: object) -> None:
        raise KeyboardInterrupt(number)

    names = [signal.SIGTERM, signal.SIGHUP]
    before = [(number, signal.signal(number, end)) for number in names]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _must_be_writable(path: str) -> None:
    folder = os.path.dirname(os.path.abspath(path))
    if os.path.isdir(path) or not os.access(folder, os.W_OK):
        raise UsageError(f"expected --html to be a file to write, received {path}")


def _reference(oracle: str | None, records: real.Records | None) -> str:
    if oracle:
        return "TensorFlow 1.15, run beside it"
    return "recorded runs of TensorFlow 1.15" if records else ""
