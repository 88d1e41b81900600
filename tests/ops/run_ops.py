"""Runs many calls in one process and writes down what ops they built.

    python run_ops.py CALLS.json OUT.json [--list]

CALLS.json is a list of calls: `tf.reduce_sum(X, 1)`, of the tensors named below. This
one plain file runs on Python 3.7 with TensorFlow 1.15 as it is, and on TensorFlow 2
through compat, which it finds on the path. A call that begins with `loop: ` is made in
a while loop. OUT.json holds for each call its results as [name, type, static shape] and
the seed of the next random op, then the same of its gradients; with `--list` all ops.
"""

import importlib.util
import json
import os
import sys
import traceback

import numpy as np

# type and shape of the placeholders; None: not known.
FLOATS = {
    "S": [],
    "V": [4],
    "X": [3, 4],
    "Y": [3, 4],
    "D": [None, 4],
    "E": [None, 4],
    "F": [None, None],
    "T": [2, 3, 4],
    "U": [None, None, 4],
    "N": None,
    "W": [4, 5],
    "M": [2, 4, 5],
    "Q": [4, 4],
    "O": [1, 4],
    "IMG": [None, 8, 8, 3],
    "IMS": [2, 8, 8, 3],
    "PIC": [8, 8, 3],
    "PIN": [None, None, 3],
    "K": [3, 3, 3, 6],
    "K1": [3, 4, 5],
    "VOL": [2, 4, 8, 8, 3],
    "K3": [2, 3, 3, 3, 6],
    "SEQ": [5, 2, 4],
}
OTHERS = {
    "n": ("int32", []),
    "m": ("int32", []),
    "I": ("int32", [3]),
    "J": ("int32", [None]),
    "H": ("int32", [3, 4]),
    "L": ("int32", [None, None]),
    "IN": ("int32", None),
    "I64": ("int64", [3]),
    "H64": ("int64", [3, 4]),
    "L64": ("int64", [None, None]),
    "n64": ("int64", []),
    "B": ("bool", [None, 4]),
    "C": ("bool", [3, 4]),
    "CV": ("bool", [3]),
    "b": ("bool", []),
    "P": ("string", [None]),
    "p": ("string", []),
    "Z": ("complex64", [3, 4]),
    "ZD": ("complex64", [None, 4]),
    "X64": ("float64", [3, 4]),
    "XH": ("float16", [3, 4]),
    "U8": ("uint8", [8, 8, 3]),
    "U8N": ("uint8", [None, 8, 8, 3]),
    "QU": ("int32", [2, 3]),
}


def _space(tf, names):
    """Return the tensors of a call, in an order that is always the same."""
    space = {"tf": tf, "np": np}
    made = {
        "RX": lambda: tf.Variable(tf.zeros([3, 4])),
        "RV": lambda: tf.Variable(tf.zeros([4])),
        "RS": lambda: tf.Variable(0.0),
        "RB": lambda: tf.Variable([True, False]),
        "RI": lambda: tf.Variable([0, 1, 2]),
        "RT": lambda: tf.Variable(tf.zeros([2, 3, 4])),
        "RP": lambda: tf.Variable(tf.zeros([8, 8, 3])),
        "RG": lambda: tf.Variable(tf.zeros([2, 8, 8, 3])),
        "GX": lambda: tf.get_variable("g", [3, 4]),
        "ZX": lambda: tf.get_variable("z", [3, 4], use_resource=True),
        "STEP": lambda: tf.train.get_or_create_global_step(),
        "SP": lambda: tf.SparseTensor([[0, 0], [1, 2]], [1.0, 2.0], [3, 4]),
        "SPI": lambda: tf.SparseTensor([[0, 0], [1, 2]], np.int64([1, 2]), [3, 4]),
        "SPP": lambda: tf.sparse_placeholder(tf.float32, [3, 4]),
        "SPN": lambda: tf.sparse_placeholder(tf.float32),
        "SL": lambda: tf.IndexedSlices(tf.zeros([2, 4]), tf.constant([0, 2]), [3, 4]),
        "A": lambda: np.ones([3, 4], np.float32),
        "AV": lambda: np.ones([4], np.float32),
        "AI": lambda: np.array([0, 2]),
        "a": lambda: np.float32(2),
    }
    wanted = []
    for name in sorted(names):
        if name in FLOATS:
            space[name] = tf.placeholder(tf.float32, FLOATS[name])
        elif name in OTHERS:
            dtype, shape = OTHERS[name]
            space[name] = tf.placeholder(dtype, shape)
        elif name in made:
            space[name] = made[name]()
        else:
            continue
        dtype = getattr(space[name], "dtype", None)
        sparse = isinstance(space[name], (tf.SparseTensor, tf.IndexedSlices))
        if not sparse and isinstance(dtype, tf.DType):
            if dtype.is_floating or dtype.is_complex:
                wanted.append(name)
    return space, wanted


