"""The user's end of a warm run: hands a script to the server and ends as it ends."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from typing import IO, Any

from compat import words
from compat.run.warm import place
from compat.run.warm.place import Unfit

_START_SECONDS = 60.0
_LIMITS = [name for name in dir(resource) if name.startswith("RLIMIT_")]
_PASSED_ON = "SIGINT SIGTERM SIGHUP SIGQUIT SIGUSR1 SIGUSR2 SIGWINCH".split()


def run(job: dict[str, Any], start: bool = True) -> int | None:
    """Run a script in a fork of the server.

    Args:
        job: What to run: see `server.main`.
        start: Whether to start a server where there is none.

    Returns:
        The exit code, or None when the script has to run cold (and why, on stderr).
        Where a signal ended the script, the same signal ends this process.
    """
    try:
        connection = connect(start)
        answers = connection.makefile("r")
        _hand_over(connection, job)
        answer = _receive(answers)
        if answer is None or "refused" in answer:
            raise Unfit(answer["refused"] if answer else "the server went away")
    except (Unfit, OSError) as reason:
        said = f"not warm, starting cold: {reason}"
        print(words.said(f"compat: {said}"), file=sys.stderr)
        return None
    return _until_it_ends(connection, answers, answer["started"])


def connect(start: bool) -> socket.socket:
    """A connection to the server.

    Args:
        start: Whether to start a server where there is none.

    Raises:
        Unfit: When there is none, or it is not this user's.
    """
    address = place.address()
    place.idle_seconds()  # the server would say what is wrong to nobody
    deadline = time.monotonic() + _START_SECONDS
    started = None
    while True:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            if not start:
                raise Unfit("no server is running") from None
            if started is None:
                started = start_server(dict(os.environ))
            if started.poll() or time.monotonic() > deadline:
                raise Unfit("the server did not start") from None
            time.sleep(0.02)
            continue
        if not place.peer_is_user(connection):
            raise Unfit(f"expected this user at {address}, found another")
        return connection


def listens(folder: str) -> bool:
    """Whether a server listens in a folder."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        return connection.connect_ex(os.path.join(folder, place.SOCKET)) == 0


def ask(command: str) -> dict[str, Any] | None:
    """What the server answers to `status` or `stop`; None where there is none."""
    try:
        connection = connect(start=False)
    except Unfit:
        return None
    with connection:
        try:
            _send(connection, {"command": command}, [])
            return _receive(connection.makefile("r"))
        except OSError:  # it has just ended
            return None


def start_server(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a server of this user's, in a session of its own.

    Args:
        environment: Its environment, which that of its clients has to fit.
    """
    path = os.path.dirname(place.PACKAGE)
    program = (
        f"import sys; sys.path.insert(0, {path!r}); from compat.run.warm import server"
    )
    # without a locale Python chose UTF-8 by itself, and told its children otherwise
    text = f"utf8={sys.flags.utf8_mode}"
    return subprocess.Popen(
        [sys.executable, "-X", text, "-c", f"{program}; server.main()"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # what ends all that a survey's run has started is not to find it
        env={k: v for k, v in environment.items() if k != place.RUN_OF_A_SURVEY},
        start_new_session=True,
        cwd="/",
    )


def _hand_over(connection: socket.socket, job: dict[str, Any]) -> None:
    """Tell the server all that a cold run would have inherited."""
    streams = [_form(stream) for stream in (sys.stdin, sys.stdout, sys.stderr)]
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    umask = os.umask(0o077)
    os.umask(umask)
    request = {
        "command": "run",
        "fingerprint": place.fingerprint(),
        "job": job,
        "folder": os.getcwd(),
        "environment": dict(os.environ),
        "path": sys.path,
        "executable": sys.executable,
        "umask": umask,
        "limits": {n: resource.getrlimit(getattr(resource, n)) for n in _LIMITS},
        "niceness": os.getpriority(os.PRIO_PROCESS, 0),
        "processors": sorted(os.sched_getaffinity(0)) if _HAS_AFFINITY else None,
        "ignored": [s.value for s in signal.Signals if _ignored(s)],
        "streams": streams,
    }
    _send(connection, request, [0, 1, 2])


_HAS_AFFINITY = hasattr(os, "sched_getaffinity")


def _ignored(number: signal.Signals) -> bool:
    # Python itself ignores SIGPIPE and SIGXFSZ, in a cold run too
    return signal.getsignal(number) is signal.SIG_IGN


def _form(stream: Any) -> dict[str, Any]:
    """How Python opened a standard stream."""
    if stream is None:
        raise Unfit("a standard stream is closed")
    return {
        "encoding": stream.encoding,
        "errors": stream.errors,
        "line_buffering": stream.line_buffering,
        "write_through": stream.write_through,
    }


def _send(connection: socket.socket, message: dict[str, Any], files: list[int]) -> None:
    body = json.dumps(message).encode() + b"\n"
    sent = socket.send_fds(connection, [body], files) if files else 0
    if sent < len(body):
        connection.sendall(body[sent:])


def _receive(stream: IO[str]) -> dict[str, Any] | None:
    line = stream.readline()
    return json.loads(line) if line else None


def _until_it_ends(connection: socket.socket, answers: IO[str], pid: int) -> int:
    """Pass signals on until the script has ended.

    Args:
        connection: To the server.
        answers: What it says.
        pid: The script's process, which leads a group.

    Returns:
        Its exit code.
    """

    def pass_on(number: int, frame: object) -> None:
        try:
            connection.sendall(bytes([number]))
        except OSError:
            pass  # it has just ended

    def stop(number: int, frame: object) -> None:
        pass_on(signal.SIGSTOP, None)
        os.kill(os.getpid(), signal.SIGSTOP)
        pass_on(signal.SIGCONT, None)

    for name in _PASSED_ON:
        number = signal.Signals[name]
        if not _ignored(number):
            signal.signal(number, pass_on)
    if not _ignored(signal.SIGTSTP):
        signal.signal(signal.SIGTSTP, stop)
    answer = _receive(answers)
    if answer is None:
        try:
            os.killpg(pid, signal.SIGKILL)  # nobody is left to say how it ends
        except OSError:
            pass  # it is gone too
        said = "the warm server ended, and the script with it"
        print(words.said(f"compat: {said}"), file=sys.stderr)
        return 1
    code: int = answer["ended"]
    if code < 0:
        if -code not in (signal.SIGKILL, signal.SIGSTOP):  # these are nobody's to set
            signal.signal(-code, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # the script has left one
        os.kill(os.getpid(), -code)
    return code
