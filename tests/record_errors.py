"""Record what errors say on TensorFlow 1.15.5: `tests/goldens/errors.txt`.

    python tests/record_errors.py

Needs the real TensorFlow 1.15.5: `make oracle`, or its python in LAB12_TF115. Where an
op was made (`defined at …`) is left out: 1.15.5 says a line of its own file.
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import starting
from starting import ROOT

GOLDEN = ROOT / "tests" / "goldens" / "errors.txt"


def run(command, environment=None):
    """Run the cases by `command`, a python that has a `tensorflow` of the 1.x kind."""
    return starting.run(command, "error_cases.py", environment=environment)


def lines(done):
    """What a run said, a line a case."""
    return re.sub(r" \(defined at \S+\) ", "", done.stdout).splitlines()


def _record(command):
    done = run(command)
    if not done.returncode:
        GOLDEN.write_text("\n".join(lines(done)) + "\n")
    return done


if __name__ == "__main__":
    sys.exit(starting.record(_record))
