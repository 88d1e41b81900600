"""Starts scripts of the tests: under `compat`, or on the real TensorFlow 1.15.5."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

COLD = [sys.executable, "-m", "compat", "run"]
# In a fork, in the environment `forking` (conftest.py); cold in any other.
WARM = [*COLD, "--warm"]


def oracle():
    """Give the path of 1.15.5's Python, or None: see `lab12.runs.engines.oracle`."""
    sys.path.append(str(ROOT))
    try:
        from lab12.runs import engines
    finally:
        sys.path.remove(str(ROOT))
    found = engines.oracle()
    return None if found is None else str(found)


def clean(given=None):
    """The environment of a process of either TensorFlow.

    Args:
        given: What it starts from, by default that of this process. TensorFlow 2 sets
            TF2_BEHAVIOR in it, for all that it starts; 1.15.5 would follow.
    """
    env = {**(os.environ if given is None else given), "TF_CPP_MIN_LOG_LEVEL": "3"}
    env.pop("TF2_BEHAVIOR", None)
    return env


def run(command, script, *arguments, environment=None):
    """Run a script of this folder to its end.

    Args:
        command: A python that has a `tensorflow` of the 1.x kind, and its options.
        script: The script's name.
        arguments: Its arguments.
        environment: Its environment, by default that of this process.
    """
    return subprocess.run(
        [*command, str(ROOT / "tests" / script), *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=clean(environment),
        timeout=900,
    )


def record(run_cases, *arguments):
    """Have 1.15.5 run the cases; the exit code: 2 where it is not there."""
    python = oracle()
    if python is None:
        print(
            "no TensorFlow 1.15.5: `make oracle`, or set LAB12_TF115", file=sys.stderr
        )
        return 2
    done = run_cases([python, "-W", "ignore"], *arguments)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
    return done.returncode
