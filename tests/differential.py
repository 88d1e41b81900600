"""Run small TensorFlow 1.x cases on either side and write down what can be seen.

A case is a function `case(tf)` that builds ops in the default graph and returns a dict:
tensors (in any nesting) are run, all else is kept as text. The same file runs on
TensorFlow 1.15.5 (Python 3.7) and, under the facade, on TensorFlow 2. Inputs that
`given` makes and all variables also get gradients.
"""

import collections
import json

import numpy as np
from ramp import ramp

INPUTS = "differential_inputs"

# Parts of the names of variables of which a root is taken: their ramps are positive.
POSITIVE = ("variance", "Adagrad", "Adam", "RMSProp", "_power")


def given(tf, shape, start=1, dtype="float32"):
    """Make an input of the case: a constant ramp, counted among the inputs."""
    tensor = tf.constant(ramp(shape, start, dtype))
    tf.add_to_collection(INPUTS, tensor)
    return tensor


def error(function):
    """Say which error a call raises: its class, and the class of its bases."""
    try:
        function()
    except Exception as raised:
        return type(raised).__name__
    return "none"


def flat(tree, path=""):
    """List the leaves of a nesting of dicts, lists and tuples with their paths."""
    if hasattr(tree, "_asdict"):
        tree = collections.OrderedDict(zip(tree._fields, tree))
    if isinstance(tree, dict):
        pairs = [(str(key), tree[key]) for key in tree]
    elif isinstance(tree, (list, tuple)):
        pairs = [(str(index), value) for index, value in enumerate(tree)]
    else:
        return [(path, tree)]
    return [
        leaf
        for key, value in pairs
        for leaf in flat(value, path + "/" + key if path else key)
    ]


def op_count(tf):
    """Give the op seed that the next random op takes: 1.15's number of ops so far."""
    drawn = tf.random_uniform([1])
    ops = [op for op in drawn.graph.get_operations() if op.type == "RandomUniform"]
    return ops[-1].get_attr("seed2")


def is_float(tf, tensor):
    return tensor.dtype.base_dtype in (tf.float16, tf.float32, tf.float64)


def record(tf, case, see=None):
    """Build and run one case.

    Args:
        tf: TensorFlow 1.15.5, or the facade.
        case: Function from `tf` to a dict.
        see: Called with the graph after the forward pass, to look at its ops.

    Returns:
        Dict of arrays: `output/…`, `text/…`, `initial/<variable>`, `gradient/…`,
        `static/…` (static shapes) and `count` (op seeds after the forward pass, and
        after the gradients).
    """
    seen = {}
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(7)
        leaves = flat(case(tf))
        tensors = [(path, leaf) for path, leaf in leaves if hasattr(leaf, "graph")]
        for path, leaf in leaves:
            if not hasattr(leaf, "graph"):
                seen["text/" + path] = np.array(str(leaf))
        if see:
            see(graph)
        forward = op_count(tf) if tensors else 0
        for path, tensor in tensors:
            seen["static/" + path] = np.array(str(tensor.shape))
        variables = tf.global_variables()
        wanted = [v for v in variables if is_float(tf, v)]
        sources = wanted + tf.get_collection(INPUTS)
        floats = [tensor for _, tensor in tensors if is_float(tf, tensor)]
        weighted = [
            tf.reduce_sum(tf.cast(t * tf.cast(1.0 + 0.1 * i, t.dtype), tf.float64))
            for i, t in enumerate(floats)
        ]
        slopes = tf.gradients(tf.add_n(weighted), sources) if weighted else []
        if tensors:
            seen["count"] = np.array([forward, op_count(tf)])
        names = [v.name for v in wanted]
        names += ["input_{}".format(i) for i in range(len(sources) - len(names))]
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            for variable in variables:
                value = session.run(variable)
                seen["initial/" + variable.name] = value
                start = 3 + len(variable.name)
                climbing = ramp(value.shape, start, value.dtype)
                if any(part in variable.name for part in POSITIVE):
                    climbing = np.abs(climbing)
                variable.load(climbing, session)
            fetches = {path: tensor for path, tensor in tensors}
            for path, value in session.run(fetches).items():
                seen["output/" + path] = value
            for name, slope in zip(names, slopes):
                if slope is not None:
                    dense = tf.convert_to_tensor(slope)
                    seen["gradient/" + name] = session.run(dense)
    return seen


