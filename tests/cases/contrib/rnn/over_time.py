"""Cases for tf.contrib.rnn: block cells, fused cells and functions over time."""

from tests.cases.registry import family
from tests.cases.values import error, given

case = family(__name__)

BATCH, DEPTH, UNITS, TIME = 3, 4, 2, 5


def weights(cell):
    """Names of a cell's weights; two wrappers of 1.15 cannot be asked."""
    if type(cell).__name__ in ("HighwayWrapper", "CompiledWrapper"):
        return "-"
    return [v.name for v in cell.weights]


def step(tf, cell, depth=DEPTH, batch=BATCH, dtype="float32"):
    """One step of a cell from a state that is not zero."""
    inputs = given(tf, [batch, depth], 1, dtype)
    leaves = iter(range(2, 99))

    def state(size):
        sizes = [batch] + tf.TensorShape(size).as_list()
        return given(tf, sizes, next(leaves), dtype)

    sizes = cell.state_size
    states = tf.nest.map_structure(state, sizes)
    output, new_state = cell(inputs, states)
    return {
        "output": output,
        "state": new_state,
        "state_size": cell.state_size,
        "output_size": cell.output_size,
        "weights": weights(cell),
    }


def over_time(tf, cell, depth=DEPTH, lengths=(5, 0, 3), **options):
    """A cell through dynamic_rnn, with one sequence of length 0."""
    inputs = given(tf, [BATCH, TIME, depth])
    lengths = None if lengths is None else tf.constant(lengths)
    output, state = tf.nn.dynamic_rnn(
        cell, inputs, sequence_length=lengths, dtype=tf.float32, **options
    )
    return {"output": output, "state": state}


@case
def lstm_block(tf):
    return step(tf, tf.contrib.rnn.LSTMBlockCell(UNITS))


@case
def lstm_block_all(tf):
    cell = tf.contrib.rnn.LSTMBlockCell(
        UNITS, forget_bias=0.3, cell_clip=0.4, use_peephole=True, name="mine"
    )
    return step(tf, cell)


@case
def lstm_block_time(tf):
    return over_time(tf, tf.contrib.rnn.LSTMBlockCell(UNITS))


@case
def lstm_block_half(tf):
    return step(
        tf, tf.contrib.rnn.LSTMBlockCell(UNITS, dtype=tf.float16), dtype="float16"
    )


@case
def lstm_block_stacked(tf):
    cells = [tf.contrib.rnn.LSTMBlockCell(n) for n in (UNITS, 3)]
    return over_time(tf, tf.contrib.rnn.MultiRNNCell(cells))


@case
def lstm_block_errors(tf):
    cell = tf.contrib.rnn.LSTMBlockCell(UNITS)
    x = given(tf, [BATCH, DEPTH])
    return {
        "one state": error(lambda: cell(x, x)),
        "rank": error(lambda: cell(given(tf, [BATCH]), (x, x))),
        "unknown depth": error(
            lambda: cell(tf.placeholder(tf.float32, [BATCH, None]), (x, x))
        ),
    }


@case
def block_unknown_batch(tf):
    x = tf.placeholder_with_default(
        given(tf, [BATCH, TIME, DEPTH]), [None, None, DEPTH]
    )
    cells = [tf.contrib.rnn.LSTMBlockCell(UNITS), tf.contrib.rnn.GRUBlockCellV2(3)]
    output, state = tf.nn.dynamic_rnn(
        tf.contrib.rnn.MultiRNNCell(cells), x, dtype=tf.float32
    )
    return {"output": output, "state": state}


@case
def gru_block(tf):
    return step(tf, tf.contrib.rnn.GRUBlockCell(UNITS))


@case
def gru_block_v2(tf):
    return step(tf, tf.contrib.rnn.GRUBlockCellV2(UNITS))


@case
def gru_block_time(tf):
    return over_time(tf, tf.contrib.rnn.GRUBlockCellV2(cell_size=UNITS))


@case
def gru_block_v1_time(tf):
    return over_time(tf, tf.contrib.rnn.GRUBlockCell(num_units=UNITS, name="mine"))


@case
def gru_block_errors(tf):
    return {
        "no size": error(lambda: tf.contrib.rnn.GRUBlockCell()),
        "two sizes": error(lambda: tf.contrib.rnn.GRUBlockCell(2, 3)),
    }


def fused(tf, cell, batch=BATCH, time=TIME, **options):
    inputs = given(tf, [time, batch, DEPTH])
    if not options:
        options = {"dtype": inputs.dtype}
    output, state = cell(inputs, **options)
    return {"output": output, "state": state, "kind": isinstance(state, tuple)}


