"""Cases for tf.contrib.recurrent: loops whose gradients compute each step anew."""

import collections

from tests.cases.contrib.rnn.cells import start
from tests.cases.registry import family
from tests.cases.values import given

case = family(__name__)

BATCH, TIME, DEPTH, UNITS = 3, 4, 2, 3

Theta = collections.namedtuple("Theta", "w b")
State = collections.namedtuple("State", "h")
Inputs = collections.namedtuple("Inputs", "x")


def elman(tf):
    def step(theta, state, inputs):
        both = tf.concat([inputs.x, state.h], 1)
        new = State(tf.sigmoid(tf.matmul(both, theta.w) + theta.b))
        return new, new

    return step


def elman_gradient(tf):
    """Twice the gradient by the bias, so that it is seen to be used."""

    def gradient(theta, state, inputs, extras, d_state):
        both = tf.concat([inputs.x, state.h], 1)
        before = d_state.h * extras.h * (1 - extras.h)
        d_both = tf.matmul(before, theta.w, transpose_b=True)
        return (
            Theta(
                tf.matmul(both, before, transpose_a=True),
                2 * tf.reduce_sum(before, 0),
            ),
            State(d_both[:, DEPTH:]),
            Inputs(d_both[:, :DEPTH]),
        )

    return gradient


def looped(tf, time=TIME, cell=elman, **more):
    theta = Theta(given(tf, [DEPTH + UNITS, UNITS], 1), given(tf, [UNITS], 2))
    states, last = tf.contrib.recurrent.Recurrent(
        theta,
        State(given(tf, [BATCH, UNITS], 3)),
        Inputs(given(tf, [time, BATCH, DEPTH], 4)),
        cell(tf),
        **more,
    )
    return {"states": tf.reshape(states.h, [time, BATCH, UNITS]), "last": last.h}


@case
def recurrent_elman(tf):
    return looped(tf)


@case
def recurrent_one_step(tf):
    return looped(tf, time=1)


@case
def recurrent_own_gradient(tf):
    return looped(tf, cell_grad=elman_gradient(tf))


@case
def recurrent_shorter(tf):
    return looped(tf, max_input_length=tf.constant(2))


@case
def recurrent_shorter_at_the_end(tf):
    return looped(tf, max_input_length=tf.constant(3), aligned_end=True)


@case
def recurrent_shorter_own_gradient(tf):
    return looped(
        tf,
        max_input_length=tf.constant(3),
        aligned_end=True,
        cell_grad=elman_gradient(tf),
    )


@case
def recurrent_no_extras(tf):
    def cell(tf):
        step = elman(tf)
        return lambda *args: (step(*args)[0], [])

    return looped(tf, cell=cell)


def networked(tf, cell, shape=(BATCH, TIME, DEPTH), **more):
    with tf.variable_scope("around", initializer=start(tf)):
        outputs, state = tf.contrib.recurrent.functional_rnn(
            cell, given(tf, shape, 2), dtype=tf.float32, **more
        )
    return {"outputs": outputs, "state": state}


@case
def functional_rnn(tf):
    return networked(tf, tf.nn.rnn_cell.BasicRNNCell(UNITS))


@case
def functional_lstm_time_major(tf):
    return networked(
        tf, tf.nn.rnn_cell.LSTMCell(UNITS, num_proj=2), time_major=True, scope="mine"
    )


@case
def functional_gru_lengths(tf):
    return networked(
        tf, tf.nn.rnn_cell.GRUCell(UNITS), sequence_length=tf.constant([3, 0, 2])
    )


@case
def functional_stack_lengths_time_major(tf):
    cells = [tf.nn.rnn_cell.BasicLSTMCell(UNITS) for _ in range(2)]
    return networked(
        tf,
        tf.nn.rnn_cell.MultiRNNCell(cells),
        shape=(TIME, BATCH, DEPTH),
        sequence_length=[1, 2, 3],
        time_major=True,
    )


@case
def functional_reversed(tf):
    return networked(
        tf, tf.nn.rnn_cell.LSTMCell(UNITS), sequence_length=[3, 3, 2], reverse=True
    )


@case
def functional_from_a_state(tf):
    state = given(tf, [BATCH, UNITS], 5)
    cell = tf.nn.rnn_cell.BasicRNNCell(UNITS)
    return networked(
        tf, cell, initial_state=state, sequence_length=tf.constant([4, 0, 1])
    )


@case
def functional_batch_unknown(tf):
    x = tf.placeholder_with_default(
        given(tf, [BATCH, TIME, DEPTH]), [None, None, DEPTH]
    )
    outputs, state = tf.contrib.recurrent.functional_rnn(
        tf.nn.rnn_cell.GRUCell(UNITS), x, dtype=tf.float32
    )
    return {"outputs": outputs, "state": state}


def both_ways(tf, **more):
    cells = [tf.nn.rnn_cell.GRUCell(UNITS) for _ in range(2)]
    with tf.variable_scope("around", initializer=start(tf)):
        outputs, states = tf.contrib.recurrent.bidirectional_functional_rnn(
            cells[0],
            cells[1],
            given(tf, [BATCH, TIME, DEPTH]),
            dtype=tf.float32,
            **more,
        )
    return {"outputs": outputs, "states": states}


@case
def bidirectional(tf):
    return both_ways(tf)


@case
def bidirectional_lengths(tf):
    return both_ways(tf, sequence_length=tf.constant([3, 1, 2]))


@case
def bidirectional_fast(tf):
    return both_ways(tf, sequence_length=tf.constant([4, 4, 4]), fast_reverse=True)


@case
def bidirectional_tpu(tf):
    return both_ways(tf, sequence_length=tf.constant([3, 1, 2]), use_tpu=True)
