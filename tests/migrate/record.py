"""Write the checkpoints of the tests with TensorFlow 1.15.5.

    python -m tests.migrate.record

Needs the real TensorFlow 1.15.5: `make oracle`, or its python in LAB12_TF115. Writes
`tests/goldens/checkpoints/`.
"""

import subprocess
import sys
from pathlib import Path

from tests.starting import clean, oracle

ROOT = Path(__file__).resolve().parent.parent.parent
GOLDEN = ROOT / "tests" / "goldens" / "checkpoints"


def run(python, folder, name="checkpoint_cases.py"):
    """Let 1.15.5 write the checkpoints into a folder."""
    script = str(Path(__file__).with_name(name))
    return subprocess.run(
        [python, "-W", "ignore", script, str(folder)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=clean(),
        timeout=600,
    )


def main():
    python = oracle()
    if python is None:
        print(
            "no TensorFlow 1.15.5: `make oracle`, or set LAB12_TF115", file=sys.stderr
        )
        return 2
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name in (
        "checkpoint_cases.py",
        "block_cases.py",
        "going_on_cases.py",
        "piece_cases.py",
    ):
        done = run(python, GOLDEN, name)
        if done.returncode:
            print(done.stderr, file=sys.stderr)
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
