"""Record what TensorFlow 1.15.5 does with the networks of `fast_cases.py`.

    python tests/record_fast.py

Needs the real TensorFlow 1.15.5: `make oracle`, or its python in LAB12_TF115. Writes
`tests/goldens/fast.npz`.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import starting
from starting import ROOT

GOLDEN = ROOT / "tests" / "goldens" / "fast.npz"


def run(command, out, script="differential.py", **environment):
    """Run the cases by `command`, a python that has a `tensorflow` of the 1.x kind."""
    env = {**os.environ, **environment}
    return starting.run(command, script, out, "fast_cases", environment=env)


if __name__ == "__main__":
    sys.exit(starting.record(run, GOLDEN))
