"""A network of the table, as TensorFlow 1.x scripts write it.

Runs on TensorFlow 1.15.5 (Python 3.7) and, under the facade, on TensorFlow 2:

    python build.py NETWORKS.json OUT.npz
"""

import collections
import json
import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
from tests.cases.goldens import save
from tests.cases.running import op_count
from tests.cases.values import ramp

DEPTH, WORDS, BATCH = 5, 6, 3
TIMES = {"known": 4, "unknown": 4, "none": 0, "one": 1, "long": 17}
WRITTEN_OUT = ("static", "static_bidirectional", "state_saving")


# More steps than one at a time draw their masks in an order that is chance.
IN_ORDER = {"parallel_iterations": 1}


class Build:
    """Builds one network in the default graph.

    Args:
        tf: TensorFlow 1.15.5, or the facade.
        network: From factor to value.
    """

    def __init__(self, tf, network):
        self.tf, self.n = tf, network
        self.dtype = getattr(tf, network["dtype"])
        self.batch = 1 if network["batch"] == "one" else BATCH
        self.time = TIMES[network["time"]]
        self.feeds = {}
        self.keeps = []
        self.embeddings = []

    def array(self, shape, start):
        return ramp(shape, start, self.n["dtype"])

    def fed(self, array, shape, dtype=None):
        """A placeholder, and what it is fed."""
        made = self.tf.placeholder(dtype or self.dtype, shape)
        self.feeds[made] = array
        return made

    def open(self, *rest):
        """The static shape of `[batch, time, …]`, as open as it is drawn."""
        batch = None if self.n["batch"] == "unknown" else self.batch
        time = None if self.n["time"] == "unknown" else self.time
        return [batch, time] + list(rest)

    def rough(self):
        """A shape to give to what has none, open in one axis at most."""
        batch, time, depth = self.open(DEPTH)
        return [self.batch if time is None else batch, time, depth]

    def inputs(self):
        """`[batch, time, depth]`, or time-major."""
        tf, kind = self.tf, self.n["inputs"]
        shape = [self.batch, self.time]
        numbers = np.arange(shape[0] * shape[1]).reshape(shape) % WORDS
        if kind == "embedding":
            table = tf.get_variable("table", [WORDS, DEPTH], self.dtype)
            self.embeddings.append(table)
            x = tf.nn.embedding_lookup(table, self.fed(numbers, self.open(), tf.int32))
        elif kind == "one_hot":
            words = self.fed(numbers, self.open(), tf.int32)
            x = tf.one_hot(words, WORDS, dtype=self.dtype)
        elif kind == "unknown_rank":
            x = self.fed(self.array(shape + [DEPTH], 1), None)
            x = tf.reshape(x, [-1 if d is None else d for d in self.rough()])
        else:
            x = self.fed(self.array(shape + [DEPTH], 1), self.open(DEPTH))
        if kind == "network":
            with tf.variable_scope("below"):
                x, _ = tf.nn.dynamic_rnn(
                    tf.nn.rnn_cell.GRUCell(DEPTH), x, dtype=self.dtype
                )
        return tf.transpose(x, [1, 0, 2]) if self.n["major"] else x

    def lengths(self):
        """Of each sequence, or None."""
        tf, kind = self.tf, self.n["lengths"]
        values = np.arange(self.batch) * 2 % (self.time + 1)
        values[0] = max(self.time - 1, 0)
        if kind == "none":
            return None
        if kind == "list":
            return [int(v) for v in values]
        if kind == "constant":
            return tf.constant(values, tf.int32)
        if kind == "zero":
            values = values * 0
        if kind == "longer":
            values = values + self.time
        if kind == "shapeless":
            return self.fed(values, None, tf.int32)
        dtype = tf.int64 if kind == "int64" else tf.int32
        known = self.n["batch"] != "unknown"
        return self.fed(values, [self.batch if known else None], dtype)

    def keep(self, kind):
        tf = self.tf
        if kind in ("one", "number"):
            return {"one": 1.0, "number": 0.8}[kind]
        if kind == "variable":
            self.keeps.append(
                tf.get_variable(
                    "keep_%d" % len(self.keeps),
                    [],
                    self.dtype,
                    tf.constant_initializer(0.75),
                    trainable=self.n["gradient"] == "of_keep",
                )
            )
            return self.keeps[-1]
        if kind == "default":
            return tf.placeholder_with_default(np.array(0.7, self.n["dtype"]), [])
        shape = () if kind == "scalar" else None
        fed = self.fed(np.array(0.6, self.n["dtype"]), shape)
        return tf.minimum(fed * 1.25, 1.0) if kind == "expression" else fed

    def one(self, layer):
        """A cell without wrappers."""
        tf, rnn, kind = self.tf, self.tf.nn.rnn_cell, self.n["cell"]
        width = [4, 3, 5][layer] if self.n["units"] == "few" else [40, 34, 36][layer]
        if self.n["wrappers"] in ("residual", "outside"):
            width = WORDS if self.n["inputs"] == "one_hot" else DEPTH
        return {
            "basic_lstm": lambda: rnn.BasicLSTMCell(width, forget_bias=0.5),
            "lstm": lambda: rnn.LSTMCell(width),
            "gru": lambda: rnn.GRUCell(width),
            "rnn": lambda: rnn.BasicRNNCell(width),
            "relu": lambda: rnn.BasicRNNCell(width, activation=tf.nn.relu),
            "peepholes": lambda: rnn.LSTMCell(width, use_peepholes=True),
            "projected": lambda: rnn.LSTMCell(width, num_proj=width),
        }[kind]()

    def wrapped(self, cell, depth):
        tf, kind = self.tf, self.n["wrappers"]
        if kind == "residual":
            cell = tf.nn.rnn_cell.ResidualWrapper(cell)
        if kind == "device":
            cell = tf.nn.rnn_cell.DeviceWrapper(cell, "/cpu:0")
        options = {
            "input_keep_prob": self.keep(self.n["keep_in"]),
            "output_keep_prob": self.keep(self.n["keep_out"]),
            "state_keep_prob": self.keep(self.n["keep_state"]),
        }
        if kind == "variational":
            options.update(
                variational_recurrent=True, input_size=depth, dtype=self.dtype
            )
        cell = tf.nn.rnn_cell.DropoutWrapper(cell, **options)
        if kind == "nested":
            cell = tf.nn.rnn_cell.DropoutWrapper(cell, output_keep_prob=0.9)
        if kind == "outside":
            cell = tf.nn.rnn_cell.ResidualWrapper(cell)
        return cell

    def layers(self, depth):
        """The cells of all layers."""
        cells = []
        for layer in range(self.n["layers"]):
            cell = self.one(layer)
            if self.n["wrappers"] not in ("none", "around"):
                cell = self.wrapped(cell, depth)
            depth = cell.output_size
            cells.append(cell)
        return cells

    def cell(self, depth):
        """One cell, all layers in it."""
        cells = self.layers(depth)
        cell = cells[0]
        if len(cells) > 1:
            cell = self.tf.nn.rnn_cell.MultiRNNCell(cells)
        around = self.n["wrappers"] in ("around", "both")
        return self.wrapped(cell, depth) if around else cell

    def first(self, cell, x, which=0):
        """A first state, or None."""
        tf, kind, nest = self.tf, self.n["initial"], self.tf.contrib.framework.nest
        if kind == "none":
            return None
        rows = tf.shape(x)[1 if self.n["major"] else 0]
        if kind == "zero":
            return cell.zero_state(rows, self.dtype)
        sizes = [int(size) for size in nest.flatten(cell.state_size)]
        parts = []
        for index, size in enumerate(sizes):
            array = self.array([self.batch, size], 5 + index)
            if kind == "placeholder":
                batch = None if self.n["batch"] == "unknown" else self.batch
                parts.append(self.fed(array, [batch, size]))
            elif kind == "variable":
                name = "first_%d_%d" % (index, len(tf.global_variables()))
                parts.append(tf.get_variable(name, initializer=array))
            else:
                with tf.variable_scope("encoder_%d_%d" % (which, index)):
                    _, state = tf.nn.dynamic_rnn(
                        tf.nn.rnn_cell.GRUCell(size),
                        x,
                        dtype=self.dtype,
                        time_major=self.n["major"],
                    )
                parts.append(state)
        return nest.pack_sequence_as(cell.state_size, parts)

    def run(self, x, lengths, scope=None, cells=None):
        """Outputs and state of the function that was drawn."""
        tf, function, dtype = self.tf, self.n["function"], self.dtype
        depth = WORDS if self.n["inputs"] == "one_hot" else DEPTH
        if function == "stack_bidirectional":
            outputs, forward, backward = tf.contrib.rnn.stack_bidirectional_dynamic_rnn(
                self.layers(depth),
                self.layers(depth),
                x,
                dtype=dtype,
                sequence_length=lengths,
                scope=scope,
                **IN_ORDER,
            )
            return outputs, (forward, backward)
        cells = cells or [self.cell(depth)]
        if function.endswith("bidirectional") and len(cells) == 1:
            cells.append(self.cell(depth))
        self.cells = cells
        if function == "dynamic":
            return tf.nn.dynamic_rnn(
                cells[0],
                x,
                lengths,
                self.first(cells[0], x),
                dtype,
                time_major=self.n["major"],
                scope=scope,
                **IN_ORDER,
            )
        if function == "bidirectional":
            outputs, states = tf.nn.bidirectional_dynamic_rnn(
                cells[0],
                cells[1],
                x,
                lengths,
                self.first(cells[0], x),
                self.first(cells[1], x, 1),
                dtype,
                time_major=self.n["major"],
                scope=scope,
                **IN_ORDER,
            )
            return tf.concat(outputs, 2), states
        steps = tf.unstack(x, self.time, 1)
        if function == "static":
            outputs, state = tf.nn.static_rnn(
                cells[0], steps, self.first(cells[0], x), dtype, lengths, scope
            )
        elif function == "static_bidirectional":
            outputs, forward, backward = tf.nn.static_bidirectional_rnn(
                cells[0],
                cells[1],
                steps,
                self.first(cells[0], x),
                self.first(cells[1], x, 1),
                dtype,
                lengths,
                scope,
            )
            state = forward, backward
        else:
            outputs, state = self.saving(cells[0], steps, lengths, scope)
        return tf.stack(outputs, 1), state

    def saving(self, cell, steps, lengths, scope):
        tf, nest, batch = self.tf, self.tf.contrib.framework.nest, self.batch
        dtype = self.n["dtype"]

        class Saver:
            def state(self, name):
                size = sizes[int(name)]
                return tf.constant(ramp([batch, size], 3 + int(name), dtype))

            def save_state(self, name, value):
                return tf.identity(value, "saved_" + name)

        sizes = [int(size) for size in nest.flatten(cell.state_size)]
        names = [str(i) for i in range(len(sizes))]
        if len(names) > 1:
            names = nest.pack_sequence_as(cell.state_size, names)
        else:
            names = names[0]
        return tf.nn.static_state_saving_rnn(
            cell, steps, Saver(), names, lengths, scope
        )

    def whole(self):
        """Outputs `[batch, time, …]` and state, inside what was drawn."""
        tf, inside = self.tf, self.n["inside"]
        x, lengths = self.inputs(), self.lengths()
        with tf.variable_scope("made"):
            if inside == "device":
                with tf.device("/cpu:0"):
                    return self.scoped(x, lengths)
            if inside == "control":
                counted = tf.get_variable("counted", [], tf.int32, trainable=False)
                with tf.control_dependencies([counted.assign_add(1)]):
                    return self.scoped(x, lengths)
            if inside == "nothing":
                return self.scoped(x, lengths)
            return self.in_body(inside, x, lengths)

    def in_body(self, inside, x, lengths):
        """Once outside, for the variables; then what it gives inside, flat."""
        tf = self.tf
        outputs, state = self.scoped(x, lengths)
        flat_state = tf.contrib.framework.nest.flatten(state)
        cells = getattr(self, "cells", None)

        def again(x):
            with tf.variable_scope(tf.get_variable_scope(), reuse=True):
                kept, self.keeps = self.keeps, []
                outputs, _ = self.scoped(x, lengths, cells)
                self.keeps = kept
            return outputs

        if inside == "cond":
            yes = self.fed(np.array(True), [], tf.bool)
            outputs = tf.cond(yes, lambda: again(x), lambda: tf.zeros_like(outputs))
        elif inside == "while":
            scale = tf.while_loop(
                lambda i, s: i < 2,
                lambda i, s: (i + 1, s + tf.reduce_mean(again(x * s))),
                [0, tf.constant(1.0, self.dtype)],
                **IN_ORDER,
            )[1]
            outputs = outputs * scale
        elif inside == "map_fn":
            more = tf.map_fn(again, tf.stack([x, x * 2]), dtype=self.dtype, **IN_ORDER)
            outputs = outputs + more[1]
        else:
            body = tf.function(again) if hasattr(tf, "function") else again
            outputs = outputs + body(x)
        return outputs, flat_state

    def scoped(self, x, lengths, cells=None):
        tf, kind = self.tf, self.n["scope"]
        if kind == "scope":
            with tf.variable_scope("named"):
                return self.run(x, lengths, "own", cells)
        if kind == "reuse":
            with tf.variable_scope("twice", reuse=tf.AUTO_REUSE):
                self.run(x, lengths, None, cells)
                return self.run(x, lengths, None, cells)
        if kind == "shared":
            depth = WORDS if self.n["inputs"] == "one_hot" else DEPTH
            cells = cells or [self.cell(depth)]
            with tf.variable_scope("both", reuse=tf.AUTO_REUSE):
                one, _ = self.run(x, lengths, None, list(cells))
                two, state = self.run(x, lengths, None, list(cells))
            return one + two, state
        return self.run(x, lengths, None, cells)

    def used(self, outputs, state):
        """The tensors that the loss depends on."""
        nest, kind = self.tf.contrib.framework.nest, self.n["used"]
        parts = nest.flatten(state)
        if kind == "outputs":
            return [outputs]
        if kind == "last":
            return [outputs[-1] if self.n["major"] else outputs[:, -1]]
        if kind == "one_layer":
            return parts[:1]
        return parts if kind == "state" else [outputs] + parts


