"""Record what TensorFlow 1.15.5 does with the cases of tf.contrib.cudnn_rnn's layers.

    python tests/record_cudnn.py

Needs the real TensorFlow 1.15.5: `make oracle`, or its python in LAB12_TF115. Writes
`tests/goldens/cudnn.npz` and the checkpoints in `tests/goldens/cudnn/`.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import starting
from starting import ROOT

GOLDEN = ROOT / "tests" / "goldens" / "cudnn.npz"
CHECKPOINTS = ROOT / "tests" / "goldens" / "cudnn"


def run(command, out, folder, what, environment=None):
    """Run the cases by `command`, a python that has a `tensorflow` of the 1.x kind."""
    given = ["cudnn_cases.py", out, folder, what]
    return starting.run(command, *given, environment=environment)


def main():
    CHECKPOINTS.mkdir(exist_ok=True)
    code = starting.record(run, GOLDEN, CHECKPOINTS, "save")
    (CHECKPOINTS / "checkpoint").unlink(missing_ok=True)  # holds this folder's path
    return code


if __name__ == "__main__":
    sys.exit(main())
