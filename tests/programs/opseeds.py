"""The op seed after each of many expressions, and after their gradients, on 1.15.5."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.programs import compare

PATH = compare.ROOT / "tests" / "goldens" / "programs" / "op_seeds.json"
EXPRESSIONS = Path(__file__).with_name("expressions.txt")

# What compat does not count as 1.15 did: how many more ops, after the expression and
# after its gradient. More calls, and more of that kind: tests/ops.
KNOWN = {
    "tf.spectral.rfft(X)": [1],  # a constant more in 2.x
    # the gradient, by other ops
    "tf.extract_image_patches(IMG,[1,2,2,1],[1,1,1,1],[1,1,1,1],'VALID')": [0, -57],
}

_PROGRAM = """\
import numpy as np
import tensorflow as tf
kept, graphs = [], []


def count(code):
    shapes = dict(X=[3, 4], Y=[3, 4], D=[None, 4], E=[None, 4], V=[4], S=[],
                  T=[2, 3, 4], U=[None, None, 4], N=None, W=[4, 5], M=[2, 4, 5],
                  IMG=[None, 8, 8, 3], K=[3, 3, 3, 6])
    space = {"tf": tf, "np": np}
    with tf.Graph().as_default():
        tf.set_random_seed(1)
        for name in sorted(shapes):
            space[name] = tf.placeholder(tf.float32, shapes[name])
        space.update(I=tf.placeholder(tf.int32, [3]),
                     J=tf.placeholder(tf.int32, [None]),
                     B=tf.placeholder(tf.bool, [None, 4]))
        if ";" in code or code.startswith("tf.gradients("):
            exec(code, space)
            return [tf.get_seed(None)[1]]
        result = eval(code, space)
        seeds = [tf.get_seed(None)[1]]
        if isinstance(result, tf.Tensor) and result.dtype == tf.float32:
            tf.gradients(result, [space[name] for name in sorted(shapes)])
            seeds.append(tf.get_seed(None)[1])
        return seeds


for code in CODES:
    try:
        kept.append((code, count(code)))
    except Exception as error:
        kept.append((code, [type(error).__name__]))
"""


def expressions() -> list[str]:
    """Return the expressions of `expressions.txt`."""
    lines = EXPRESSIONS.read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def run(python: str) -> dict[str, list[int | str]]:
    """Return each expression's op seeds with the TensorFlow of `python`.

    Raises:
        RuntimeError: If the run failed as a whole.
    """
    text = f"CODES = {expressions()!r}\n" + _PROGRAM
    with tempfile.TemporaryDirectory() as folder:
        record = compare.run(python, {0: text}, Path(folder) / "seeds.npz")[0]
    if record.error:
        raise RuntimeError(record.error)
    return {code: seeds.tolist() for code, seeds in record.values}


def record() -> None:
    """Record the op seeds of 1.15.5; needs the oracle."""
    python = compare.oracle()
    assert python is not None
    lines = [f"{json.dumps(c)}: {json.dumps(s)}" for c, s in run(python).items()]
    PATH.parent.mkdir(parents=True, exist_ok=True)
    PATH.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def load() -> dict[str, list[int | str]]:
    """Return the recorded op seeds of 1.15.5."""
    seeds: dict[str, list[int | str]] = json.loads(PATH.read_text())
    return seeds


def differences(
    expected: dict[str, list[int | str]], received: dict[str, list[int | str]]
) -> dict[str, list[int] | str]:
    """Return how many more ops than on 1.15 come before each expression's next seeds.

    Args:
        expected: The op seeds on 1.15.5.
        received: Those under compat.
    """
    found: dict[str, list[int] | str] = {}
    for code, old in expected.items():
        new = received[code]
        if old == new:
            continue
        both = list(zip(old, new, strict=False))
        if len(old) != len(new) or any(isinstance(n, str) for n in [*old, *new]):
            found[code] = f"expected {old}, received {new}"
        else:
            found[code] = [int(b) - int(a) for a, b in both]
    return found
