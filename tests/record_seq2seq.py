"""Run the seq2seq cases on whatever TensorFlow is here, and keep the answers.

    python tests/record_seq2seq.py OUT.npz                     TensorFlow 1.15.5
    python -m compat run tests/record_seq2seq.py OUT.npz       the facade

`--ops FOLDER` also writes each case's ops, a file a case, to compare by eye; further
arguments are names of cases, by default all. Plain Python 3.7 to 3.13.

The file is one .npz, "CASE|WHAT|LABEL" to array, where WHAT is

* `initial`: a variable's value with the graph's seed 777;
* `output`: what the case fetches, and `gradient`: that of the sum of the squares of its
  float outputs by each variable, both with ramps in the variables;
* `static`: the static shapes of the outputs;
* `seeds`: op seed of each random op, in the order they were made;
* `count`: the op count after the case, and after its gradients, read from the seed of a
  random op made there;
* `error`: the kind and text of the error, for a case that raises.
"""

import os
import sys

import numpy as np
import tensorflow as tf
from seq2seq_cases import CASES

SEED = 777


def ramp(shape, number):
    """Values between -0.8 and 0.8 that neither repeat nor are in order."""
    size = int(np.prod(shape))
    steps = (np.arange(size) * 7 + number * 3) % 29
    return ((steps + np.arange(size) / max(size, 1) - 14.5) / 18).reshape(shape)


def last_seed():
    """Give the op seed of the last random op in the graph."""
    return seeds()[-1]


def seeds():
    """Give the op seeds of the graph's random ops, in order."""
    found = []
    for op in tf.get_default_graph().get_operations():
        try:
            found.append(op.get_attr("seed2"))
        except ValueError:
            continue
    return found


def flat(prefix, value, found):
    """Fill `found` with the tensors in a nested structure, by label."""
    if isinstance(value, tf.TensorArray):
        value = value.stack()
    if isinstance(value, dict):
        for key in sorted(value):
            flat(prefix + "." + str(key), value[key], found)
    elif hasattr(value, "_fields"):
        for key in value._fields:
            flat(prefix + "." + key, getattr(value, key), found)
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            flat(prefix + "." + str(index), item, found)
    elif value is not None:
        found[prefix.strip(".")] = tf.convert_to_tensor(value)
    return found


def write_ops(path):
    with open(path, "w") as stream:
        for op in tf.get_default_graph().get_operations():
            shape = [str(t.dtype.name) + str(t.shape) for t in op.outputs]
            inputs = [t.name for t in op.inputs]
            control = ["^" + c.name for c in op.control_inputs]
            stream.write(op.type + "\t" + op.name + "\t" + " ".join(inputs + control))
            stream.write("\t" + " ".join(shape) + "\n")


def run(build, name, ops):
    """Give what one case says, as a dict from "WHAT|LABEL" to array."""
    tf.set_random_seed(SEED)
    try:
        result = build()
    except Exception as error:
        if "--raise" in sys.argv:
            raise
        return {"error|": np.array([type(error).__name__, str(error)])}
    answer = {}
    tf.random_uniform([2])
    answer["count|forward"] = np.array(last_seed())
    if ops:
        write_ops(os.path.join(ops, name + ".txt"))
    fetches = flat("", result, {})
    for label, tensor in fetches.items():
        answer["static|" + label] = np.array(str(tensor.shape))
    variables = tf.global_variables()
    floating = [t for t in fetches.values() if t.dtype.is_floating]
    gradients = []
    if variables and floating and not getattr(build, "forward_only", False):
        total = tf.add_n([tf.reduce_sum(tf.cast(t * t, tf.float64)) for t in floating])
        gradients = tf.gradients(total, variables)
    tf.random_uniform([2])
    answer["count|backward"] = np.array(last_seed())
    answer["seeds|"] = np.array(seeds())
    if ops:
        write_ops(os.path.join(ops, name + ".grad.txt"))
    with tf.Session() as session:
        session.run([tf.global_variables_initializer(), tf.tables_initializer()])
        for variable in variables:
            answer["initial|" + variable.op.name] = session.run(variable)
        for number, variable in enumerate(variables):
            value = ramp(variable.shape.as_list(), number)
            if variable.dtype.is_floating:
                value = value.astype(variable.dtype.base_dtype.as_numpy_dtype)
                variable.load(value, session)
        wanted = {"output|" + label: tensor for label, tensor in fetches.items()}
        for variable, gradient in zip(variables, gradients):  # noqa: B905 (3.7)
            if gradient is not None:
                wanted["gradient|" + variable.op.name] = tf.convert_to_tensor(gradient)
        answer.update(session.run(wanted))
    return answer


def main(out, *rest):
    ops = rest[rest.index("--ops") + 1] if "--ops" in rest else None
    names = [name for name in rest if name in CASES] or list(CASES)
    kept = {}
    for name in names:
        with tf.Graph().as_default():
            for label, value in run(CASES[name], name, ops).items():
                value = np.asarray(value)
                kept[name + "|" + label] = (
                    value.astype(str) if (value.dtype == object) else value
                )
    np.savez_compressed(out, **kept)


if __name__ == "__main__":
    main(*sys.argv[1:])
