"""Whole programs: what each printed on TensorFlow 1.15.5."""

from tests import starting

GOLDENS = starting.ROOT / "tests" / "goldens" / "whole"
LEGACY = starting.ROOT / "tests" / "whole" / "legacy"
NAMES = sorted(path.stem for path in LEGACY.glob("*.py"))


def main(names):
    """Record some of them, or all."""
    for name in names or NAMES:
        command = [starting.oracle(), "-W", "ignore"]
        done = starting.run(command, f"whole/legacy/{name}.py")
        if done.returncode:
            print(done.stderr[-3000:])
            return 1
        GOLDENS.mkdir(exist_ok=True)
        (GOLDENS / f"{name}.txt").write_text(done.stdout, encoding="utf-8")
        print(f"{name}: {len(done.stdout)} characters")
    return 0
