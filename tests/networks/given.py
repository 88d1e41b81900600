"""What a drawn network is given: inputs, lengths, probabilities of dropout."""

import numpy as np

from tests.cases.values import ramp

DEPTH, WORDS, BATCH = 5, 6, 3
TIMES = {"known": 4, "unknown": 4, "none": 0, "one": 1, "long": 17}


class Given:
    """What one network is given.

    Args:
        tf: TensorFlow 1.15.5, or the facade.
        network: From factor to value.

    Attributes:
        feeds: What each placeholder is fed.
    """

    def __init__(self, tf, network):
        self.tf, self.n = tf, network
        self.dtype = getattr(tf, network["dtype"])
        self.batch = 1 if network["batch"] == "one" else BATCH
        self.time = TIMES[network["time"]]
        self.feeds = {}
        self.keeps = []

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
