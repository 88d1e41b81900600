"""Networks over time that `compat` builds in a faster way, and some that it does not.

Each case gives outputs, states and gradients, and the op seed
that comes after them.
"""

from tests.cases.registry import family
from tests.cases.values import error, given, ramp

case = family(
    __name__,
    output=2e-6,
    whole=True,
    why="sums over steps, weights and sequences are taken in another order than 1.15's",
)

LENGTHS = [4, 0, 2]


def cell(tf, kind, units=4):
    rnn = tf.nn.rnn_cell
    return {
        "lstm": lambda: rnn.BasicLSTMCell(units, forget_bias=0.5),
        "lstm_cell": lambda: rnn.LSTMCell(units),
        "gru": lambda: rnn.GRUCell(units),
        "rnn": lambda: rnn.BasicRNNCell(units),
        # 33 units and more have another gradient than BlockLSTM's own
        "lstm_40": lambda: rnn.BasicLSTMCell(40),
        # these have no faster way
        "relu": lambda: rnn.BasicRNNCell(units, activation=tf.nn.relu),
        "peepholes": lambda: rnn.LSTMCell(units, use_peepholes=True),
        "projected": lambda: rnn.LSTMCell(units, num_proj=3),
    }[kind]()


def inputs(tf, time=4, known=True):
    made = given(tf, [3, time, 5])
    if known:
        return made
    return tf.placeholder_with_default(made, [None, None, 5])


def dropped(tf, one, **options):
    options = options or {"input_keep_prob": 0.8, "output_keep_prob": 0.7}
    return tf.nn.rnn_cell.DropoutWrapper(one, **options)


def result(outputs, state):
    return {"outputs": outputs, "state": state}


def layers(kind, drop=False, lengths=False, known=True, first=False, major=False):
    """A case: two layers of a cell in `dynamic_rnn`."""

    def case(tf):
        cells = [cell(tf, kind), cell(tf, kind, 3)]
        if drop:
            cells = [dropped(tf, one) for one in cells]
        stacked = tf.nn.rnn_cell.MultiRNNCell(cells)
        x = inputs(tf, known=known)
        state = stacked.zero_state(3, tf.float32) if first else None
        if first:
            state = tf.contrib.framework.nest.map_structure(
                lambda zeros: zeros + given(tf, zeros.shape.as_list(), 5), state
            )
        return result(
            *tf.nn.dynamic_rnn(
                stacked,
                tf.transpose(x, [1, 0, 2]) if major else x,
                LENGTHS if lengths else None,
                initial_state=state,
                dtype=None if first else tf.float32,
                time_major=major,
                parallel_iterations=1,
            )
        )

    words = ["drop"] * drop + ["lengths"] * lengths + ["unknown"] * (not known)
    words += ["first"] * first + ["major"] * major
    case.__name__ = "_".join([kind, *words])
    return case


def both_ways(kind, drop, lengths):
    """A case: `bidirectional_dynamic_rnn`."""

    def case(tf):
        cells = [cell(tf, kind), cell(tf, kind, 3)]
        if drop:
            cells = [dropped(tf, one) for one in cells]
        return result(
            *tf.nn.bidirectional_dynamic_rnn(
                *cells,
                inputs=inputs(tf),
                sequence_length=LENGTHS if lengths else None,
                dtype=tf.float32,
                parallel_iterations=1,
            )
        )

    words = ["drop"] * drop + ["lengths"] * lengths
    case.__name__ = "_".join(["both_ways", kind, *words])
    return case


def written_out(kind, drop, lengths):
    """A case: `static_rnn`."""

    def case(tf):
        one = dropped(tf, cell(tf, kind)) if drop else cell(tf, kind)
        steps = tf.unstack(inputs(tf), 4, 1)
        return result(
            *tf.nn.static_rnn(
                one,
                steps,
                dtype=tf.float32,
                sequence_length=LENGTHS if lengths else None,
            )
        )

    words = ["drop"] * drop + ["lengths"] * lengths
    case.__name__ = "_".join(["written_out", kind, *words])
    return case


def many_steps(kind):
    """A case: more steps than are written out."""

    def case(tf):
        return result(
            *tf.nn.dynamic_rnn(cell(tf, kind), inputs(tf, 20), dtype=tf.float32)
        )

    case.__name__ = f"many_steps_{kind}"
    return case


@case
def only_state(tf):
    """The outputs and one part of the state are not used."""
    _, state = tf.nn.dynamic_rnn(cell(tf, "lstm"), inputs(tf), LENGTHS, dtype="float32")
    return state.c