def losses(tf, tensors):
    """A loss of tensors, each with a weight of its own."""
    return [
        tf.reduce_mean(tf.square(tf.cast(t, tf.float32) - 0.1 * (i + 1)))
        for i, t in enumerate(tensors)
    ]


OPTIMIZERS = {
    "GradientDescent": {},
    "Momentum": {"momentum": 0.9},
}


def of_slopes(tf, slopes, wanted, seen):
    """Gradients of gradients; where 1.15 has none, of a loop, the first ones stay."""
    there = [slope for slope in slopes if slope is not None]
    total = sum(tf.reduce_sum(tf.square(tf.convert_to_tensor(s))) for s in there)
    try:
        with tf.control_dependencies(None):  # an error leaves the loop, too
            return tf.gradients(total, wanted)
    except TypeError as refused:
        seen["text/second"] = np.array(str(refused))
        return slopes


def gradients(tf, build, loss, tensors, variables, seen):
    """What was drawn of gradients: name → tensor, and what trains."""
    kind, found = build.n["gradient"], collections.OrderedDict()
    if kind == "none":
        return found, None
    inputs = [t for t in build.feeds if t.dtype.is_floating and t.shape.rank]
    if kind in ("stopped", "second"):
        slopes = tf.gradients(
            loss, inputs + variables, stop_gradients=tensors[:1] * (kind == "stopped")
        )
        if kind == "second":
            slopes = of_slopes(tf, slopes, inputs + variables, seen)
        names = [v.name for v in inputs + variables]
        for name, slope in zip(names, slopes):
            if slope is not None:
                found[name] = tf.convert_to_tensor(slope)
        return found, None
    name = build.n["optimizer"] + "Optimizer"
    options, counter = OPTIMIZERS.get(build.n["optimizer"], {}), None
    if name.startswith("AdagradDA"):
        counter = tf.train.get_or_create_global_step()
        options = {"global_step": counter}
    optimizer = getattr(tf.train, name)(0.05, **options)
    if kind == "two":
        half = losses(tf, tensors[:1])[0]
        more = tf.gradients(half * 3.0, variables)
        for variable, slope in zip(variables, more):
            if slope is not None:
                found["two/" + variable.name] = tf.convert_to_tensor(slope)
    pairs = [(g, v) for g, v in optimizer.compute_gradients(loss) if g is not None]
    for slope, variable in pairs:
        found[variable.name] = tf.convert_to_tensor(slope)
    if kind == "clipped":
        clipped, _ = tf.clip_by_global_norm([g for g, _ in pairs], 0.1)
        pairs = [(g, v) for g, (_, v) in zip(clipped, pairs)]
    return found, optimizer.apply_gradients(pairs, counter)