def record_modules(tf, modules):
    """Record every case of the modules named, as `module.case|key` → array."""
    import importlib

    seen = {}
    for module in modules:
        for case in importlib.import_module(module).CASES:
            for key, value in record(tf, case).items():
                name = "{}.{}|{}".format(module, case.__name__, key)
                seen[name] = value
    return seen


def pack(seen):
    """Lay all arrays of a type end to end: thousands of small files take room.

    Args:
        seen: Dict of arrays.

    Returns:
        Dict of one array a type, and `index`: JSON of what lies where.
    """
    flat_ones, index = collections.defaultdict(list), {}
    for key in sorted(seen):
        value = np.asarray(seen[key])
        if value.dtype.kind in "US":
            index[key] = str(value)
        else:
            flat_ones[value.dtype.name].append(value.ravel())
            index[key] = [value.dtype.name, list(value.shape)]
    packed = {name: np.concatenate(parts) for name, parts in flat_ones.items()}
    packed["index"] = np.array(json.dumps(index))
    return packed


def unpack(packed):
    """Give back the dict of arrays that `pack` was given."""
    seen, places = {}, collections.Counter()
    for key, entry in json.loads(str(packed["index"])).items():
        if isinstance(entry, str):
            seen[key] = np.array(entry)
            continue
        name, shape = entry
        size = int(np.prod(shape))
        part = packed[name][places[name] : places[name] + size]
        seen[key] = part.reshape(shape)
        places[name] += size
    return seen


def load(path):
    """What a golden or a run holds, as `pack` was given it."""
    with np.load(path) as file:
        return unpack(dict(file))


def differences(case, expected, seen, limit, is_exact=None, whole=False):
    """List what differs between two recordings of a case.

    Args:
        case: Its name; its keys are those that begin with it and a bar.
        expected: One recording.
        seen: The other.
        limit: From a key and what was expected to how far numbers may be apart, in
            shares of them where they are above 1.
        is_exact: From a key to whether floats must be the same; by default initial
            values.
        whole: Whether the share is of the largest number of a tensor, not of each.
    """
    is_exact = is_exact or (lambda key: "|initial/" in key)
    found = []
    keys = {key for key in [*expected, *seen] if key.partition("|")[0] == case}
    for key in sorted(keys):
        if key not in expected or key not in seen:
            found.append(f"{key}: only on one side")
            continue
        one, other = expected[key], seen[key]
        if one.shape != other.shape or one.dtype.kind != other.dtype.kind:
            found.append(f"{key}: {one.dtype}{one.shape}, {other.dtype}{other.shape}")
        elif one.dtype.kind in "biuUSO" or is_exact(key):
            if not np.array_equal(one, other):
                found.append(f"{key}: {one} expected, {other} seen")
        else:
            size = np.max(np.abs(one), initial=0) if whole else np.abs(one)
            apart = np.abs(one.astype(float) - other) / np.maximum(size, 1)
            largest = np.max(apart, initial=0)
            if not largest <= limit(key, one):
                found.append(f"{key}: largest difference {largest}")
    return found


def main():
    """Write a golden: `differential.py OUT.npz MODULE…`, on either side."""
    import sys

    import tensorflow as tf

    tf.logging.set_verbosity(tf.logging.ERROR)
    seen = record_modules(tf, sys.argv[2:])
    seen["tensorflow"] = np.array(tf.__version__)
    np.savez_compressed(sys.argv[1], **pack(seen))


if __name__ == "__main__":
    main()
