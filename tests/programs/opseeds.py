"""The op seed after each of many expressions, and after their gradients, on 1.15.5."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.programs import compare

PATH = compare.ROOT / "tests" / "goldens" / "programs" / "op_seeds.json"
EXPRESSIONS = Path(__file__).with_name("expressions.txt")

# What compat does not count as 1.15 did, with the reason.
KNOWN = {
    "tf.unsorted_segment_sqrt_n(T,[0,1],3)": "its gradient where the rank is 3",
    "tf.unsorted_segment_mean(U,J,3)": "its gradient where the rank is 3",
    "tf.spectral.rfft(X)": "a constant more in 2.x",
    "tf.image.flip_left_right(IMG)": "1.15 made sure at run time of an image's rank",
    "tf.extract_image_patches(IMG,[1,2,2,1],[1,1,1,1],[1,1,1,1],'VALID')": (
        "the gradient, by other ops"
    ),
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