@case
def only_first_layers_state(tf):
    stacked = tf.nn.rnn_cell.MultiRNNCell([cell(tf, "gru"), cell(tf, "lstm")])
    _, state = tf.nn.dynamic_rnn(stacked, inputs(tf), dtype=tf.float32)
    return state[0]


@case
def only_last_output(tf):
    outputs, _ = tf.nn.dynamic_rnn(cell(tf, "lstm_40"), inputs(tf), dtype=tf.float32)
    return outputs[:, -1]


@case
def some_outputs(tf):
    steps = tf.unstack(inputs(tf), 4, 1)
    outputs, _ = tf.nn.static_rnn(cell(tf, "gru"), steps, dtype=tf.float32)
    return outputs[1], outputs[2]


@case
def gathered(tf):
    """The gradient of the outputs has only some rows."""
    outputs, _ = tf.nn.dynamic_rnn(
        cell(tf, "lstm"), inputs(tf), dtype=tf.float32, time_major=True
    )
    return tf.gather(outputs, [0, 2, 2])


@case
def same_cell_twice(tf):
    one = cell(tf, "lstm")
    with tf.variable_scope("shared", reuse=tf.AUTO_REUSE):
        first = tf.nn.dynamic_rnn(one, inputs(tf), dtype=tf.float32)
        second = tf.nn.dynamic_rnn(one, inputs(tf, 6), LENGTHS, dtype=tf.float32)
    return result(*first), result(*second)


@case
def encoder_decoder(tf):
    """The second network starts from the first one's state, and sees its outputs."""
    with tf.variable_scope("encoder"):
        outputs, state = tf.nn.dynamic_rnn(
            cell(tf, "gru"), inputs(tf), LENGTHS, dtype=tf.float32
        )
    with tf.variable_scope("decoder"):
        return result(*tf.nn.dynamic_rnn(cell(tf, "gru"), outputs, initial_state=state))


@case
def variational(tf):
    one = dropped(
        tf,
        cell(tf, "gru"),
        input_keep_prob=0.7,
        output_keep_prob=0.6,
        variational_recurrent=True,
        input_size=5,
        dtype=tf.float32,
    )
    return result(*tf.nn.dynamic_rnn(one, inputs(tf), LENGTHS, dtype=tf.float32))


@case
def around_the_stack(tf):
    """A wrapper around all layers, its probability a tensor, its seed given."""
    keep = tf.placeholder_with_default(0.6, [])
    stacked = tf.nn.rnn_cell.MultiRNNCell([cell(tf, "lstm"), cell(tf, "rnn")])
    one = dropped(tf, stacked, output_keep_prob=keep, seed=3)
    return result(
        *tf.nn.dynamic_rnn(one, inputs(tf), dtype=tf.float32, parallel_iterations=1)
    )


@case
def state_dropped(tf):
    one = dropped(tf, cell(tf, "gru"), state_keep_prob=0.7)
    return result(
        *tf.nn.dynamic_rnn(one, inputs(tf), dtype=tf.float32, parallel_iterations=1)
    )


@case
def float64(tf):
    x = tf.cast(inputs(tf), tf.float64)
    return result(*tf.nn.dynamic_rnn(cell(tf, "lstm"), x, dtype=tf.float64))


@case
def numpy_inputs(tf):
    import numpy as np

    x = np.linspace(-1, 1, 24).reshape([2, 4, 3]).astype(np.float32)
    return result(*tf.nn.dynamic_rnn(cell(tf, "lstm"), x, dtype=tf.float32))


@case
def in_a_loop(tf):
    """A network inside the script's own while loop."""
    x, one = inputs(tf), cell(tf, "lstm")

    def body(time, sums):
        outputs, _ = tf.nn.dynamic_rnn(one, x * sums, dtype=tf.float32)
        return time + 1, sums + tf.reduce_mean(outputs)

    sums = tf.while_loop(lambda time, sums: time < 3, body, [0, 1.0])[1]
    return tf.stop_gradient(sums)


@case
def second_derivative(tf):
    """Of a written-out network; that of a loop is an error."""
    x = inputs(tf)
    with tf.variable_scope("static"):
        outputs, state = tf.nn.static_rnn(
            cell(tf, "lstm"), tf.unstack(x, 4, 1), dtype=tf.float32
        )
    (grad,) = tf.gradients(tf.reduce_sum(outputs[-1]) + tf.reduce_sum(state.c), x)
    (second,) = tf.gradients(tf.reduce_sum(tf.square(grad)), x)
    return tf.stop_gradient(second)


@case
def second_derivative_of_a_loop(tf):
    with tf.Graph().as_default():  # which is of no use after the error
        x = inputs(tf)
        outputs, _ = tf.nn.dynamic_rnn(cell(tf, "gru"), x, dtype=tf.float32)
        (grad,) = tf.gradients(tf.reduce_sum(outputs), x)
        return {"error": error(lambda: tf.gradients(tf.reduce_sum(grad * grad), x))}


