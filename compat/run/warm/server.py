"""The server of warm runs: TensorFlow imported, one process, a fork for each script."""

from __future__ import annotations

import fcntl
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
import time
from typing import Any

from compat.errors import UsageError
from compat.run import startup
from compat.run.warm import fork, place
from compat.script import Script

_LARGEST_REQUEST = 16 << 20

# What a script under compat is likely to use; imported here, it costs a script nothing.
_MODULES = """
    compat.cli compat.run.running compat.run.targets compat.run.facade
    compat.count.opseed compat.count.gradients compat.era compat.era.code
    compat.era.rewrite
    compat.era.numpy_calls compat.nn compat.layers compat.contrib.rnn
    compat.contrib.layers compat.contrib.seq2seq
""".split()

# Signals for a script and its children alike: what a terminal sends, and the end.
_TO_ALL = {
    signal.SIGINT,
    signal.SIGQUIT,
    signal.SIGHUP,
    signal.SIGWINCH,
    signal.SIGSTOP,
    signal.SIGCONT,
    signal.SIGKILL,
}


def main() -> None:
    """Serve until idle for ten minutes or told to stop; a fork of it runs a script.

    SIGTERM ends it too, and with it the scripts that are running and their children.
    `COMPAT_WARM_IMPORT` names further modules to import, with commas between.

    A job has the fields of a `compat.run.targets.Job`, or is a `script` and its `args`,
    `plain`: to be run as Python runs a file.
    """
    job = _serve()
    if job is None:
        return
    if job.get("plain"):
        sys.argv = [job["script"], *job["args"]]
        sys.path[0:1] = [os.path.dirname(os.path.abspath(job["script"]))]
        runpy.run_path(job["script"], run_name="__main__")
        return
    from compat.run.cold import run_cold

    sys.exit(run_cold(job))


