"""Runs the scripts beside it, and keeps what they leave behind: `run.py OUT [NAMES…]`.

Plain Python that runs on keras 2.3.1 (Python 3.7) and, by `python -m compat run`, on
Keras 3. What a script leaves is every array, number, text, history and model (its
weights) among its globals.
"""

import os
import re
import sys
import traceback

os.environ.setdefault("MPLBACKEND", "Agg")

import keras
import numpy as np
import tensorflow as tf

HERE = os.path.dirname(os.path.abspath(__file__))


def read_before_raised():
    """Have keras 2.3.1's optimizers read the number of steps before they raise it.

    It put the two ops into the graph without an order, so that Adam's first step was
    now one of step 1, now one of step 2, from run to run. As the paper has it, it is 1.
    """
    for kind in vars(keras.optimizers).values():
        if isinstance(kind, type) and "get_updates" in vars(kind):
            kind.get_updates = _ordered(kind.get_updates)


def _ordered(get_updates):
    def ordered(self, loss, params):
        updates = get_updates(self, loss, params)
        steps = self.iterations.handle
        raising = [o for o in steps.consumers() if o.type == "AssignAddVariableOp"]
        for op in steps.consumers():
            if op.type == "ReadVariableOp" and not op.control_inputs:
                for one in raising:
                    one._add_control_input(op)
        return updates

    return ordered


def one_sign():
    """Have orthogonal weights the same sign on both sides: each LAPACK has its own."""
    svd = np.linalg.svd

    def signed(a, full_matrices=True, compute_uv=True):
        u, s, v = svd(a, full_matrices, compute_uv)
        signs = np.where(v[:, 0] < 0, -1.0, 1.0)
        return u * signs, s, v * signs[:, None]

    sys.modules["numpy.linalg"].svd = signed


def kept(name, value, into):
    histories = (keras.callbacks.History, tf.keras.callbacks.History)
    if isinstance(value, histories):
        for key, values in value.history.items():
            into[name + "/" + key] = np.array(values, "float64")
        into[name + "/keys"] = np.array(list(value.history))
    elif isinstance(value, (keras.models.Model, tf.keras.models.Model)):
        for number, weight in enumerate(value.get_weights()):
            into["%s/%d" % (name, number)] = weight
        into[name + "/layers"] = np.array([layer.name for layer in value.layers])
    elif isinstance(value, (np.ndarray, np.generic, bool, int, float, str)):
        into[name] = np.asarray(value)
    elif isinstance(value, (list, tuple)) and value:
        try:
            array = np.array(value)
        except ValueError:
            return
        if array.dtype.kind in "fiubU":
            into[name] = array


# Run once more as `from tensorflow.keras…`, from the weights of `ramped`.
OF_TENSORFLOW = ["04_sentiment", "12_save_and_load", "14_callbacks", "26_sequences"]
IMPORT = re.compile("^(from|import) keras", re.M)


def ramped():
    """Have every model of tf.keras start from the same weights: its seeds are others'.

    A moving variance starts as it is.
    """
    kind = tf.keras.models.Model
    compile_ = kind.compile

    def compiled(self, *args, **kwargs):
        if not hasattr(self, "_ramped"):
            self._ramped = True
            old = self.get_weights()
            self.set_weights(
                [
                    w if (w == 1).all() else np.cos(np.arange(w.size)).reshape(w.shape)
                    for w in old
                ]
            )
        return compile_(self, *args, **kwargs)

    kind.compile = compiled


def run(script, into, of_tensorflow=False):
    api = tf.keras if of_tensorflow else keras
    api.backend.clear_session()
    space = {"__name__": "__main__", "__file__": script}
    with open(script) as stream:
        source = stream.read()
    name = os.path.basename(script)[:-3]
    if of_tensorflow:
        source = IMPORT.sub(r"\1 tensorflow.keras", source)
        name = "tf_" + name
    exec(compile(source, script, "exec"), space)
    for key, value in space.items():
        if not key.startswith("_"):
            kept(name + "/" + key, value, into)


def main(out, names):
    one_sign()
    if tf.__version__.startswith("1.") and hasattr(keras.optimizers, "TFOptimizer"):
        read_before_raised()
    every = sorted(n for n in os.listdir(HERE) if n[:1].isdigit() and n.endswith(".py"))
    ramped()
    found, failed = {}, 0
    runs = [(script[:-3], False) for script in every]
    runs += [(script, True) for script in OF_TENSORFLOW]
    for script, of_tensorflow in runs:
        name = "tf_" + script if of_tensorflow else script
        if names and name not in names:
            continue
        before = len(found)
        try:
            run(os.path.join(HERE, script + ".py"), found, of_tensorflow)
        except Exception:
            traceback.print_exc()
            failed += 1
            found[name + "/failed"] = np.array(traceback.format_exc())
        print(name, len(found) - before, "values", flush=True)
    np.savez_compressed(out, **found)
    sys.exit(failed)


main(sys.argv[1], sys.argv[2:])