@case
def lstm_fused(tf):
    cell = tf.contrib.rnn.LSTMBlockFusedCell(UNITS)
    seen = fused(tf, cell)
    seen["num_units"] = cell.num_units
    seen["scope"] = cell.scope_name
    seen["weights"] = [v.name for v in cell.weights]
    return seen


@case
def lstm_fused_lengths(tf):
    cell = tf.contrib.rnn.LSTMBlockFusedCell(UNITS, 0.2, 0.4, True)
    return fused(
        tf,
        cell,
        sequence_length=tf.constant([5, 0, 3]),
        initial_state=(given(tf, [BATCH, UNITS], 2), given(tf, [BATCH, UNITS], 3)),
    )


@case
def lstm_fused_lengths_zero(tf):
    cell = tf.contrib.rnn.LSTMBlockFusedCell(UNITS)
    return fused(tf, cell, sequence_length=[1, 4, 2], dtype=tf.float32)


@case
def lstm_fused_state(tf):
    cell = tf.contrib.rnn.LSTMBlockFusedCell(UNITS)
    return fused(
        tf,
        cell,
        initial_state=(given(tf, [BATCH, UNITS], 2), given(tf, [BATCH, UNITS], 3)),
    )


@case
def lstm_fused_one(tf):
    cell = tf.contrib.rnn.LSTMBlockFusedCell(UNITS, name="mine")
    return fused(tf, cell, batch=1, time=1)


@case
def lstm_fused_unknown(tf):
    cell = tf.contrib.rnn.LSTMBlockFusedCell(UNITS)
    inputs = tf.placeholder_with_default(
        given(tf, [TIME, BATCH, DEPTH]), [None, None, DEPTH]
    )
    output, state = cell(
        inputs, dtype=tf.float32, sequence_length=tf.constant([5, 0, 3])
    )
    return {"output": output, "state": state}


@case
def lstm_fused_unknown_whole(tf):
    cell = tf.contrib.rnn.LSTMBlockFusedCell(UNITS)
    x = tf.placeholder_with_default(
        given(tf, [TIME, BATCH, DEPTH]), [None, None, DEPTH]
    )
    output, state = cell(x, dtype=tf.float32)
    return {"output": output, "state": state}


@case
def lstm_fused_errors(tf):
    cell = tf.contrib.rnn.LSTMBlockFusedCell(UNITS)
    x = given(tf, [TIME, BATCH, DEPTH])
    return {
        "no dtype": error(lambda: cell(x)),
        "rank": error(lambda: cell(given(tf, [3, 4]), dtype=tf.float32)),
        "list": error(lambda: cell([x, x], dtype=tf.float32)),
        "dtypes": error(lambda: cell(x, dtype=tf.float16)),
        "wrapper": error(lambda: tf.contrib.rnn.LSTMBlockWrapper()),
        "fused": error(lambda: tf.contrib.rnn.FusedRNNCell()),
    }


@case
def time_reversed(tf):
    cell = tf.contrib.rnn.TimeReversedFusedRNN(tf.contrib.rnn.LSTMBlockFusedCell(UNITS))
    return fused(tf, cell)


@case
def time_reversed_lengths(tf):
    cell = tf.contrib.rnn.TimeReversedFusedRNN(tf.contrib.rnn.LSTMBlockFusedCell(UNITS))
    return fused(tf, cell, sequence_length=tf.constant([5, 0, 3]), dtype=tf.float32)


@case
def fused_bidirectional(tf):
    """What a tagger of 2017 does."""
    x = given(tf, [TIME, BATCH, DEPTH])
    lengths = tf.constant([5, 2, 3])
    forward = tf.contrib.rnn.LSTMBlockFusedCell(UNITS)
    backward = tf.contrib.rnn.TimeReversedFusedRNN(
        tf.contrib.rnn.LSTMBlockFusedCell(UNITS)
    )
    one, _ = forward(x, dtype=tf.float32, sequence_length=lengths)
    other, _ = backward(x, dtype=tf.float32, sequence_length=lengths)
    return {"output": tf.transpose(tf.concat([one, other], -1), [1, 0, 2])}


@case
def adaptor(tf):
    cell = tf.contrib.rnn.FusedRNNCellAdaptor(tf.contrib.rnn.BasicLSTMCell(UNITS))
    return fused(tf, cell)


@case
def adaptor_lengths(tf):
    cell = tf.contrib.rnn.FusedRNNCellAdaptor(tf.contrib.rnn.BasicRNNCell(UNITS))
    return fused(tf, cell, sequence_length=tf.constant([5, 0, 3]), dtype=tf.float32)


