"""Record what TensorFlow 1.15.5 does with the cases of tf.contrib.cudnn_rnn's layers.

    python tests/record_cudnn.py

Needs the real TensorFlow 1.15.5: `make oracle`, or its python in LAB12_TF115. Writes
`tests/goldens/cudnn.npz` and the checkpoints in `tests/goldens/cudnn/`.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "goldens" / "cudnn.npz"
CHECKPOINTS = ROOT / "tests" / "goldens" / "cudnn"


def oracle():
    """Find the python of TensorFlow 1.15.5, or None."""
    here = ROOT / ".oracle" / "bin" / "python"
    return os.environ.get("LAB12_TF115") or (str(here) if here.exists() else None)


def run(command, out, folder, what):
    """Run the cases by `command`, a python that has a `tensorflow` of the 1.x kind."""
    script = str(ROOT / "tests" / "cudnn_cases.py")
    env = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    env.pop("TF2_BEHAVIOR", None)  # TensorFlow 2 sets it for all that it starts
    return subprocess.run(
        [*command, script, str(out), str(folder), what],
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
    CHECKPOINTS.mkdir(exist_ok=True)
    done = run([python, "-W", "ignore"], GOLDEN, CHECKPOINTS, "save")
    if done.returncode:
        print(done.stderr, file=sys.stderr)
    (CHECKPOINTS / "checkpoint").unlink(missing_ok=True)  # holds this folder's path
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
