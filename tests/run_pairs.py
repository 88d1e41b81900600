"""Runs one side of docs/site/pairs.csv and writes what each expression gives.

With TensorFlow 1.15.5 or under compat: `run_pairs.py legacy OUT.npz`; plain: `modern`.
Every weight of a cell is 0.1; biases, `gamma` and `beta` are what they are at first.
"""

import csv
import os
import sys

import numpy as np

side, out = sys.argv[1:]
TABLE = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../docs/site/pairs.csv"
)


def ramp(*shape):
    places = np.arange(int(np.prod(shape)), dtype=np.float64)
    return ((places * 0.37) % 1.0 - 0.45).reshape(shape).astype(np.float32)


given = {
    "x": ramp(2, 3), "y": ramp(2, 3)[::-1] * np.float32(0.5), "W4": ramp(3, 4),
    "p": np.abs(ramp(2, 3)) + np.float32(0.1), "ids": np.array([2, 0]),
    "one_hot": np.eye(3, dtype=np.float32)[[2, 0]], "sequence": ramp(2, 4, 3),
    "images": ramp(1, 4, 4, 2),
}  # fmt: skip
found = {}
BIASES = ("bias", "biases", "gamma", "beta", "B")


def legacy(code):
    import tensorflow as tf

    def over_time(cell):
        with tf.variable_scope("over_time"):
            output, _ = tf.nn.dynamic_rnn(cell, tensors["sequence"], dtype=tf.float32)
        return output[0] if isinstance(output, tuple) else output

    with tf.Graph().as_default(), tf.Session() as session:
        tensors = {name: tf.constant(value) for name, value in given.items()}
        tensors["W4"] = given["W4"]
        wanted = eval(code, {"tf": tf, "over_time": over_time, **tensors})
        session.run(tf.global_variables_initializer())
        for variable in tf.global_variables("over_time/"):
            if variable.op.name.rpartition("/")[2] not in BIASES:
                value = np.full(variable.shape.as_list(), 0.1)
                variable.load(value, session)
        return session.run(wanted)


def modern(code):
    import keras

    import compat.migrate
    from compat.migrate import blocks, cells  # noqa: F401 (so that they are there)

    def over_time(cell):
        layer = keras.layers.RNN(cell, return_sequences=True)
        layer.build(given["sequence"].shape)
        for weight in layer.weights:
            if weight.name.rpartition("_")[2] not in BIASES:
                weight.assign(np.full(weight.shape, 0.1))
        return layer(given["sequence"])

    tensors = {
        n: v if n == "W4" else keras.ops.convert_to_tensor(v) for n, v in given.items()
    }
    names = {"keras": keras, "compat": compat, "over_time": over_time, **tensors}
    return keras.tree.map_structure(keras.ops.convert_to_numpy, eval(code, names))


column, run = {"legacy": ("tf1", legacy), "modern": ("keras3", modern)}[side]
with open(TABLE, encoding="utf-8", newline="") as stream:
    rows = list(csv.DictReader(stream))
wrong = []
for row in rows:
    try:
        found[row["name"]] = np.asarray(run(row[column]))
    except Exception as error:
        wrong.append("{}: {!r}".format(row["name"], error))
np.savez_compressed(out, **found)
if wrong:
    sys.exit("\n".join(wrong))