@case
def adaptor_dynamic(tf):
    cell = tf.contrib.rnn.FusedRNNCellAdaptor(tf.contrib.rnn.BasicRNNCell(UNITS), True)
    return fused(tf, cell, scope="mine", dtype=tf.float32)


@case
def adaptor_list(tf):
    xs = [given(tf, [BATCH, DEPTH], 5 + i) for i in range(3)]
    cell = tf.contrib.rnn.BasicRNNCell(UNITS)
    static = tf.contrib.rnn.FusedRNNCellAdaptor(cell)
    output, state = static(xs, dtype=tf.float32)
    dynamic = tf.contrib.rnn.FusedRNNCellAdaptor(tf.contrib.rnn.BasicRNNCell(3), True)
    more, _ = dynamic(xs, dtype=tf.float32, scope="more")
    return {
        "output": output,
        "state": state,
        "kind": isinstance(output, list),
        "more": more,
        "kind2": isinstance(more, list),
    }


@case
def adaptor_reversed(tf):
    cell = tf.contrib.rnn.FusedRNNCellAdaptor(tf.contrib.rnn.GRUCell(UNITS), True)
    return fused(tf, tf.contrib.rnn.TimeReversedFusedRNN(cell))


def xs_over_time(tf):
    return [given(tf, [BATCH, DEPTH], 5 + i) for i in range(TIME)]


@case
def static_bidirectional(tf):
    R = tf.contrib.rnn
    out, fw, bw = R.static_bidirectional_rnn(
        R.BasicLSTMCell(UNITS), R.BasicLSTMCell(3), xs_over_time(tf), dtype=tf.float32
    )
    return {"output": out, "fw": fw, "bw": bw}


@case
def static_bidirectional_lengths(tf):
    R = tf.contrib.rnn
    out, fw, bw = R.static_bidirectional_rnn(
        R.GRUCell(UNITS),
        R.GRUCell(3),
        xs_over_time(tf),
        initial_state_fw=given(tf, [BATCH, UNITS], 2),
        initial_state_bw=given(tf, [BATCH, 3], 3),
        sequence_length=tf.constant([5, 0, 3]),
        scope="mine",
    )
    return {"output": out, "fw": fw, "bw": bw}


@case
def static_bidirectional_errors(tf):
    R = tf.contrib.rnn
    xs = xs_over_time(tf)
    cell = R.GRUCell(UNITS)
    return {
        "no list": error(
            lambda: R.static_bidirectional_rnn(cell, cell, xs[0], dtype=tf.float32)
        ),
        "empty": error(
            lambda: R.static_bidirectional_rnn(cell, cell, [], dtype=tf.float32)
        ),
        "no cell": error(
            lambda: R.static_bidirectional_rnn(1, cell, xs, dtype=tf.float32)
        ),
        "no cell bw": error(
            lambda: R.static_bidirectional_rnn(cell, 1, xs, dtype=tf.float32)
        ),
    }


@case
def static_lengths(tf):
    R = tf.contrib.rnn
    out, state = R.static_rnn(
        R.LSTMCell(UNITS, num_proj=3),
        xs_over_time(tf),
        dtype=tf.float32,
        sequence_length=tf.constant([4, 0, 3]),
    )
    return {"output": out, "state": state}


class Saver:
    """A state saver that keeps what it is given."""

    def __init__(self, states):
        self.states = states
        self.saved = []

    def state(self, name):
        return self.states[name]

    def save_state(self, name, state):
        self.saved.append((name, state))
        return state * 2


@case
def state_saving(tf):
    R = tf.contrib.rnn
    saver = Saver(
        {"c": given(tf, [BATCH, UNITS], 2), "h": given(tf, [BATCH, UNITS], 3)}
    )
    out, state = R.static_state_saving_rnn(
        R.BasicLSTMCell(UNITS), xs_over_time(tf), saver, ("c", "h")
    )
    return {
        "output": out,
        "state": state,
        "names": [n for n, _ in saver.saved],
        "saved": [s for _, s in saver.saved],
    }


@case
def state_saving_one(tf):
    R = tf.contrib.rnn
    saver = Saver({"s": given(tf, [BATCH, UNITS], 2)})
    out, state = R.static_state_saving_rnn(
        R.GRUCell(UNITS),
        xs_over_time(tf),
        saver,
        "s",
        sequence_length=tf.constant([4, 0, 3]),
        scope="mine",
    )
    return {"output": out, "state": state}


