"""How the NumPy of TensorFlow 1.x printed things: tests/goldens/printing.json.

The Python that has TensorFlow 1.15.5 (NumPy 1.16 to 1.18) runs this file as a script.
"""

import json
import os
import platform
import sys

EXPRESSIONS = [
    # scalars, alone and in containers
    "np.float32(1.6)",
    "[np.float32(1.6), np.float64(0.1)]",
    "(np.int64(3), np.bool_(True))",
    "{'loss': np.float32(0.30000001)}",
    "[np.float16(0.1), np.nan, np.inf, -np.inf]",
    "np.float64(1e16)",
    "np.float32(1e-5)",
    "np.complex64(1+2j)",
    "[np.complex128(1.5-2j)]",
    "[np.str_('a'), np.bytes_(b'b')]",
    "[np.argmax(np.array([1, 3, 2]))]",
    "np.mean(np.array([1, 2]))",
    "np.datetime64('2017-02-03')",
    # arrays
    "np.array([1.0, 2.0])",
    "np.array([0.1, 1e10])",
    "np.array([[-0.424093, 0.646511]], dtype=np.float32)",
    "np.array([1e-8, 1.0], dtype=np.float32)",
    "np.array([True, False])",
    "np.array([1 + 2j, 3.25])",
    "np.array(['a', 'bc'])",
    "np.array([None, 1])",
    "np.array([])",
    "np.array([], dtype=int)",
    "np.array(5.0)",
    "np.arange(2000)",
    "np.zeros((2, 3, 2), dtype=np.float16)",
    "np.array([(1, 2.0)], dtype=[('a', int), ('b', float)])",
    "np.array([np.nan, 1.0])",
    "np.ma.array([1.0, 2.0], mask=[0, 1])",
    "np.matrix([[1, 2], [3, 4]])",
    "np.random.RandomState(0).rand(2, 2)",
    "np.array_repr(np.array([1.0]))",
    "np.array2string(np.array([1.0, 2.5]), precision=2)",
    # ragged
    "np.array([[1], [1, 2]])",
    "np.array([[1], [1, 2]]).dtype",
    "np.array([[1], [1, 2]]).shape",
    "np.asarray([[[1, 2]], [[1], [2]]]).shape",
    # names that NumPy has lost since
    "np.zeros(2, dtype=np.float)",
    "np.zeros(2, dtype=np.int)",
    "np.zeros(2, dtype=np.bool)",
    "np.array(['a'], dtype=np.object)",
    "np.array(['a'], dtype=np.str)",
    "np.zeros(1, dtype=np.complex)",
    "np.float_(2), np.Inf, np.NaN, np.infty",
    "np.unicode_('x')",
    "np.asscalar(np.array([2.5]))",
    "np.product([2, 3]), np.alltrue([1, 0]), np.sometrue([1, 0])",
    "np.cumproduct([2, 3])",
    "np.asfarray([1, 2])",
    "np.row_stack([[1], [2]])",
    "np.in1d([1, 2], [2])",
    "np.trapz([1, 2])",
    "np.round_(2.6)",
    "np.NINF, np.PINF",
    "np.mat([[1, 2]])",
    "isinstance(np.bool(1), bool), np.int is int, np.object is object",
]


def _printed(value):
    return str(value), repr(value)


def main(argv):
    from tests import starting

    golden = starting.ROOT / "tests" / "goldens" / "printing.json"
    command = [starting.oracle(), "-W", "ignore"]
    done = starting.run(command, "record/printing.py", golden)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
    return done.returncode


def record(path):
    """Write what this NumPy prints."""
    import numpy as np

    printed = {e: [*_printed(eval(e, {"np": np}))] for e in EXPRESSIONS}
    golden = {
        "provenance": {"numpy": np.__version__, "python": platform.python_version()},
        "printed": printed,
    }
    with open(path + ".new", "w") as stream:
        json.dump(golden, stream, indent=1, sort_keys=True)
        stream.write("\n")
    os.replace(path + ".new", path)


if __name__ == "__main__":
    record(sys.argv[1])
