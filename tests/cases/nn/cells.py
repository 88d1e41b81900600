"""Cells and wrappers, one step or a few: what each argument does."""

import numpy as np
import tensorflow as tf

from tests.cases.registry import family

case = family(
    __name__,
    "squares",
    output=1e-6,
    gradient=1e-6,
    whole=True,
    why="float32: sums are taken in another order on another processor",
)

rnn = tf.contrib.rnn
STEPS = 3


def inputs(batch=2, steps=STEPS, size=3, dtype=np.float32):
    """Give inputs [batch, steps, size] in which no two values are alike."""
    count = batch * steps * size
    values = (np.arange(count) * 5 % 17 - 8) / 10 + np.arange(count) / 1000
    return tf.constant(values.reshape(batch, steps, size).astype(dtype))


def flat(**parts):
    """Name the tensors of nested outputs and states: label, label/0, label/1/0, …"""

    def walk(label, part):
        if isinstance(part, (tuple, list)):
            for index, inner in enumerate(part):
                yield from walk(label + "/" + str(index), inner)
        elif part is not None:
            yield label, tf.identity(part)

    return dict(pair for label, part in parts.items() for pair in walk(label, part))


def unrolled(make, **given):
    """A case that runs a cell for some steps with dynamic_rnn.

    One step at a time: else random masks are drawn in whatever order threads run.
    """

    def build():
        outputs, state = tf.nn.dynamic_rnn(
            make(),
            inputs(**given),
            dtype=tf.as_dtype(given.get("dtype", np.float32)),
            parallel_iterations=1,
        )
        return flat(outputs=outputs, state=state)

    return build


def one_step(make):
    """A case that calls a cell once, on the zero state."""

    def build():
        cell = make()
        state = cell.zero_state(2, tf.float32)
        output, after = cell(inputs()[:, 0], state)
        return flat(zero=state, output=output, after=after)

    return build


def seeded(wrap):
    """A case of a wrapper around a cell of 4 units."""
    return unrolled(lambda: wrap(rnn.BasicLSTMCell(4)))


class Leaky(rnn.RNNCell):
    """A user's own cell: half the old state, half the input times a kernel."""

    def __init__(self, size):
        super().__init__()
        self._size = size

    @property
    def state_size(self):
        return self._size

    @property
    def output_size(self):
        return self._size

    def call(self, inputs, state):
        shape = [inputs.shape[1].value, self._size]
        kernel = tf.get_variable("kernel", shape)
        new = 0.5 * state + 0.5 * tf.matmul(inputs, kernel)
        return tf.tanh(new), new


class OldLeaky(rnn.RNNCell):
    """The same as scripts of 2016 wrote it: __call__ with a scope of its own."""

    state_size = 3
    output_size = 3

    def __call__(self, inputs, state, scope=None):
        with tf.variable_scope(scope or type(self).__name__):
            new = 0.5 * state + tf.layers.dense(inputs, 3)
            return new, new


def shared_cell():
    """One cell, called twice: one kernel."""
    cell = rnn.GRUCell(4)
    state = cell.zero_state(2, tf.float32)
    first, state = cell(inputs()[:, 0], state)
    second, state = cell(inputs()[:, 1], state)
    return flat(first=first, second=second)


def two_cells_one_scope():
    """A second cell of the same name gets variables of its own name or fails."""
    state = tf.zeros([2, 4])
    a, _ = rnn.GRUCell(4)(inputs()[:, 0], state)
    b, _ = rnn.GRUCell(4)(inputs()[:, 0], state)
    return flat(a=a, b=b)


def reused():
    with tf.variable_scope("net"):
        a, _ = tf.nn.dynamic_rnn(rnn.BasicRNNCell(4), inputs(), dtype=tf.float32)
    with tf.variable_scope("net", reuse=True):
        cell = rnn.BasicRNNCell(4)
        b, _ = tf.nn.dynamic_rnn(cell, inputs() * 2, dtype=tf.float32)
    return flat(a=a, b=b)


def second_without_reuse():
    for _ in range(2):
        tf.nn.dynamic_rnn(rnn.BasicRNNCell(4), inputs(), dtype=tf.float32)


def state_tuple():
    state = rnn.LSTMStateTuple(c=tf.constant([[1.0]]), h=tf.constant([[2.0]]))
    assert state.dtype == tf.float32 and state == (state.c, state.h)
    return flat(state=state)


def nested_zero_state():
    cell = rnn.MultiRNNCell([rnn.GRUCell(2), rnn.BasicLSTMCell(3)])
    return flat(
        state=cell.zero_state(2, tf.float32),
        sizes=[tf.constant(cell.output_size), tf.constant(cell.state_size[1].h)],
    )


def stacked():
    return rnn.MultiRNNCell([rnn.BasicLSTMCell(4), rnn.GRUCell(3)])


def lstm(**given):
    return lambda: rnn.LSTMCell(4, **given)


