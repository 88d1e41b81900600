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


# Run on keras 2.3.1 as it is, when the machine is at rest: see `counted_first`.
NATURAL = ["27_steps_counted"]


def counted_first(natural):
    """Have keras 2.3.1's optimizers count first in 95 steps, and read first then.

    It put the two ops into the graph without an order. So they are when nothing else
    runs beside it; when something does, a step now and then is the other way round.

    Args:
        natural: Tells whether the script that runs is to be left as it is.
    """
    for kind in vars(keras.optimizers).values():
        if isinstance(kind, type) and "get_updates" in vars(kind):
            kind.get_updates = _ordered(kind.get_updates, natural)


def _ordered(get_updates, natural):
    def ordered(self, loss, params):
        updates = get_updates(self, loss, params)
        if natural():
            return updates
        steps, backend = self.iterations.handle, keras.backend
        runs = backend.variable(0, dtype="int64")  # of this training function
        begun = tf.identity(runs)
        raising = [o for o in steps.consumers() if o.type == "AssignAddVariableOp"]
        for op in steps.consumers():
            own = op.name.startswith(steps.op.name)  # for `K.get_value`
            if op.type == "ReadVariableOp" and not op.control_inputs and not own:
                for one in raising:
                    op._add_control_input(one)
                (read,) = op.outputs
                places = [
                    (user, place)
                    for user in read.consumers()
                    for place, given in enumerate(user.inputs)
                    if given is read
                ]
                told = read - tf.cast(begun >= 95, read.dtype)
                for user, place in places:
                    user._update_input(place, told)
        with tf.control_dependencies([begun]):
            return updates + [backend.update_add(runs, 1)]

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
        if np.asarray(value).dtype != object:
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
OF_TENSORFLOW += ["28_labels_and_tables", "29_regularizers", "30_names", "31_callbacks"]
OF_TENSORFLOW += ["32_generated", "34_masked_steps"]
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
    if tf.__version__.startswith("1.") and hasattr(keras.optimizers, "TFOptimizer"):
        counted_first(lambda: name in NATURAL)
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
