"""How far a survey is, on stderr: a line that changes on a terminal, else many."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from typing import Any

from compat import words
from compat.survey import showing
from compat.survey.finding import Task


class Progress:
    """The display.

    Args:
        total: How many scripts there are.
        results: Those known from before.
    """

    def __init__(self, total: int, results: list[dict[str, Any]]) -> None:
        self._total, self._results = total, list(results)
        self._running: dict[str, float] = {}
        self._lock = threading.Lock()
        self._changes = sys.stderr.isatty()

    def began(self, script: Task) -> None:
        """One begins."""
        with self._lock:
            self._running[script.name] = time.monotonic()
        self.draw()

    def done(self, script: Task, result: dict[str, Any]) -> None:
        """One has ended."""
        with self._lock:
            self._running.pop(script.name, None)
            self._results.append(result)
        if not self._changes:
            count = f"[{len(self._results)}/{self._total}]"
            seconds = f"{result.get('seconds', 0.0):.1f} s"
            outcome = words.said(showing.outcome(result))
            print(
                f"{count} {outcome}, {seconds}: {result['name']}",
                file=sys.stderr,
                flush=True,
            )
        self.draw()

    def draw(self) -> None:
        """Write the line anew, on a terminal."""
        if not self._changes:
            return
        with self._lock:
            fails = sum(result["fails"] for result in self._results)
            text = f"[{len(self._results)}/{self._total}] {words.said(f'{fails} fail')}"
            now = time.monotonic()
            for name, start in self._running.items():
                text += f"; {name} {now - start:.0f} s"
            width = shutil.get_terminal_size().columns - 1
            sys.stderr.write(f"\r\x1b[K{text[:width]}")
            sys.stderr.flush()

    def close(self) -> None:
        """Leave the terminal's line."""
        if self._changes:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
