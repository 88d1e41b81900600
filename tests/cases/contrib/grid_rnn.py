"""Cases for tf.contrib.grid_rnn: cells along the axes of a grid."""

from tests.cases.contrib.rnn.cells import start
from tests.cases.contrib.rnn.over_time import BATCH, UNITS
from tests.cases.registry import family
from tests.cases.values import error, given

case = family(__name__)

DEPTH = 4


def states(tf, size, begin=2):
    """Ramps in the structure of a state size."""
    leaves = tf.contrib.framework.nest.flatten(size)
    made = [given(tf, [BATCH, n], begin + i) for i, n in enumerate(leaves)]
    return tf.contrib.framework.nest.pack_sequence_as(size, made)


def step(tf, cell, depth=DEPTH):
    with tf.variable_scope("around", initializer=start(tf)):
        outputs, state = cell(given(tf, [BATCH, depth]), states(tf, cell.state_size))
    return {
        "outputs": outputs,
        "state": state,
        "output_size": cell.output_size,
        "state_size": cell.state_size,
    }


@case
def grid1_rnn(tf):
    return step(tf, tf.contrib.grid_rnn.Grid1BasicRNNCell(UNITS))


@case
def grid1_basic_lstm(tf):
    return step(tf, tf.contrib.grid_rnn.Grid1BasicLSTMCell(UNITS, forget_bias=0.3))


@case
def grid1_lstm(tf):
    cell = tf.contrib.grid_rnn.Grid1LSTMCell(UNITS, use_peepholes=True)
    return step(tf, cell)


@case
def grid2_rnn(tf):
    return step(tf, tf.contrib.grid_rnn.Grid2BasicRNNCell(UNITS))


@case
def grid2_rnn_tied(tf):
    return step(tf, tf.contrib.grid_rnn.Grid2BasicRNNCell(UNITS, tied=True))


@case
def grid2_basic_lstm_tied(tf):
    return step(tf, tf.contrib.grid_rnn.Grid2BasicLSTMCell(UNITS, tied=True))


@case
def grid2_basic_lstm_tanh(tf):
    cell = tf.contrib.grid_rnn.Grid2BasicLSTMCell(UNITS, non_recurrent_fn=tf.tanh)
    return step(tf, cell)


@case
def grid2_gru_relu(tf):
    cell = tf.contrib.grid_rnn.Grid2GRUCell(UNITS, non_recurrent_fn=tf.nn.relu)
    return step(tf, cell)


@case
def grid2_lstm_flat(tf):
    cell = tf.contrib.grid_rnn.Grid2LSTMCell(
        UNITS, use_peepholes=True, state_is_tuple=False, output_is_tuple=False
    )
    return step(tf, cell)


@case
def grid3_lstm(tf):
    return step(tf, tf.contrib.grid_rnn.Grid3LSTMCell(UNITS, forget_bias=0.5))


@case
def grid3_lstm_tied(tf):
    return step(tf, tf.contrib.grid_rnn.Grid3LSTMCell(UNITS, tied=True))


@case
def grid_inputs_at_two(tf):
    cell = tf.contrib.grid_rnn.GridRNNCell(
        UNITS,
        num_dims=3,
        input_dims=[0, 2],
        output_dims=[1, 2],
        priority_dims=[1],
        non_recurrent_dims=[2],
        non_recurrent_fn=tf.tanh,
        cell_fn=tf.nn.rnn_cell.GRUCell,
    )
    return step(tf, cell)


@case
def grid_priority_of_the_last(tf):
    cell = tf.contrib.grid_rnn.GridRNNCell(
        UNITS, num_dims=3, input_dims=1, output_dims=[0, 2, 1], priority_dims=[2, 0]
    )
    return step(tf, cell)


@case
def grid_priority_tied(tf):
    cell = tf.contrib.grid_rnn.GridRNNCell(
        UNITS, num_dims=3, input_dims=(0, 2), output_dims=0, priority_dims=0, tied=True
    )
    return step(tf, cell)


@case
def grid_without_state(tf):
    cell = tf.contrib.grid_rnn.GridRNNCell(
        UNITS, input_dims=0, output_dims=0, non_recurrent_dims=0
    )
    return step(tf, cell)


@case
def grid_without_output(tf):
    cell = tf.contrib.grid_rnn.GridRNNCell(
        UNITS, num_dims=2, input_dims=0, non_recurrent_dims=0
    )
    return step(tf, cell)


@case
def grid_over_time(tf):
    cell = tf.contrib.grid_rnn.Grid2LSTMCell(UNITS)
    xs = [given(tf, [BATCH, DEPTH], 5 + i) for i in range(3)]
    with tf.variable_scope("around", initializer=start(tf)):
        outputs, state = tf.nn.static_rnn(cell, xs, dtype=tf.float32)
    return {"outputs": outputs, "state": state}


@case
def grid_batch_unknown(tf):
    cell = tf.contrib.grid_rnn.Grid2BasicLSTMCell(UNITS)
    x = tf.placeholder_with_default(given(tf, [BATCH, DEPTH]), [None, DEPTH])
    outputs, state = cell(x, cell.zero_state(tf.shape(x)[0], tf.float32))
    return {"outputs": outputs, "state": state}


@case
def grid_seed(tf):
    """Weights that are drawn, all of them."""
    cell = tf.contrib.grid_rnn.Grid2LSTMCell(UNITS)
    outputs, state = cell(given(tf, [1, DEPTH]), cell.zero_state(1, tf.float32))
    return {"outputs": outputs, "state": state}


@case
def grid_double(tf):
    cell = tf.contrib.grid_rnn.Grid2BasicRNNCell(UNITS)
    outputs, state = cell(
        given(tf, [BATCH, DEPTH], dtype="float64"), cell.zero_state(BATCH, tf.float64)
    )
    return {"outputs": outputs, "state": state}


@case
def grid_errors(tf):
    grid = tf.contrib.grid_rnn.GridRNNCell
    twice = tf.contrib.grid_rnn.Grid2BasicRNNCell(UNITS)
    zeros = tf.zeros([BATCH, UNITS])

    def again():
        for _ in range(2):
            twice(tf.ones([BATCH, DEPTH]), (zeros, zeros))

    return {
        "no axes": error(lambda: grid(UNITS, num_dims=0)),
        "no such axis": error(lambda: grid(UNITS, num_dims=2, input_dims=2)),
        "negative": error(lambda: grid(UNITS, num_dims=2, output_dims=[-1])),
        "no cell": error(lambda: grid(UNITS, num_dims=2, cell_fn=lambda n: n)),
        "no reuse": error(again),
        "odd depth": error(
            lambda: grid(UNITS, num_dims=2, input_dims=[0, 1])(
                tf.ones([BATCH, 3]), ((zeros, zeros),) * 2
            )
        ),
        "tied without a cell yet": error(
            lambda: tf.contrib.grid_rnn.Grid2BasicRNNCell(
                UNITS, tied=True, non_recurrent_fn=tf.tanh
            )(tf.ones([BATCH, DEPTH]), (zeros,))
        ),
    }