@case
def state_saving_errors(tf):
    R = tf.contrib.rnn
    saver = Saver({"s": given(tf, [BATCH, UNITS], 2)})
    return {
        "tuple": error(
            lambda: R.static_state_saving_rnn(
                R.GRUCell(2), xs_over_time(tf), saver, ("s", "s")
            )
        ),
        "single": error(
            lambda: R.static_state_saving_rnn(
                R.BasicLSTMCell(2), xs_over_time(tf), saver, "s"
            )
        ),
        "count": error(
            lambda: R.static_state_saving_rnn(
                R.BasicLSTMCell(2), xs_over_time(tf), saver, ("s",)
            )
        ),
    }


@case
def stacked_static(tf):
    R = tf.contrib.rnn
    out, fw, bw = R.stack_bidirectional_rnn(
        [R.BasicLSTMCell(UNITS), R.BasicLSTMCell(3)],
        [R.BasicLSTMCell(UNITS), R.BasicLSTMCell(3)],
        xs_over_time(tf),
        dtype=tf.float32,
    )
    return {"output": out, "fw": fw, "bw": bw, "kind": type(fw).__name__}


@case
def stacked_static_lengths(tf):
    R = tf.contrib.rnn
    out, fw, bw = R.stack_bidirectional_rnn(
        [R.GRUCell(UNITS), R.GRUCell(3)],
        [R.GRUCell(UNITS), R.GRUCell(3)],
        xs_over_time(tf),
        dtype=tf.float32,
        initial_states_fw=[given(tf, [BATCH, UNITS], 2), given(tf, [BATCH, 3], 3)],
        sequence_length=tf.constant([4, 0, 3]),
        scope="mine",
    )
    return {"output": out, "fw": fw, "bw": bw}


@case
def stacked_dynamic(tf):
    R = tf.contrib.rnn
    out, fw, bw = R.stack_bidirectional_dynamic_rnn(
        [R.BasicLSTMCell(UNITS), R.BasicLSTMCell(3)],
        [R.BasicLSTMCell(UNITS), R.BasicLSTMCell(3)],
        given(tf, [BATCH, TIME, DEPTH]),
        dtype=tf.float32,
    )
    return {"output": out, "fw": fw, "bw": bw, "kind": type(fw).__name__}


@case
def stacked_dynamic_lengths(tf):
    R = tf.contrib.rnn
    out, fw, bw = R.stack_bidirectional_dynamic_rnn(
        [R.GRUCell(UNITS), R.GRUCell(3)],
        [R.GRUCell(UNITS), R.GRUCell(3)],
        given(tf, [TIME, BATCH, DEPTH]),
        dtype=tf.float32,
        time_major=True,
        initial_states_bw=[given(tf, [BATCH, UNITS], 2), given(tf, [BATCH, 3], 3)],
        sequence_length=tf.constant([4, 0, 3]),
        scope="mine",
        swap_memory=True,
        parallel_iterations=4,
    )
    return {"output": out, "fw": fw, "bw": bw}


@case
def stacked_errors(tf):
    R = tf.contrib.rnn
    x = given(tf, [BATCH, TIME, DEPTH])
    xs = xs_over_time(tf)
    one, two = R.GRUCell(2), R.GRUCell(2)
    seen = {}

    def ask(name, stack, inputs):
        def call(fw, bw, **states):
            return error(lambda: stack(fw, bw, inputs, dtype=tf.float32, **states))

        seen[name] = {
            "none fw": call(None, [one]),
            "none bw": call([one], None),
            "no list fw": call(one, [one]),
            "no list bw": call([one], one),
            "lengths": call([one], [one, two]),
            "states fw": call([one], [two], initial_states_fw=[]),
            "states bw": call([one], [two], initial_states_bw=x),
        }

    ask("static", R.stack_bidirectional_rnn, xs)
    ask("dynamic", R.stack_bidirectional_dynamic_rnn, x)
    return seen


@case
def transpose(tf):
    x = given(tf, [2, 3, 4])
    unknown = tf.placeholder_with_default(x, [None, 3, None])
    rankless = tf.placeholder_with_default(x, None)
    flat = given(tf, [3])
    T = tf.contrib.rnn.transpose_batch_time
    return {
        "three": T(x),
        "two": T(given(tf, [2, 3])),
        "unknown": T(unknown),
        "rankless": error(lambda: T(rankless)),
        "flat": error(lambda: T(flat)),
    }


@case
def batch_sizes(tf):
    B = tf.contrib.rnn.best_effort_input_batch_size
    known = given(tf, [2, 3, 4])
    unknown = tf.placeholder_with_default(known, [None, None, 4])
    return {"known": B([known]), "unknown": B([unknown]), "mixed": B([unknown, known])}