def _flat(tf, result):
    """Return the tensors of a result, in order."""
    if isinstance(result, (tf.Tensor, tf.Operation)):
        return [result]
    if isinstance(result, (tf.SparseTensor, tf.SparseTensorValue)):
        return [result.indices, result.values, result.dense_shape]
    if isinstance(result, tf.IndexedSlices):
        some = [result.values, result.indices, result.dense_shape]
        return [tensor for tensor in some if tensor is not None]
    if isinstance(result, dict):
        return [t for key in sorted(result) for t in _flat(tf, result[key])]
    if isinstance(result, (list, tuple)):
        return [t for one in result for t in _flat(tf, one)]
    if hasattr(result, "dtype") and hasattr(result, "handle"):  # a resource variable
        return [result.handle]
    if isinstance(result, tf.Variable) or hasattr(result, "_variable"):
        return [result]
    return []


def _described(tensor):
    dtype = getattr(tensor, "dtype", None)
    shape = getattr(tensor, "shape", None)
    shape = None if shape is None or shape.ndims is None else shape.as_list()
    return [tensor.name, getattr(dtype, "name", ""), shape]


def _differentiable(tf, tensor):
    dtype = getattr(tensor, "dtype", None)
    return isinstance(tensor, tf.Tensor) and (dtype.is_floating or dtype.is_complex)


def _in_a_loop(tf, code, space, wanted):
    first = space[wanted[0]]

    def body(i, total):
        inner = dict(space)
        inner[wanted[0]] = first * tf.cast(total, first.dtype)
        results = _flat(tf, eval(code, inner))
        some = [t for t in results if _differentiable(tf, t)]
        for one in some[:2]:
            total = total + tf.cast(tf.reduce_sum(one * one), tf.float32)
        return i + 1, total

    return tf.while_loop(lambda i, total: i < 3, body, (0, tf.constant(1.0)))[1]


def one(tf, call, listed):
    """Return what one call builds."""
    loop = call.startswith("loop: ")
    code = call[6:] if loop else call
    statements, _, code = code.rpartition(";")
    code = code.strip()
    names = set()
    todo = [compile(statements + "\n" + code, "call", "exec")]
    while todo:
        compiled = todo.pop()
        names.update(compiled.co_names)
        todo += [c for c in compiled.co_consts if hasattr(c, "co_names")]
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(1)
        space, wanted = _space(tf, names)
        exec(statements, space)
        if loop:
            result = _in_a_loop(tf, code, space, wanted)
        else:
            result = eval(code, space)
        flat = _flat(tf, result)
        record = {
            "out": [_described(tensor) for tensor in flat],
            "seed": tf.get_seed(None)[1],
        }
        if listed:
            record["ops"] = [[op.type, op.name] for op in graph.get_operations()]
        ys = [tensor for tensor in flat if _differentiable(tf, tensor)]
        if ys and wanted:
            try:
                xs = [space[name] for name in wanted]
                # as the optimizers ask, so that gradients of None count, too
                back = tf.gradients(ys, xs, gate_gradients=True)
                record["back"] = [
                    _described(g) for g in _flat(tf, [g for g in back if g is not None])
                ]
                record["back_seed"] = tf.get_seed(None)[1]
            except Exception as error:
                record["back_error"] = type(error).__name__
                record["why"] = traceback.format_exc()[-1500:]
            if listed:
                record["ops"] = [[op.type, op.name] for op in graph.get_operations()]
        return record


def _tensorflow():
    if importlib.util.find_spec("tensorflow_core"):  # 1.15 had its code there
        import tensorflow

        return tensorflow
    import compat

    compat.install()
    from compat.run import facade

    return facade.tensorflow()


def main(argv):
    """Make the calls and write what they built; return the exit code."""
    if len(argv) < 2:
        print("expected CALLS.json OUT.json", file=sys.stderr)
        return 2
    with open(argv[0]) as file:
        calls = json.load(file)
    tf = _tensorflow()
    tf.logging.set_verbosity(tf.logging.ERROR)
    records = {}
    for call in calls:
        try:
            records[call] = one(tf, call, "--list" in argv)
        except Exception as error:
            why = traceback.format_exc()[-1500:]
            records[call] = {"error": type(error).__name__, "why": why}
    with open(argv[1] + ".part", "w") as file:
        json.dump(records, file)
    os.replace(argv[1] + ".part", argv[1])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