@case
def half_of_it_plain(tf):
    """The cell of one direction has no faster way, and draws."""
    plain = dropped(tf, cell(tf, "lstm"), state_keep_prob=0.7, output_keep_prob=0.6)
    outputs, state = tf.nn.bidirectional_dynamic_rnn(
        plain,
        dropped(tf, cell(tf, "gru")),
        inputs(tf),
        dtype=tf.float32,
        parallel_iterations=1,
    )
    return result(outputs, state)


@case(gradients=False)
def no_steps(tf):
    """A gradient through no steps is an error of 1.15's where it is a network's."""
    with tf.variable_scope("below"):
        x, _ = tf.nn.dynamic_rnn(cell(tf, "gru"), inputs(tf, time=0), dtype=tf.float32)
    outputs, state = tf.nn.dynamic_rnn(cell(tf, "lstm"), x, dtype=tf.float32)
    grads = tf.gradients(state.c, tf.trainable_variables())
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        zeros = session.run(grads[-1])
        below = error(lambda: session.run(grads[0]))
    return {"outputs": outputs, "zeros": tf.constant(zeros), "below": below}


@case
def trained(tf):
    """Steps of Adam: weights are written while gradients are worked out from them."""
    stacked = tf.nn.rnn_cell.MultiRNNCell([cell(tf, "lstm"), cell(tf, "lstm_40")])
    x = inputs(tf, 6, known=False)
    first = stacked.zero_state(tf.shape(x)[0], tf.float32)
    outputs, state = tf.nn.dynamic_rnn(stacked, x, LENGTHS, first)
    loss = tf.reduce_sum(tf.square(outputs - 0.3)) + tf.reduce_sum(state[1].h)
    loss += tf.reduce_sum(tf.square(state[0].c))
    train = tf.train.AdamOptimizer(0.05).minimize(loss)
    seen = []
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for variable in tf.trainable_variables():
            climbing = ramp(variable.shape.as_list(), 3, "float32")
            session.run(variable.assign(climbing))
        for _ in range(5):
            seen.append(session.run([loss, train])[0])
    return {"loss": tf.constant(seen), "drawn": tf.random_uniform([3])}


@case
def named(tf):
    """What a script sees when it prints the tensors."""
    stacked = tf.nn.rnn_cell.MultiRNNCell([cell(tf, "lstm"), cell(tf, "gru")])
    outputs, state = tf.nn.dynamic_rnn(
        stacked, inputs(tf, known=False), dtype=tf.float32
    )
    return {"outputs": str(outputs), "state": str(state)}


KINDS = ("lstm", "lstm_cell", "gru", "rnn", "lstm_40")
MADE = [
    *(layers(kind) for kind in KINDS),
    *(layers(kind, drop=True, lengths=True) for kind in KINDS),
    *(layers(kind, lengths=True, first=True, known=False) for kind in KINDS),
    layers("gru", drop=True, first=True, major=True),
    layers("lstm_40", drop=True, known=False, major=True),
    *(layers(kind) for kind in ("relu", "peepholes", "projected")),
    *(many_steps(kind) for kind in KINDS),
    both_ways("lstm", False, False),
    both_ways("gru", True, True),
    both_ways("lstm_40", False, True),
    written_out("lstm", True, False),
    written_out("gru", False, True),
    written_out("lstm", True, True),
]
for made in MADE:
    case(made)

# Those that are run once more by a way they would not take; see `ways.py`.
WAYS = {
    "looped": {
        *("lstm", "lstm_drop_lengths", "lstm_cell_lengths_unknown_first", "gru"),
        *("rnn", "lstm_40", "many_steps_lstm", "only_state", "both_ways_lstm"),
        "trained",
    },
    "halved": {
        *("gru", "gru_drop_first_major", "gru_lengths_unknown_first"),
        *("lstm", "lstm_drop_lengths", "lstm_cell_lengths_unknown_first", "lstm_40"),
        *("lstm_40_drop_unknown_major", "both_ways_lstm", "written_out_lstm_drop"),
        *("only_state", "same_cell_twice", "numpy_inputs", "trained"),
    },
    "long": {"lstm_40", "only_last_output", "trained"},
}

# Those that are built as 1.15 built them.
PLAIN = {
    *("relu", "peepholes", "projected", "state_dropped", "float64", "in_a_loop"),
    "no_steps",
    "written_out_lstm_drop_lengths",
    # the first derivative's own ops are derived; that of a loop has a graph of its own
    *("second_derivative", "second_derivative_of_a_loop"),
}
