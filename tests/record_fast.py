"""Record what TensorFlow 1.15.5 does with the networks of `fast_cases.py`.

    python tests/record_fast.py

Needs the real TensorFlow 1.15.5: `make oracle`, or its python in LAB12_TF115. Writes
`tests/goldens/fast.npz`.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "goldens" / "fast.npz"


def run(command, out, script="differential.py", **environment):
    """Run the cases by `command`, a python that has a `tensorflow` of the 1.x kind."""
    script = str(ROOT / "tests" / script)
    return subprocess.run(
        [*command, script, str(out), "fast_cases"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", **environment},
        timeout=900,
    )


def main():
    from lab12 import engines

    python = engines.oracle()
    if python is None:
        print(
            "no TensorFlow 1.15.5: `make oracle`, or set LAB12_TF115", file=sys.stderr
        )
        return 2
    done = run([str(python), "-W", "ignore"], GOLDEN)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
