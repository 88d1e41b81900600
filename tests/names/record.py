"""Renew tests/goldens/names.npz from the real TensorFlow 1.15.5.

    python tests/names/record.py

The oracle is the Python 3.7 named by LAB12_TF115, or .oracle/bin/python.
"""

import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from starting import oracle  # noqa: E402

ROOT = HERE.parent.parent
GOLDEN = ROOT / "tests" / "goldens" / "names.npz"


def run_cases(command, out):
    """Run the cases by a command that starts with a Python; raise what it says.

    Raises:
        RuntimeError: With the error output, when the run failed.
    """
    done = subprocess.run(
        [*command, str(HERE / "run.py"), str(out)],
        cwd=str(ROOT),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        env=dict(os.environ, TF_CPP_MIN_LOG_LEVEL="3"),
        timeout=600,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode("utf-8", "replace")[-3000:])


def main():
    """Record; 0 done, 2 no oracle."""
    python = oracle()
    if python is None:
        print(
            "no TensorFlow 1.15.5: run `make oracle` or set LAB12_TF115 to its python",
            file=sys.stderr,
        )
        return 2
    run_cases([python, "-W", "ignore"], GOLDEN)
    print(f"recorded {GOLDEN.name}: {GOLDEN.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
