"""Record what TensorFlow 1.15.5 does with the cases of tf.contrib.rnn and cudnn_rnn.

    python tests/record_rnn.py

Needs the real TensorFlow 1.15.5: `make oracle`, or its python in LAB12_TF115. Writes
`tests/goldens/rnn.npz`.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import starting
from starting import ROOT

MODULES = [
    "rnn_time_cases",
    "rnn_wrapper_cases",
    "rnn_cell_cases",
    "rnn_axes_cases",
    "rnn_grid_cases",
    "rnn_recurrent_cases",
    "rnn_cudnn_cases",
]
GOLDEN = ROOT / "tests" / "goldens" / "rnn.npz"


def run(command, out, environment=None):
    """Run the cases by `command`, a python that has a `tensorflow` of the 1.x kind."""
    given = ["differential.py", out, *MODULES]
    return starting.run(command, *given, environment=environment)


if __name__ == "__main__":
    sys.exit(starting.record(run, GOLDEN))
