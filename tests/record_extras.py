"""Record what TensorFlow 1.15.5 does with the cases of the smaller contrib modules.

    python tests/record_extras.py

Needs the real TensorFlow 1.15.5: `make oracle`, or its python in LAB12_TF115. Writes
`tests/goldens/extras.npz`.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = [
    "extras_training_cases",
    "extras_learn_cases",
    "extras_crf_cases",
    "extras_lookup_cases",
    "extras_files_cases",
    "extras_inside_cases",
    "extras_cells_cases",
    "extras_queues_cases",
    "extras_checks_cases",
]
GOLDEN = ROOT / "tests" / "goldens" / "extras.npz"


def oracle():
    """Find the python of TensorFlow 1.15.5, or None."""
    here = ROOT / ".oracle" / "bin" / "python"
    return os.environ.get("LAB12_TF115") or (str(here) if here.exists() else None)


def run(command, out):
    """Run the cases by `command`, a python that has a `tensorflow` of the 1.x kind."""
    script = str(ROOT / "tests" / "differential.py")
    return subprocess.run(
        [*command, script, str(out), *MODULES],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        timeout=900,
    )


def main():
    python = oracle()
    if python is None:
        print(
            "no TensorFlow 1.15.5: `make oracle`, or set LAB12_TF115", file=sys.stderr
        )
        return 2
    done = run([python, "-W", "ignore"], GOLDEN)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
