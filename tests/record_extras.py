"""Record what TensorFlow 1.15.5 does with the cases of the smaller contrib modules.

    python tests/record_extras.py

Needs the real TensorFlow 1.15.5: `make oracle`, or its python in LAB12_TF115. Writes
`tests/goldens/extras.npz`.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import starting
from starting import ROOT

MODULES = [
    "extras_training_cases",
    "extras_learn_cases",
    "extras_crf_cases",
    "extras_lookup_cases",
    "extras_scattered_cases",
    "extras_files_cases",
    "extras_inside_cases",
    "extras_cells_cases",
    "extras_queues_cases",
    "extras_checks_cases",
]
GOLDEN = ROOT / "tests" / "goldens" / "extras.npz"


def run(command, out, environment=None):
    """Run the cases by `command`, a python that has a `tensorflow` of the 1.x kind."""
    given = ["differential.py", out, *MODULES]
    return starting.run(command, *given, environment=environment)


if __name__ == "__main__":
    sys.exit(starting.record(run, GOLDEN))
