"""Puts reading, following names and the rules together."""

from __future__ import annotations

import os
import sys
import threading
from dataclasses import dataclass, field

from compat.check import names, sources
from compat.check.findings import Finding, Verdict
from compat.check.fixes import Fixes
from compat.check.rules import RULES, methods
from compat.check.scopes import Names
from compat.check.uses import Use
from compat.check.visitor import Visitor
from compat.errors import UsageError
from compat.script import Script, not_python, second

# For sums of tens of thousands of terms: Python parses them a level a term.
_DEPTH, _STACK = 200_000, 512 * 1024 * 1024


@dataclass
class Report:
    """What was found in some files.

    Args:
        files: Those that were read.
        findings: In the order of the files and lines.
        unread: What could not be read or parsed, one line each.
        texts: Of files with something that can be written otherwise.
        second: Places that say that a file is for TensorFlow 2; `None` of one that is
            1.x's, or may be.
    """

    files: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    second: list[str | None] = field(default_factory=list)


class Checker:
    """Checks files; keeps the names of each for those that import it."""

    def __init__(self) -> None:
        self._names: dict[str, Names] = {}

    def file(self, path: str, report: Report) -> None:
        """Check one file and add to a report what is found, or why it is not read."""
        try:
            self.script(Script.read(path), report)
        except UsageError as error:
            report.files.append(path)
            report.unread.append(str(error))

    def script(self, script: Script, report: Report) -> None:
        """Check one script that is read, and add what is found to a report."""
        visitor = self._followed(script)
        report.files.append(script.path)
        keras = any(name.startswith("keras") for u in visitor.uses for name in u.names)
        report.unread += script.unread
        report.second.append(second.sign_in(script))
        found = []
        own_graph = script.builds_a_graph  # Keras 2 is tf_keras then
        fixes = Fixes(script)
        for use in visitor.uses:
            verdict = judged(use, keras)
            if verdict is not None and not (verdict.rule == "keras2" and own_graph):
                cell, line = script.place(use.line)
                place = script.path, cell, line, fixes.column(use)
                edits = fixes.of(use, verdict)
                found.append(Finding(*place, use.caught, verdict, edits))
        if not any(finding.verdict.sure for finding in found):
            return
        found.sort(key=lambda f: (f.cell or 0, f.line, f.column))
        report.findings += dict.fromkeys(found)
        if any(finding.edits for finding in found):
            report.texts[script.path] = script.text

    def _followed(self, script: Script) -> Visitor:
        folder = os.path.dirname(os.path.abspath(script.path))
        visitor = Visitor(lambda name, level: self._beside(folder, name, level))
        try:
            visitor.run(script.tree)
        except UsageError as error:  # Python 2, and no translator
            script.unread.append(str(error))
        except SyntaxError as error:
            script.unread.append(not_python(script.path, error, script.data))
        return visitor

    def _beside(self, folder: str, name: str, level: int) -> Names | None:
        """The names of a module beside a file, or in a folder above it."""
        for _ in range(level - 1):
            folder = os.path.dirname(folder)
        for root in [folder] if level else _roots(folder):
            path = os.path.join(root, *name.split("."))
            for candidate in (f"{path}.py", os.path.join(path, "__init__.py")):
                if os.path.isfile(candidate):
                    return self._names_in(candidate)
        return None

    def _names_in(self, path: str) -> Names:
        if path not in self._names:
            self._names[path] = {}  # for modules that import each other
            try:
                self._names[path] = self._followed(Script.read(path)).top
            except (UsageError, RecursionError):
                return {}
        return self._names[path]


def _roots(folder: str) -> list[str]:
    """Where an absolute import may begin: beside a file, or above its package."""
    found = [folder]
    while os.path.isfile(os.path.join(folder, "__init__.py")):
        folder = os.path.dirname(folder)
        found.append(folder)
    return found


def judged(use: Use, keras: bool = False) -> Verdict | None:
    """What the rules say of a use: of the first way in which it does not stop.

    Args:
        use: What the code reaches for.
        keras: Whether the file uses Keras, so that `fit_generator` is a model's.
    """
    if use.kind == "method":
        return methods.judge(use.names[0], use, keras)
    verdicts = []
    for name in map(names.shown, use.names):
        for rule in RULES:
            verdict = rule(name, use)
            if verdict is not None:
                verdicts.append(verdict)
                break
    running = [verdict for verdict in verdicts if verdict.state != "refused"]
    found = running or verdicts
    return found[0] if found else None


def check_text(code: str, path: str = "<text>") -> Report:
    """Check a piece of code.

    Args:
        code: Of Python 3 or 2.
        path: As it is to be shown; modules beside it are looked for there.

    Raises:
        SyntaxError: When it is not Python.
        UsageError: When it is Python 2 and no translator is installed.
    """
    report = Report()
    script = Script(path, code.encode())
    assert script.tree  # or raises
    Checker().script(script, report)
    return report


def check(paths: list[str]) -> Report:
    """Check files, folders and notebooks, without running them or TensorFlow.

    Args:
        paths: Scripts, notebooks, or folders of them.

    Raises:
        UsageError: For a path that is not there or that cannot be read.
    """
    report, checker = Report(), Checker()
    once: dict[str, str] = {}
    for path in sources.files(paths):
        once.setdefault(os.path.abspath(path), path)
    for path in once.values():
        _one(checker, path, report)
    return report


def _one(checker: Checker, path: str, report: Report) -> None:
    """Check a file, whatever it holds: what cannot be followed is listed."""
    try:
        checker.file(path, report)
    except (RecursionError, MemoryError):  # of Python 3.10's parser
        _deep(checker, path, report)


def _deep(checker: Checker, path: str, report: Report) -> None:
    """Check a file of very deep expressions, in a thread with a deep stack."""

    def again() -> None:
        try:
            checker.file(path, report)
        except (RecursionError, MemoryError):
            report.files.append(path)
            report.unread.append(f"{path}: expressions too deep to be followed")

    limit, size = sys.getrecursionlimit(), threading.stack_size(_STACK)
    sys.setrecursionlimit(_DEPTH)
    try:
        thread = threading.Thread(target=again)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(size)
        sys.setrecursionlimit(limit)
