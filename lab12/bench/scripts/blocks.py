"""What every timed script ends with: steps, a block at a time, when it is told to.

    printf '20\n20\n' | python tf1_train.py 170 10 25 25

A line on stdin is a number of steps; the answer, a line of JSON, is the seconds of each
and the peak of this process's memory so far. Plain Python for 3.7 too; it imports no
TensorFlow.
"""

import json
import platform
import resource
import sys
import time

WARM_UP = 3


def memory():
    """The peak of this process's memory so far, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # kB; on macOS bytes
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def say(**what):
    print(json.dumps(what), flush=True)


def timed(step):
    """A block out of a step: called with a number, it gives the seconds of each."""

    def block(steps):
        seconds = []
        for _ in range(steps):
            start = time.perf_counter()
            step()
            seconds.append(time.perf_counter() - start)
        return seconds

    return block


def serve(block, at_start=0.0):
    """Warm up, say that all is ready, then answer until stdin ends.

    Args:
        block: Called with a number of steps, gives the seconds of each.
        at_start: `memory()` when the libraries were imported and nothing was built.
    """
    block(WARM_UP)
    versions = {"python": platform.python_version()}
    for name in ("tensorflow", "keras", "jax", "torch", "numpy"):
        version = getattr(sys.modules.get(name), "__version__", None)
        if version:
            versions[name] = str(version)
    say(versions=versions, at_start=at_start, memory=memory())
    for line in sys.stdin:
        say(seconds=block(int(line)), memory=memory())
