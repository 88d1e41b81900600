"""Cases for tf.contrib.rnn: the cells over time and frequency."""

from tests.cases.contrib.rnn.cells import start
from tests.cases.contrib.rnn.over_time import BATCH, TIME, UNITS
from tests.cases.registry import family
from tests.cases.values import error, given

case = family(__name__)


def freq_step(tf, cell, steps, depth=8):
    """TimeFreqLSTMCell says the state of one step of frequency, and takes all."""
    inputs = given(tf, [BATCH, depth])
    state = given(tf, [BATCH, steps * cell.state_size], 2)
    output, new_state = cell(inputs, state)
    return {
        "output": output,
        "state": new_state,
        "state_size": cell.state_size,
        "output_size": cell.output_size,
        "weights": [v.name for v in cell.weights],
    }


@case
def time_freq(tf):
    return freq_step(tf, tf.contrib.rnn.TimeFreqLSTMCell(UNITS, feature_size=4), 5)


@case
def time_freq_skip(tf):
    cell = tf.contrib.rnn.TimeFreqLSTMCell(
        UNITS,
        use_peepholes=True,
        cell_clip=0.3,
        initializer=start(tf),
        num_unit_shards=2,
        forget_bias=0.4,
        feature_size=4,
        frequency_skip=2,
    )
    return freq_step(tf, cell, 3)


@case
def time_freq_one(tf):
    """One step of frequency, which is all that static_rnn can do."""
    cell = tf.contrib.rnn.TimeFreqLSTMCell(UNITS, feature_size=4)
    xs = [given(tf, [BATCH, 4], 5 + i) for i in range(2)]
    output, state = tf.contrib.rnn.static_rnn(cell, xs, dtype=tf.float32)
    return {"output": output, "state": state}


@case
def time_freq_unknown(tf):
    cell = tf.contrib.rnn.TimeFreqLSTMCell(UNITS, feature_size=4)
    x = tf.placeholder_with_default(given(tf, [BATCH, 4]), [None, 4])
    return {"seen": error(lambda: cell(x, given(tf, [BATCH, 4], 2)))}


def grid_step(tf, cell, depth=8):
    inputs = given(tf, [BATCH, depth])
    sizes = cell.state_size
    if isinstance(sizes, tuple):
        leaves = [given(tf, [BATCH, n], 2 + i) for i, n in enumerate(sizes)]
        state = cell.state_tuple_type(*leaves)
    else:
        state = given(tf, [BATCH, sizes], 2)
    output, new_state = cell(inputs, state)
    return {
        "output": output,
        "state": new_state,
        "state_size": cell.state_size,
        "output_size": cell.output_size,
        "weights": [v.name for v in cell.weights],
        "same": isinstance(new_state, type(state)),
        "tuple": getattr(cell.state_tuple_type, "__name__", "none"),
    }


@case
def grid(tf):
    cell = tf.contrib.rnn.GridLSTMCell(
        UNITS, feature_size=4, frequency_skip=4, num_frequency_blocks=[2]
    )
    return grid_step(tf, cell)


@case
def grid_all(tf):
    cell = tf.contrib.rnn.GridLSTMCell(
        UNITS,
        use_peepholes=True,
        cell_clip=0.3,
        initializer=start(tf),
        num_unit_shards=2,
        forget_bias=0.4,
        feature_size=4,
        frequency_skip=2,
        num_frequency_blocks=[3],
    )
    return grid_step(tf, cell)


@case
def grid_shared(tf):
    cell = tf.contrib.rnn.GridLSTMCell(
        UNITS,
        use_peepholes=True,
        share_time_frequency_weights=True,
        feature_size=4,
        frequency_skip=4,
        num_frequency_blocks=[2],
    )
    return grid_step(tf, cell)


@case
def grid_coupled(tf):
    cell = tf.contrib.rnn.GridLSTMCell(
        UNITS,
        use_peepholes=True,
        feature_size=4,
        frequency_skip=4,
        num_frequency_blocks=[2],
        couple_input_forget_gates=True,
    )
    return grid_step(tf, cell)


@case
def grid_ranges(tf):
    cell = tf.contrib.rnn.GridLSTMCell(
        UNITS,
        feature_size=2,
        frequency_skip=2,
        num_frequency_blocks=[2, 2],
        start_freqindex_list=[0, 4],
        end_freqindex_list=[4, 8],
    )
    return grid_step(tf, cell)


@case
def grid_one_tensor(tf):
    cell = tf.contrib.rnn.GridLSTMCell(
        UNITS,
        feature_size=4,
        frequency_skip=4,
        num_frequency_blocks=[2],
        state_is_tuple=False,
    )
    return grid_step(tf, cell)


@case
def grid_unknown(tf):
    cell = tf.contrib.rnn.GridLSTMCell(
        UNITS, feature_size=4, frequency_skip=4, num_frequency_blocks=[2]
    )
    x = tf.placeholder_with_default(given(tf, [BATCH, TIME, 8]), [None, None, 8])
    output, state = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    return {"output": output, "state": state}


@case
def grid_time(tf):
    cell = tf.contrib.rnn.GridLSTMCell(
        UNITS, feature_size=4, frequency_skip=4, num_frequency_blocks=[2]
    )
    x = given(tf, [BATCH, TIME, 8])
    output, state = tf.nn.dynamic_rnn(
        cell, x, dtype=tf.float32, sequence_length=tf.constant([5, 0, 3])
    )
    return {"output": output, "state": state}


@case
def grid_errors(tf):
    R = tf.contrib.rnn
    wrong = R.GridLSTMCell(
        UNITS, feature_size=4, frequency_skip=4, num_frequency_blocks=[5]
    )
    return {
        "blocks": error(
            lambda: R.GridLSTMCell(UNITS, feature_size=4, frequency_skip=4)
        ),
        "indices": error(
            lambda: R.GridLSTMCell(
                UNITS, num_frequency_blocks=[2], start_freqindex_list=[0]
            )
        ),
        "number": error(lambda: grid_step(tf, wrong)),
    }


@case
def bidirectional(tf):
    cell = tf.contrib.rnn.BidirectionalGridLSTMCell(
        UNITS, feature_size=4, frequency_skip=4, num_frequency_blocks=[2]
    )
    return grid_step(tf, cell)


@case
def bidirectional_all(tf):
    cell = tf.contrib.rnn.BidirectionalGridLSTMCell(
        UNITS,
        use_peepholes=True,
        share_time_frequency_weights=True,
        cell_clip=0.3,
        initializer=start(tf),
        forget_bias=0.4,
        feature_size=4,
        frequency_skip=2,
        num_frequency_blocks=[3],
        couple_input_forget_gates=True,
        backward_slice_offset=1,
    )
    return grid_step(tf, cell)
