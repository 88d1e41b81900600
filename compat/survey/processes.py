"""Runs one command within limits of time, output and disk, and ends all it started."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from typing import IO

from compat.run.warm import place
from compat.survey import copies

_HEAD, _TAIL = 8 << 20, 64 << 10
_MARK = place.RUN_OF_A_SURVEY  # in the environment of all that a run starts


@dataclass
class Ended:
    """How a run ended.

    Attributes:
        code: Its exit code; None where it was ended by a limit.
        limit: Which limit: `time`, `disk`; empty for none.
        seconds: How long it took.
        out: What it printed, the first 8 MiB.
        err: The end of its stderr.
        cut: Whether it printed more.
    """

    code: int | None
    limit: str
    seconds: float
    out: str
    err: str
    cut: bool = False


class Stopped(Exception):
    """The survey is to stop; the run was ended."""


class _Reader(threading.Thread):
    """Keeps the beginning of a stream and its end, and drops what is between."""

    def __init__(self, stream: IO[bytes], head: int) -> None:
        super().__init__(daemon=True)
        self._stream, self._limit = stream, head
        self.head, self.tail, self.cut = bytearray(), bytearray(), False

    def run(self) -> None:
        try:
            while part := os.read(self._stream.fileno(), 1 << 16):
                room = max(self._limit - len(self.head), 0)
                self.head += part[:room]
                self.cut = self.cut or len(part) > room
                self.tail += part
                del self.tail[:-_TAIL]
        except (OSError, ValueError):
            pass

    def close(self) -> None:
        """Read to the end, and close the stream."""
        if self.ident is not None:
            self.join(5)
        if not self.is_alive():  # a process that could not be ended holds it
            self._stream.close()


def run(
    line: list[str],
    folder: str,
    environment: dict[str, str],
    seconds: float,
    bytes_written: int,
    stop: threading.Event,
    watched: str,
) -> Ended:
    """Run a command to its end, or to that of its limits.

    Args:
        line: The command.
        folder: Its working folder.
        environment: Its environment.
        seconds: How long it may take.
        bytes_written: How much larger the watched folder may grow.
        stop: Set when the survey is to stop.
        watched: The folder it may write into.

    Raises:
        Stopped: `stop` was set.
        OSError: It could not be started.
    """
    mark = f"{_MARK}={watched}"
    before = copies.size(watched)
    start = time.monotonic()
    process = subprocess.Popen(
        line,
        cwd=folder,
        env={**environment, _MARK: watched},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None and process.stderr is not None
    out, err = _Reader(process.stdout, _HEAD), _Reader(process.stderr, 0)
    try:
        out.start()
        err.start()
        limit, looked = "", start
        while not limit:
            try:
                process.wait(0.1)
                break
            except subprocess.TimeoutExpired:
                now = time.monotonic()
            if stop.is_set():
                raise Stopped
            if now - start > seconds:
                limit = "time"
            elif now - looked > 2:
                looked = now
                if copies.size(watched) - before > bytes_written:
                    limit = "disk"
        took = time.monotonic() - start
    finally:
        _end(process, mark)
        for reader in (out, err):
            reader.close()
    code = None if limit else process.returncode
    text = bytes(out.head)
    if out.cut:  # a number may have been cut in two
        text = text[: text.rfind(b"\n") + 1]
    return Ended(
        code,
        limit,
        took,
        text.decode("utf-8", "replace"),
        bytes(err.tail).decode("utf-8", "replace"),
        out.cut,
    )


def end_all(below: str) -> None:
    """End what runs of a survey that was killed itself wrote into a folder by.

    Args:
        below: The folder of its copies.
    """
    _end_marked(f"{_MARK}={below}")


def _end(process: subprocess.Popen[bytes], mark: str) -> None:
    """End a process and whatever it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    process.wait()
    _end_marked(mark)


def _end_marked(mark: str) -> None:
    """End children in sessions of their own, where /proc tells whose they are."""
    for _ in range(10):
        left = _marked(mark)
        if not left:
            return
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        time.sleep(0.05)


def _marked(mark: str) -> list[int]:
    """The processes whose environment has a mark, or what begins with it."""
    found = []
    wanted = b"\0" + mark.encode()
    try:
        numbers = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return []
    for pid in numbers:
        try:
            with open(f"/proc/{pid}/environ", "rb") as stream:
                if wanted in b"\0" + stream.read():
                    found.append(pid)
        except OSError:
            continue
    return found
