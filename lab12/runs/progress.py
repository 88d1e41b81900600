"""Says what runs, for people who wait."""

from __future__ import annotations

import os
import time
from typing import IO

from compat import words


class Progress:
    """A `watch` for people: one line that changes on a terminal, else a line a job."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._terminal = stream.isatty()
        self._start = time.monotonic()
        self._shown = ""
        self._done = -1
        self._seen: set[str] = set()

    def __call__(self, running: list[tuple[str, float]], done: int, total: int) -> None:
        if self._terminal:
            self._line(running, done, total)
            return
        for title, _ in running:
            if title not in self._seen:
                self._seen.add(title)
                seconds = time.monotonic() - self._start
                said = f"[{done}/{total}] {seconds:4.0f} s  {words.said(title)}"
                print(said, file=self._stream)
                self._stream.flush()

    def _line(self, running: list[tuple[str, float]], done: int, total: int) -> None:
        names = ", ".join(f"{words.said(name)} {s:.0f} s" for name, s in running)
        line = f"[{done}/{total}] {time.monotonic() - self._start:.0f} s  {names}"
        width = os.get_terminal_size(self._stream.fileno()).columns or 80
        line = line[: width - 1]
        if line != self._shown:
            self._stream.write("\r\x1b[K" + line)
            self._stream.flush()
            self._shown = line

    def clear(self) -> None:
        """Take the changing line away before something else is printed."""
        if self._terminal and self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = ""
