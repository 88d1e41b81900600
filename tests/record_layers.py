"""Record what TensorFlow 1.15.5 does with tf.layers, contrib.layers, contrib.framework.

    python tests/record_layers.py

Needs the real TensorFlow 1.15.5: `make oracle`, or its python in LAB12_TF115. Writes
`tests/goldens/layers.npz`.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import starting
from starting import ROOT

MODULES = ["layers_cases", "layers_rare_cases", "framework_cases"]
GOLDEN = ROOT / "tests" / "goldens" / "layers.npz"


def run(command, out, environment=None):
    """Run the cases by `command`, a python that has a `tensorflow` of the 1.x kind."""
    given = ["differential.py", out, *MODULES]
    return starting.run(command, *given, environment=environment)


if __name__ == "__main__":
    sys.exit(starting.record(run, GOLDEN))
