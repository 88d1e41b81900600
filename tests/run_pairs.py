"""Runs one side of docs/site/pairs/ and writes what each code gives, as JSON.

With TensorFlow 1.15.5 or under compat: `run_pairs.py legacy OUT.json [NAME …]`;
plain: `modern`. Beside what is given below each code has `folder`, an empty one, and
TensorFlow 1.x's `session`. Cells of `over_time` have weights of 0.1; biases, `gamma`
and `beta` are what they are at first.
"""

import ast
import collections
import importlib.util
import json
import os
import sys
import tempfile
import traceback

import numpy as np

side, out = sys.argv[1:3]
only = set(sys.argv[3:])
HERE = os.path.dirname(os.path.abspath(__file__))
SITE = os.path.join(HERE, "..", "docs", "site", "pairs.py")
spec = importlib.util.spec_from_file_location("site_pairs", SITE)
pairs = importlib.util.module_from_spec(spec)
spec.loader.exec_module(pairs)
EAGER = "tf.enable_eager_execution()\n"  # of a whole process in 1.x; here of a code
BIASES = ("bias", "biases", "gamma", "beta", "B", "b_ru", "b_c")


def ramp(*shape):
    places = np.arange(int(np.prod(shape)), dtype=np.float64)
    return ((places * 0.37) % 1.0 - 0.45).reshape(shape).astype(np.float32)


plain = {
    "W4": ramp(3, 4), "X": ramp(8, 3), "Y": ramp(8, 1), "classes": np.arange(8) % 3,
    "words": ["to", "be", "or", "not"],
}  # fmt: skip
tensors = {
    "x": ramp(2, 3), "y": ramp(2, 3)[::-1] * np.float32(0.5),
    "p": np.abs(ramp(2, 3)) + np.float32(0.1), "ids": np.array([2, 0]),
    "one_hot": np.eye(3, dtype=np.float32)[[2, 0]], "sequence": ramp(2, 4, 3),
    "images": ramp(1, 4, 4, 2), "volume": ramp(1, 4, 4, 4, 2),
    "tags": np.array([[0, 1, 2, 1], [2, 0, 0, 0]]), "lengths": np.int32([4, 2]),
    "truth": np.array([0, 1, 1, 0]), "guess": np.array([0, 1, 0, 1]),
    "scores": np.array([0.1, 0.8, 0.35, 0.4], np.float32),
}  # fmt: skip


def value_of(code, namespace):
    """What the last expression of a code gives, after its other statements."""
    tree = ast.parse(code)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr), "expected an expression at the end"
    exec(compile(tree, "<pair>", "exec"), namespace)
    return eval(compile(ast.Expression(last.value), "<pair>", "eval"), namespace)


def leaves(value):
    if isinstance(value, collections.abc.Mapping):
        value = [value[key] for key in sorted(value)]
    if isinstance(value, (list, tuple)):
        return [leaf for one in value for leaf in leaves(one)]
    return [] if value is None else [value]


def written(leaf):
    """A leaf as JSON has it: numbers, texts and lists of them."""
    if isinstance(leaf, (str, bytes)):
        return leaf.decode() if isinstance(leaf, bytes) else leaf
    leaf = np.asarray(leaf)
    if leaf.dtype.kind in "SUO":
        texts = [one.decode() if isinstance(one, bytes) else one for one in leaf.flat]
        return np.array(texts, dtype=object).reshape(leaf.shape).tolist()
    if leaf.dtype.kind == "c":
        leaf = np.stack([leaf.real, leaf.imag], axis=-1)
    digits = np.vectorize(lambda one: float(format(one, ".9g")), otypes=[float])
    return digits(leaf.astype(float)).tolist() if leaf.size else leaf.tolist()


def legacy(code, folder):
    import tensorflow as tf
    from tensorflow.python.eager import context

    def over_time(cell):
        with tf.variable_scope("over_time"):
            output, _ = tf.nn.dynamic_rnn(cell, given["sequence"], dtype=tf.float32)
        session.run(tf.global_variables_initializer())
        for variable in tf.global_variables("over_time/"):
            if variable.op.name.rpartition("/")[2] not in BIASES:
                variable.load(np.full(variable.shape.as_list(), 0.1), session)
        return output[0] if isinstance(output, tuple) else output

    if code.startswith(EAGER):
        with context.eager_mode():
            names = {"tf": tf, "np": np, "folder": folder}
            value = leaves(value_of(code[len(EAGER) :], names))
            return [one.numpy() if hasattr(one, "numpy") else one for one in value]
    with tf.Graph().as_default(), tf.Session() as session:
        given = {name: tf.constant(value) for name, value in tensors.items()}
        names = {"tf": tf, "np": np, "os": os, "session": session, "folder": folder}
        init = tf.constant_initializer(0.1)
        value = value_of(
            code, {**names, **plain, **given, "over_time": over_time, "init": init}
        )
        if not session.graph.finalized:
            variables = tf.global_variables() + tf.local_variables()
            ready = session.run([tf.is_variable_initialized(one) for one in variables])
            left = [one for i, one in enumerate(variables) if not ready[i]]
            session.run([tf.variables_initializer(left), tf.tables_initializer()])
        kinds = (tf.Tensor, tf.Variable, tf.SparseTensor, tf.Operation)
        found = leaves(value)
        fetched = session.run([one for one in found if isinstance(one, kinds)])
        run = iter(fetched)
        return leaves([next(run) if isinstance(one, kinds) else one for one in found])


def modern(code, folder):
    import keras
    import tensorflow as tf

    import compat.migrate
    from compat.migrate import blocks, cells

    def over_time(cell):
        layer = keras.layers.RNN(cell, return_sequences=True)
        layer.build(tensors["sequence"].shape)
        for weight in layer.weights:
            if weight.name.rpartition("_")[2] not in BIASES:
                weight.assign(np.full(weight.shape, 0.1))
        return layer(tensors["sequence"])

    def shown(leaf):
        if isinstance(leaf, tf.SparseTensor):
            return (leaf.indices.numpy(), leaf.values.numpy(), leaf.dense_shape.numpy())
        if isinstance(leaf, (tf.Variable, keras.Variable)) or tf.is_tensor(leaf):
            return (
                keras.ops.convert_to_numpy(leaf)
                if leaf.dtype != "string"
                else (leaf.numpy())
            )
        return leaf

    given = {name: tf.constant(value) for name, value in tensors.items()}
    names = {"tf": tf, "np": np, "os": os, "keras": keras, "folder": folder}
    names.update(compat=compat, blocks=blocks, cells=cells, over_time=over_time)
    init = keras.initializers.Constant(0.1)
    value = value_of(code, {**names, **plain, **given, "init": init})
    return leaves([shown(one) for one in leaves(value)])


run = {"legacy": legacy, "modern": modern}[side]
found, done, wrong = {}, {}, {}
for name, tf1, keras3, _ in pairs.each(pairs.read()):
    if only and name not in only:
        continue
    code = tf1 if side == "legacy" else keras3
    try:
        if code not in done:
            with tempfile.TemporaryDirectory() as folder:
                done[code] = [written(one) for one in run(code, folder)]
        found[name] = done[code]
    except Exception:
        wrong[name] = traceback.format_exc(limit=-4)
with open(out, "w") as stream:
    lines = [json.dumps(k) + ": " + json.dumps(v) for k, v in found.items()]
    stream.write('{"found": {\n' + ",\n".join(lines) + "\n},\n")
    stream.write('"wrong": ' + json.dumps(wrong, indent=1) + "}\n")