def record(tf, network):
    """Build and run a network: a dict of arrays, or of the error it ends in."""
    seen = {}
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(7)
        try:
            _record(tf, Build(tf, network), graph, seen)
        except Exception as raised:
            if os.environ.get("NETWORKS_RAISE"):
                raise
            seen = {"text/error": np.array(type(raised).__name__)}
    return seen


def _record(tf, build, graph, seen):
    outputs, state = build.whole()
    tensors = build.used(outputs, state)
    parts = [outputs] + tf.contrib.framework.nest.flatten(state)
    for index, part in enumerate(parts):
        seen["text/shape_%d" % index] = np.array(str(part.shape))
        seen["text/name_%d" % index] = np.array(part.name)
    seen["count/forward"] = np.array(op_count(tf))
    loss = tf.add_n(losses(tf, tensors))
    variables = tf.trainable_variables()
    slopes, train = gradients(tf, build, loss, tensors, variables, seen)
    seen["count/backward"] = np.array(op_count(tf))
    names = " ".join(op.name for op in graph.get_operations())
    seen["names/ops"] = np.array(names)
    config = tf.ConfigProto(
        intra_op_parallelism_threads=1, inter_op_parallelism_threads=1
    )
    with tf.Session(config=config) as session:
        session.run(tf.global_variables_initializer())
        variables = {v.name: v for v in tf.trainable_variables()}
        for name, value in session.run(variables).items():
            seen["initial/" + name] = value
        values, slopes = session.run([parts, slopes], build.feeds)
        for index, value in enumerate(values):
            seen["output/%d" % index] = value
        for name, value in slopes.items():
            seen["gradient/" + name] = value
        if train is not None:
            for step in range(3):
                found = session.run([loss, train], build.feeds)[0]
                seen["loss/%d" % step] = found
            for name, value in session.run(variables).items():
                seen["after/" + name] = value


def main():
    import tensorflow as tf

    tf.logging.set_verbosity(tf.logging.ERROR)
    with open(sys.argv[1]) as file:
        networks = json.load(file)
    seen = {}
    for index, network in enumerate(networks):
        for key, value in record(tf, network).items():
            seen["%d|%s" % (index, key)] = value
    save(sys.argv[2], seen)


if __name__ == "__main__":
    main()
