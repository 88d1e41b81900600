"""What errors say on TensorFlow 1.15.5: `tests/goldens/errors.txt`.

Where an op was made (`defined at …`) is left out: 1.15.5 says a line of its own file.
"""

import re
import sys

from tests import starting

GOLDEN = starting.ROOT / "tests" / "goldens" / "errors.txt"


def run(command, environment=None):
    """Run the cases by `command`, a python that has a `tensorflow` of the 1.x kind."""
    return starting.run(command, "error_cases.py", environment=environment)


def lines(done):
    """What a run said, a line a case."""
    return re.sub(r" \(defined at \S+\) ", "", done.stdout).splitlines()


def main(argv):
    done = run([starting.oracle(), "-W", "ignore"])
    if done.returncode:
        print(done.stderr, file=sys.stderr)
    else:
        GOLDEN.write_text("\n".join(lines(done)) + "\n")
    return done.returncode