def _serve() -> dict[str, Any] | None:
    """Wait for scripts.

    Returns:
        None when the server ends; in a fork, the job to do there.
    """
    lock = open(os.path.join(place.folder(), "lock"), "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return None  # another one has just started
    fingerprint = place.fingerprint()  # before the imports: they may change meanwhile
    _import()
    address = place.address()
    if os.path.lexists(address):
        os.unlink(address)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    previous = os.umask(0o177)
    listening.bind(address)
    os.umask(previous)
    listening.listen()
    server = _Server(listening, fingerprint)
    try:
        return server.loop()
    finally:
        listening.close()
        if server.is_parent:
            os.unlink(address)
        lock.close()


def _import() -> None:
    from compat.run import quiet

    startup.settle_environment()
    with quiet.start_up():
        startup.tensorflow()
    more = os.environ.get("COMPAT_WARM_IMPORT", "").split(",")
    for name in [*_MODULES, *filter(None, more)]:
        importlib.import_module(name)
    gc.freeze()  # forks leave these pages as they are


def _mentions_keras(request: dict[str, Any]) -> bool:
    job = request["job"]
    if job.get("kind") == "code":
        return "keras" in job["script"]
    path = os.path.join(request["folder"], job["script"])
    try:
        return Script.read(path).mentions_keras
    except UsageError:
        return False


class _Server:
    """The scripts under way and the connections they came by.

    Args:
        listening: The socket that clients connect to.
        fingerprint: What a client must be like.
    """

    def __init__(self, listening: socket.socket, fingerprint: dict[str, str]) -> None:
        self.is_parent = True
        self._stopping = False
        self._ending = False
        self._listening = listening
        self._fingerprint = fingerprint
        self._running: dict[int, socket.socket] = {}
        self._keras_next = False
        self._scripts = 0
        self._started = time.time()
        self._idle_since = _now()  # questions about it do not keep it alive
        self._idle = place.idle_seconds()
        self._woken, wake = os.pipe()
        for end in (self._woken, wake):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.signal(signal.SIGTERM, self._end)
        self._wake = wake

    def _end(self, number: int, frame: object) -> None:
        self._ending = self._stopping = True

    def loop(self) -> dict[str, Any] | None:
        """Serve; see `_serve`."""
        while self._running or not self._stopping:
            if self._ending:
                for pid in self._running:
                    _signal(pid, signal.SIGKILL)
            watched: list[Any] = [self._woken, *self._running.values()]
            if not self._stopping:
                watched.append(self._listening)
            left = None if self._running else self._idle_since + self._idle - _now()
            if left is not None and left <= 0:
                return None
            ready, _, _ = select.select(watched, [], [], left)
            if self._woken in ready:
                os.read(self._woken, 4096)
                self._reap()
            for pid, connection in list(self._running.items()):
                if connection in ready:
                    self._pass_on(pid, connection)
            if self._listening in ready:
                connection, _ = self._listening.accept()
                job = self._answer(connection)
                if job is not None:
                    return job
        return None

    def _reap(self) -> None:
        """Tell clients how their scripts ended."""
        for pid in list(self._running):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                connection = self._running.pop(pid)
                self._idle_since = _now()
                _say(connection, {"ended": os.waitstatus_to_exitcode(status)})
                connection.close()
        if self._keras_next and not self._running:
            # A script that has it is likely to run again; it takes seconds to import
            self._keras_next = False
            importlib.import_module("keras")
            gc.freeze()

    def _pass_on(self, pid: int, connection: socket.socket) -> None:
        """A signal's number, or the end of a client that was killed."""
        received = connection.recv(1)
        _signal(pid, received[0] if received else signal.SIGKILL)
        if not received:
            os.waitpid(pid, 0)
            self._running.pop(pid).close()
            self._idle_since = _now()

    def _answer(self, connection: socket.socket) -> dict[str, Any] | None:
        """Answer a request; in a fork, the job to do there."""
        if not place.peer_is_user(connection):
            connection.close()
            return None
        connection.settimeout(5)
        try:
            request, files = _receive(connection)
        except (OSError, ValueError):
            connection.close()  # a client that went away, or is none of ours
            return None
        connection.settimeout(None)
        command = request.get("command")
        if command == "run":
            return self._run(connection, request, files)
        if command in {"status", "stop"}:
            _say(connection, self._status())
        connection.close()
        self._stopping = command == "stop"
        return None

    def _status(self) -> dict[str, Any]:
        return {
            "pid": os.getpid(),
            "seconds": time.time() - self._started,
            "scripts": self._scripts,
            "running": len(self._running),
            "python": sys.executable,
        }

    def _run(
        self, connection: socket.socket, request: dict[str, Any], files: list[int]
    ) -> dict[str, Any] | None:
        differing = place.differences(self._fingerprint, request["fingerprint"])
        if differing:
            _say(
                connection,
                {
                    "refused": f"the server was started with another {differing}; "
                    "`compat warm stop` ends it"
                },
            )
            connection.close()
        else:
            pid = os.fork()
            if not pid:
                self.is_parent = False
                return self._become(connection, request, files)
            self._scripts += 1
            self._running[pid] = connection
            if "keras" not in sys.modules:
                self._keras_next |= _mentions_keras(request)
            fork.lead_a_group(pid)
        for file in files:
            os.close(file)
        return None

    def _become(
        self, connection: socket.socket, request: dict[str, Any], files: list[int]
    ) -> dict[str, Any]:
        """In a fork: leave the server behind, be what a process of the client's is."""
        signal.set_wakeup_fd(-1)
        for file in (self._woken, self._wake):
            os.close(file)
        for other in self._running.values():
            other.close()
        fork.lead_a_group(0)
        try:
            fork.take_over(request)
        except (OSError, ValueError) as error:
            _say(connection, {"refused": f"the server cannot take over: {error}"})
            os._exit(0)
        _say(connection, {"started": os.getpid()})
        connection.close()
        fork.become(request, files)
        job: dict[str, Any] = request["job"]
        return job


def _signal(pid: int, number: int) -> None:
    """Send a script a signal, and its children too what a terminal sends to all."""
    if number in _TO_ALL:
        try:
            os.killpg(pid, number)
            return
        except ProcessLookupError:
            pass  # it has left its group
    os.kill(pid, number)


def _now() -> float:
    return time.monotonic()


def _say(connection: socket.socket, message: dict[str, Any]) -> None:
    try:
        connection.sendall(json.dumps(message).encode() + b"\n")
    except OSError:
        pass  # the client is gone


def _receive(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    files: list[int] = []
    body = b""
    while not body.endswith(b"\n"):
        part, passed, _, _ = socket.recv_fds(connection, 1 << 16, 3)
        files += passed
        body += part
        if not part or len(body) > _LARGEST_REQUEST:
            raise ValueError("expected a request of one line")
    return json.loads(body), files
