"""Runs the scripts of a survey, several at a time, and judges each."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from compat.survey import copies, failures, processes, real
from compat.survey.comparing import Comparison, compare
from compat.survey.finding import Task
from compat.survey.processes import Ended, Stopped

PREFIX = "compat-survey-"  # of the names of its folders
_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# As the console script: neither the working folder nor PYTHONPATH leads it astray
_LAUNCHER = (
    f"import sys; sys.path.insert(0, {_PACKAGE!r}); del sys.path[1]; "
    "from compat import start; sys.exit(start.main(1))"
)


@dataclass
class Limits:
    """What one run may take.

    Attributes:
        seconds: Of time.
        bytes_written: By which its copy of the folder may grow.
    """

    seconds: float = 300.0
    bytes_written: int = 2 << 30


@dataclass
class Survey:
    """How scripts are run and compared.

    Attributes:
        limits: For each run.
        tolerance: See `comparing.same`.
        oracle: The Python of the real TensorFlow, or None.
        records: Its recorded runs, or None.
        work: The folder of its copies.
        warm: Whether `compat run` forks from its server.
        stop: Set to end all that runs.
    """

    limits: Limits
    tolerance: float
    oracle: str | None = None
    records: real.Records | None = None
    work: str | None = None
    warm: bool = False
    stop: threading.Event = field(default_factory=threading.Event)

    def judge(self, script: Task) -> dict[str, Any]:
        """Run a script, compare it, and say how it did.

        Raises:
            Stopped: `stop` was set meanwhile.
            UsageError: A record cannot be read.
        """
        result: dict[str, Any] = {"name": script.name, "fails": False}
        try:
            result["digest"] = script.digest()
            there = self._there(script)
            here = self._run(script, self._command(script))
        except (OSError, copies.NoRoom) as error:
            return result | {"state": "not run", "kind": str(error), "fails": True}
        result |= {"code": here.code, "seconds": round(here.seconds, 2)}
        result["limit"] = here.limit
        expected = there.plain[0] if there.plain else None
        if expected is not None:
            result["there"] = {
                "code": expected.code,
                "limit": expected.limit,
                "seconds": round(expected.seconds, 2),
            }
        ends_as_there = expected is not None and here.code == expected.code is not None
        if here.code == 0 or (ends_as_there and not _raised(here)):
            result["state"] = "runs"
        elif expected is not None and expected.code != 0:
            result["state"] = "runs nowhere"
        else:
            result["state"] = "refused" if failures.refused(here) else "fails"
            result["fails"] = True
        if result["state"] != "runs":
            result["kind"] = failures.kind(here)
            result["refused"] = failures.refused(here)
            result["said"] = "\n".join(here.err.splitlines()[-15:])[-2000:]
        if result["state"] == "runs" and expected is not None:
            self._compare(script, there, here, result)
        return result

    def _compare(
        self,
        script: Task,
        there: real.Runs,
        here: Ended,
        result: dict[str, Any],
    ) -> None:
        if there.plain[0].limit or there.plain[0].code not in (0, here.code):
            return

        def compared() -> Comparison:
            runs = [run.out for run in there.plain]
            nudged = there.nudged.out if there.nudged else None
            return compare(runs, here.out, self.tolerance, nudged)

        found = compared()
        if found.verdict == "differ" and len(there.plain) == 1 and self.oracle:
            # Only what the real one prints again is asked for
            there.plain.append(self._run(script, real.command(self.oracle, script)))
            self._keep(script, there)
            found = compared()
        if found.verdict == "differ" and there.nudged is None and self.oracle:
            command = real.nudged_command(self.oracle, script)
            there.nudged = self._run(script, command)
            if not there.nudged.limit:  # with more time it says more
                self._keep(script, there)
            found = compared()
        result["numbers"] = found.as_dict()
        result["fails"] = found.verdict == "differ"

    def _there(self, script: Task) -> real.Runs:
        """The runs on the real one; none where nothing can be known of them."""
        runs = self.records.read(script) if self.records is not None else real.Runs()
        if not runs.plain and self.oracle:
            runs.plain = [self._run(script, real.command(self.oracle, script))]
            self._keep(script, runs)
        return runs

    def _keep(self, script: Task, runs: real.Runs) -> None:
        if self.records is not None:
            self.records.write(script, runs)

    def _command(self, script: Task) -> list[str]:
        options = ["--warm"] if self.warm else []
        line = script.line()
        if not script.is_module and line[0].startswith("-"):
            line[0] = os.path.join(".", line[0])
        return [sys.executable, "-c", _LAUNCHER, "run", *options, *line]

    def _run(self, script: Task, command: list[str]) -> Ended:
        if self.stop.is_set():
            raise Stopped
        with _place(script, self.work) as (work, root):
            ended = processes.run(
                command,
                os.path.join(root, script.folder),
                self._environment(work),
                self.limits.seconds,
                self.limits.bytes_written,
                self.stop,
                work,
            )
        for text, known in ((root, script.root), (work, tempfile.gettempdir())):
            ended.out = ended.out.replace(text, known)
            ended.err = ended.err.replace(text, known)
        return ended

    def _environment(self, work: str) -> dict[str, str]:
        own = os.path.join(work, "tmp")
        os.makedirs(own, exist_ok=True)
        found = {
            **os.environ,
            "MPLBACKEND": "Agg",  # plt.show() opens no window, and waits for none
            "PYTHONUNBUFFERED": "1",
            "PYTHONIOENCODING": "utf-8:backslashreplace",
            "TMPDIR": own,
        }
        found.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        # TensorFlow 2 sets it where it is imported; 1.15 would run eagerly for it
        found.pop("TF2_BEHAVIOR", None)
        if self.warm:
            from compat.run.warm import place

            found["COMPAT_WARM_DIR"] = place.folder()
        return found


@contextmanager
def _place(script: Task, above: str | None) -> Iterator[tuple[str, str]]:
    """A folder of a run's own, and the copy in it."""
    work = os.path.realpath(tempfile.mkdtemp(prefix=PREFIX, dir=above))
    try:
        root = os.path.join(work, os.path.basename(script.root) or "root")
        copies.copy(script.root, root)
        yield work, root
    finally:
        copies.remove(work)


def _raised(ended: Ended) -> bool:
    """Whether it was an exception that ended a run, not the script's own `exit`."""
    return "Traceback (most recent call last)" in ended.err or ended.code == 2


def run_all(
    survey: Survey,
    scripts: list[Task],
    jobs: int,
    began: Callable[[Task], None],
    done: Callable[[Task, dict[str, Any]], None],
    tick: Callable[[], None],
) -> None:
    """Judge scripts, some at a time.

    Args:
        survey: How.
        scripts: Which.
        jobs: How many at a time.
        began: Called when one begins, in a thread of its own.
        done: Called when one ends, in the caller's thread.
        tick: Called now and then, in the caller's thread.

    Raises:
        Exception: What `judge` raises; what runs is ended before.
        KeyboardInterrupt: Likewise.
    """

    def one(script: Task) -> dict[str, Any]:
        if survey.stop.is_set():
            raise Stopped
        began(script)
        return survey.judge(script)

    with ThreadPoolExecutor(jobs) as pool:
        try:
            waiting = {pool.submit(one, script): script for script in scripts}
            while waiting:
                ended, _ = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
                for future in ended:
                    done(waiting.pop(future), future.result())
                tick()
        except BaseException:
            survey.stop.set()
            pool.shutdown(cancel_futures=True)
            raise
