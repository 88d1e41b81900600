"""Where a client and its server meet, and whether they fit together."""

from __future__ import annotations

import hashlib
import json
import os
import site
import socket
import stat
import struct
import sys
import tempfile

# Environment variables that are read once, while Python starts or TensorFlow is
# imported; all others a script gets as its own user set them.
_READ_ONCE = tuple(
    "TF_ XLA_ COMPAT_ PYTHON OMP_ MKL_ OPENBLAS_ KMP_ LD_ CUDA KERAS_ NPY_ LC_ LANG "
    "MALLOC_ GLIBC_ HOME MPLCONFIGDIR XDG_CONFIG_HOME XDG_CACHE_HOME".split()
)
_READ_LATER = ("COMPAT_WARM", "COMPAT_TRACEBACK", "TF_CONFIG")

RUN_OF_A_SURVEY = "SURVEY_RUN_OF"  # its folder, in the environment of what it starts
SOCKET = "socket"
_LONGEST = 103 if sys.platform == "darwin" else 107  # bytes of a socket's path
PACKAGE = os.path.abspath(os.path.join(__file__, *[os.pardir] * 3))


class Unfit(Exception):
    """Why a script is run cold instead."""


def folder() -> str:
    """The folder of the socket: the user's own, or what `COMPAT_WARM_DIR` names.

    Raises:
        Unfit: When it is not the user's alone.
    """
    named = os.environ.get("COMPAT_WARM_DIR")
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if named:
        path = named
    elif runtime and os.path.isdir(runtime):
        path = os.path.join(runtime, "lab12-warm")
    else:
        path = os.path.join(tempfile.gettempdir(), f"lab12-warm-{os.geteuid()}")
    try:
        os.makedirs(path, mode=0o700, exist_ok=True)
        found = os.lstat(path)
    except OSError as error:
        raise Unfit(f"no folder for its socket: {error}") from None
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise Unfit(f"expected {path} to be a folder of this user's")
    if found.st_mode & 0o077:
        raise Unfit(f"expected {path} to be open to its user alone (chmod 700)")
    return path


def address() -> str:
    """The path of the socket.

    Raises:
        Unfit: See `folder`; or when the system has no room for so long a path.
    """
    path = os.path.join(folder(), SOCKET)
    if len(os.fsencode(path)) > _LONGEST:
        raise Unfit(
            f"expected a folder of at most {_LONGEST - len(SOCKET) - 1} bytes for its "
            "socket, COMPAT_WARM_DIR or XDG_RUNTIME_DIR is longer"
        )
    return path


def idle_seconds() -> float:
    """How long a server waits for the next script: `COMPAT_WARM_IDLE`, or ten minutes.

    Raises:
        Unfit: When the variable is no such number.
    """
    said = os.environ.get("COMPAT_WARM_IDLE", "600")
    try:
        seconds = float(said)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 1e8:
        raise Unfit(f"expected COMPAT_WARM_IDLE to be seconds, received {said!r}")
    return seconds


def peer_is_user(connection: socket.socket) -> bool:
    """Whether this user is at the other end of a Unix socket."""
    if not hasattr(socket, "SO_PEERCRED"):
        return True  # not Linux: the folder's and the socket's modes must do
    size = struct.calcsize("3i")
    raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
    _, user, _ = struct.unpack("3i", raw)
    return bool(user == os.geteuid())


def fingerprint() -> dict[str, str]:
    """What must be the same of a client and its server, by name."""
    # not of sys.path, where the client's launcher and the server put them differently
    packages = [*site.getsitepackages(), site.getusersitepackages()]
    once = {
        name: value
        for name, value in sorted(os.environ.items())
        if name.startswith(_READ_ONCE) and not name.startswith(_READ_LATER)
    }
    # python and python3 of one environment are the same
    program = [os.path.realpath(sys.executable), sys.prefix]
    started = [*program, sys.version, str(sys.flags), sys.warnoptions]
    return {
        "interpreter": _digest(started),
        "packages": _digest(
            [(path, _changed(path)) for path in packages] + [_newest(PACKAGE)]
        ),
        "environment": json.dumps(once),
    }


def differences(server: dict[str, str], client: dict[str, str]) -> str:
    """What differs, for people; empty when nothing does."""
    differing = [name for name in client if client[name] != server.get(name)]
    if differing == ["environment"]:
        one, other = (json.loads(f["environment"]) for f in (server, client))
        names = {n for n in one.keys() | other.keys() if one.get(n) != other.get(n)}
        return f"environment ({', '.join(sorted(names))})"
    return ", ".join(differing)


def _digest(what: list) -> str:
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()


def _changed(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


def _newest(path: str) -> int:
    files = (
        os.path.join(where, name)
        for where, _, names in os.walk(path)
        for name in names
        if name.endswith((".py", ".csv"))
    )
    return max(map(_changed, files), default=0)
