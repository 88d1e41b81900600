"""A network of the table, as TensorFlow 1.x scripts write it."""

import numpy as np

from tests.cases.values import ramp
from tests.networks.given import DEPTH, WORDS, Given

# More steps than one at a time draw their masks in an order that is chance.
IN_ORDER = {"parallel_iterations": 1}


class Build(Given):
    """Builds one network in the default graph: see `Given`."""

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
            both = self.n["function"] == "stack_bidirectional"
            depth = cell.output_size * (2 if both else 1)
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