CELLS = [
    ("BasicRNNCell", unrolled(lambda: rnn.BasicRNNCell(4))),
    ("BasicRNNCell relu", unrolled(lambda: rnn.BasicRNNCell(4, activation=tf.nn.relu))),
    ("BasicRNNCell by name", unrolled(lambda: rnn.BasicRNNCell(4, activation="relu"))),
    ("BasicRNNCell one step", one_step(lambda: rnn.BasicRNNCell(4))),
    ("BasicLSTMCell", unrolled(lambda: rnn.BasicLSTMCell(4))),
    ("BasicLSTMCell batch 1", unrolled(lambda: rnn.BasicLSTMCell(4), batch=1)),
    ("BasicLSTMCell time 1", unrolled(lambda: rnn.BasicLSTMCell(4), steps=1)),
    (
        "BasicLSTMCell float64",
        unrolled(lambda: rnn.BasicLSTMCell(4, dtype=tf.float64), dtype=np.float64),
    ),
    ("BasicLSTMCell no forget bias", unrolled(lambda: rnn.BasicLSTMCell(4, 0.0))),
    (
        "BasicLSTMCell one state",
        unrolled(lambda: rnn.BasicLSTMCell(4, state_is_tuple=False)),
    ),
    (
        "BasicLSTMCell relu",
        one_step(lambda: rnn.BasicLSTMCell(4, activation=tf.nn.relu, name="mine")),
    ),
    ("GRUCell", unrolled(lambda: rnn.GRUCell(4))),
    (
        "GRUCell initializers",
        unrolled(
            lambda: rnn.GRUCell(
                4,
                kernel_initializer=tf.random_uniform_initializer(-0.3, 0.3),
                bias_initializer=tf.constant_initializer(0.5),
            )
        ),
    ),
    ("GRUCell float64", unrolled(lambda: rnn.GRUCell(4), dtype=np.float64)),
    ("LSTMCell", unrolled(lstm())),
    ("LSTMCell peepholes", unrolled(lstm(use_peepholes=True))),
    ("LSTMCell projection", unrolled(lstm(num_proj=2))),
    ("LSTMCell clips", unrolled(lstm(cell_clip=0.2, num_proj=2, proj_clip=0.05))),
    (
        "LSTMCell all",
        unrolled(
            lstm(
                use_peepholes=True,
                cell_clip=0.5,
                num_proj=3,
                forget_bias=0.3,
                initializer=tf.truncated_normal_initializer(stddev=0.2),
                activation=tf.nn.relu,
            )
        ),
    ),
    ("LSTMCell one state", unrolled(lstm(state_is_tuple=False, num_proj=2))),
    ("LSTMCell one step", one_step(lstm(name="mine", reuse=tf.AUTO_REUSE))),
    ("LSTMStateTuple", state_tuple),
    (
        "LSTMStateTuple two dtypes",
        lambda: rnn.LSTMStateTuple(tf.zeros([1]), tf.zeros([1], tf.float64)).dtype,
    ),
    ("RNNCell of a user", unrolled(lambda: Leaky(4))),
    ("RNNCell of 2016", unrolled(OldLeaky)),
    ("RNNCell called twice", shared_cell),
    ("RNNCell two of a name", two_cells_one_scope),
    ("RNNCell reused", reused),
    ("RNNCell not reused", second_without_reuse),
    ("MultiRNNCell", unrolled(stacked)),
    ("MultiRNNCell zero_state", nested_zero_state),
    (
        "MultiRNNCell one state",
        unrolled(
            lambda: rnn.MultiRNNCell(
                [rnn.GRUCell(4), rnn.GRUCell(3)], state_is_tuple=False
            )
        ),
    ),
    ("MultiRNNCell no cells", lambda: rnn.MultiRNNCell([])),
    ("MultiRNNCell not a list", lambda: rnn.MultiRNNCell(rnn.GRUCell(2))),
    (
        "MultiRNNCell one cell twice",
        unrolled(lambda: rnn.MultiRNNCell([rnn.GRUCell(3)] * 2)),
    ),
    (
        "DropoutWrapper",
        seeded(lambda cell: rnn.DropoutWrapper(cell, 0.7, 0.6, 0.8, seed=5)),
    ),
    ("DropoutWrapper no seed", seeded(lambda cell: rnn.DropoutWrapper(cell, 0.7, 0.6))),
    ("DropoutWrapper keeps all", seeded(lambda cell: rnn.DropoutWrapper(cell))),
    (
        "DropoutWrapper variational",
        seeded(
            lambda cell: rnn.DropoutWrapper(
                cell,
                input_keep_prob=0.7,
                output_keep_prob=0.6,
                state_keep_prob=0.8,
                variational_recurrent=True,
                input_size=3,
                dtype=tf.float32,
            )
        ),
    ),
    (
        "DropoutWrapper fed",
        seeded(
            lambda cell: rnn.DropoutWrapper(cell, output_keep_prob=tf.constant(0.5))
        ),
    ),
    ("DropoutWrapper bad", seeded(lambda cell: rnn.DropoutWrapper(cell, 1.5))),
    ("DropoutWrapper not a cell", lambda: rnn.DropoutWrapper("cell")),
    ("ResidualWrapper", unrolled(lambda: rnn.ResidualWrapper(rnn.GRUCell(3)))),
    (
        "ResidualWrapper function",
        unrolled(
            lambda: rnn.ResidualWrapper(
                rnn.GRUCell(3), residual_fn=lambda i, o: 2.0 * i - o
            )
        ),
    ),
    ("ResidualWrapper sizes", unrolled(lambda: rnn.ResidualWrapper(rnn.GRUCell(4)))),
    ("DeviceWrapper", unrolled(lambda: rnn.DeviceWrapper(stacked(), "/cpu:0"))),
]
case.table(CELLS)
