"""Record what TensorFlow 1.15.5 does with the rare layers of rare_cases.py.

    python tests/record_rare.py

Needs the real TensorFlow 1.15.5: `make oracle`, or its python in LAB12_TF115. Writes
`tests/goldens/rare.npz`.
"""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from record_rnn import ROOT, oracle

GOLDEN = ROOT / "tests" / "goldens" / "rare.npz"


def run(command, out):
    """Run the cases by `command`, a python that has a `tensorflow` of the 1.x kind."""
    script = str(ROOT / "tests" / "differential.py")
    env = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    env.pop("TF2_BEHAVIOR", None)  # TensorFlow 2 sets it for all that it starts
    return subprocess.run(
        [*command, script, str(out), "rare_cases"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=env,
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
