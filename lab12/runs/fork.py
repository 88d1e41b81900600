"""Runs as forks of one process, which imported TensorFlow and Keras once for all.

    python fork.py SCRIPT [ARGS…]

runs a Python file in a fork of the server that `COMPAT_WARM_DIR` leads to; where there
is none, or it does not fit, in this process, and says so.
"""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = os.path.abspath(os.path.join(__file__, *[os.pardir] * 3))

# Of a server whose user was killed.
_IDLE_SECONDS = "60"


@contextmanager
def server(
    environment: dict[str, str],
    modules: str = "keras",
    waiting: Callable[[], None] = lambda: None,
) -> Iterator[dict[str, str] | None]:
    """A server for this process alone; it ends, with all its forks, at the end.

    Args:
        environment: That of the runs, as far as it is read once.
        modules: What to import beside TensorFlow, with commas between.
        waiting: Called now and then until the server is up.

    Yields:
        The environment that makes a run a fork of it; None where it cannot be.
    """
    try:
        from compat.run.warm import client
    except ImportError:  # not a Unix
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="lab12-") as folder:
        environment = {
            **environment,
            "COMPAT_WARM_DIR": folder,
            "COMPAT_WARM_IDLE": _IDLE_SECONDS,
            "COMPAT_WARM_IMPORT": modules,
        }
        process = client.start_server(environment)
        try:
            while process.poll() is None and not client.listens(folder):
                waiting()
                time.sleep(0.05)
            yield None if process.returncode is not None else environment
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def command(line: list[str]) -> list[str]:
    """The command line that runs `PYTHON SCRIPT [ARGS…]` in a fork."""
    return [line[0], str(Path(__file__).absolute()), *line[1:]]


def main(argv: list[str]) -> None:
    """Run a Python file; see above."""
    sys.path.append(ROOT)
    from compat.run.warm import client

    sys.path.remove(ROOT)
    job = {"script": argv[0], "args": argv[1:], "plain": True}
    code = client.run(job, start=False)
    if code is not None:
        sys.exit(code)
    sys.argv = argv
    sys.path[0] = os.path.dirname(os.path.abspath(argv[0]))
    runpy.run_path(argv[0], run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1:])
