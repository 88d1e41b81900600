"""Cases for tf.contrib.rnn: the cells that have equations of their own."""

from tests.cases.contrib.rnn.over_time import BATCH, DEPTH, TIME, UNITS, over_time, step
from tests.cases.registry import family
from tests.cases.values import error, given

case = family(__name__)


def start(tf):
    return tf.random_uniform_initializer(-0.2, 0.3)


@case
def ugrnn(tf):
    return step(tf, tf.contrib.rnn.UGRNNCell(UNITS))


@case
def ugrnn_options(tf):
    cell = tf.contrib.rnn.UGRNNCell(UNITS, start(tf), 0.3, tf.nn.relu)
    return over_time(tf, cell)


@case
def intersection(tf):
    return step(tf, tf.contrib.rnn.IntersectionRNNCell(UNITS, num_in_proj=UNITS))


@case
def intersection_same(tf):
    cell = tf.contrib.rnn.IntersectionRNNCell(
        DEPTH, initializer=start(tf), forget_bias=0.3, y_activation=tf.tanh
    )
    return over_time(tf, cell)


@case
def intersection_errors(tf):
    cell = tf.contrib.rnn.IntersectionRNNCell(UNITS)
    x = given(tf, [BATCH, DEPTH])
    return {"sizes": error(lambda: cell(x, given(tf, [BATCH, UNITS])))}


@case
def nas(tf):
    return step(tf, tf.contrib.rnn.NASCell(UNITS))


@case
def nas_options(tf):
    return over_time(tf, tf.contrib.rnn.NASCell(UNITS, num_proj=3, use_bias=True))


@case
def nas_bias(tf):
    return step(tf, tf.contrib.rnn.NASCell(UNITS, use_bias=True, name="mine"))


@case
def indrnn(tf):
    return step(tf, tf.contrib.rnn.IndRNNCell(UNITS))


@case
def indrnn_options(tf):
    cell = tf.contrib.rnn.IndRNNCell(UNITS, activation=tf.nn.relu, name="mine")
    return over_time(tf, cell)


@case
def indygru(tf):
    return step(tf, tf.contrib.rnn.IndyGRUCell(UNITS))


@case
def indygru_options(tf):
    cell = tf.contrib.rnn.IndyGRUCell(
        UNITS, tf.nn.relu, None, start(tf), tf.constant_initializer(0.2)
    )
    return over_time(tf, cell)


@case
def indylstm(tf):
    return step(tf, tf.contrib.rnn.IndyLSTMCell(UNITS))


@case
def indylstm_options(tf):
    cell = tf.contrib.rnn.IndyLSTMCell(
        UNITS, 0.3, tf.nn.relu, None, start(tf), tf.constant_initializer(0.2)
    )
    return over_time(tf, cell)


@case
def sru(tf):
    return step(tf, tf.contrib.rnn.SRUCell(UNITS), depth=UNITS)


@case
def sru_options(tf):
    return over_time(tf, tf.contrib.rnn.SRUCell(UNITS, activation=tf.sigmoid))


@case
def sru_types(tf):
    """Built by hand with a dtype; in Keras' layer; named in checkpoints of objects."""
    from tensorflow.python.keras import layers

    told = {}
    for dtype in ("int32", "float64", None):
        with tf.variable_scope("of_" + str(dtype)):
            cell = tf.contrib.rnn.SRUCell(UNITS, dtype=dtype)
            cell.build((BATCH, TIME, DEPTH))
        told[str(dtype)] = [(v.name, v.dtype.base_dtype.name) for v in cell.weights]
    with tf.variable_scope("in_keras", initializer=tf.ones_initializer()):
        inside = tf.contrib.rnn.SRUCell(UNITS)
        output = layers.RNN(cell=inside)(given(tf, [BATCH, TIME, DEPTH]))
    told["in_keras"] = [str(output.shape), str([v.name for v in inside.weights])]
    cells = [tf.contrib.rnn.IndyLSTMCell(2), tf.nn.rnn_cell.GRUCell(2)]
    stack = tf.nn.rnn_cell.MultiRNNCell(cells)
    held = [[one.name, one.ref in cells] for one in stack._checkpoint_dependencies]
    told["held"] = [str(held)]
    return told


@case
def phased(tf):
    cell = tf.contrib.rnn.PhasedLSTMCell(UNITS)
    times = given(tf, [BATCH, 1], 7) * 20.0
    state = (given(tf, [BATCH, UNITS], 2), given(tf, [BATCH, UNITS], 3))
    state = tf.contrib.rnn.LSTMStateTuple(*state)
    output, new_state = cell((times, given(tf, [BATCH, DEPTH])), state)
    return {
        "output": output,
        "state": new_state,
        "state_size": cell.state_size,
        "output_size": cell.output_size,
        "weights": [v.name for v in cell.weights],
    }


@case
def phased_options(tf):
    cell = tf.contrib.rnn.PhasedLSTMCell(
        UNITS,
        use_peepholes=True,
        leak=0.1,
        ratio_on=0.3,
        trainable_ratio_on=False,
        period_init_min=2.0,
        period_init_max=9.0,
    )
    times = tf.reshape(tf.range(15, dtype=tf.float32), [BATCH, TIME, 1])
    inputs = (times, given(tf, [BATCH, TIME, DEPTH]))
    output, state = tf.nn.dynamic_rnn(cell, inputs, dtype=tf.float32)
    trained = [v.name for v in tf.trainable_variables()]
    return {"output": output, "state": state, "trained": trained}


@case
def phased_times_float64(tf):
    """Times of another type than the inputs: the variables stay float32."""
    cell = tf.contrib.rnn.PhasedLSTMCell(UNITS, leak=0.1, ratio_on=0.5)
    times = tf.constant([[1e9], [1e9 + 0.25], [1e9 + 7.5]], tf.float64)[:BATCH]
    state = (given(tf, [BATCH, UNITS], 2), given(tf, [BATCH, UNITS], 3))
    state = tf.contrib.rnn.LSTMStateTuple(*state)
    output, new_state = cell((times, given(tf, [BATCH, DEPTH])), state)
    weights = [(v.name, v.dtype.base_dtype.name) for v in cell.weights]
    grads = tf.gradients(output, cell.trainable_variables)
    return {
        "output": output,
        "state": new_state,
        "weights": weights,
        "slopes": grads,
    }


@case
def glstm(tf):
    return step(tf, tf.contrib.rnn.GLSTMCell(UNITS))


@case
def glstm_groups(tf):
    cell = tf.contrib.rnn.GLSTMCell(
        4, start(tf), number_of_groups=2, forget_bias=0.3, activation=tf.nn.relu
    )
    return over_time(tf, cell, depth=6)


@case
def glstm_projection(tf):
    cell = tf.contrib.rnn.GLSTMCell(4, start(tf), num_proj=6, number_of_groups=2)
    return step(tf, cell, depth=6)


@case
def glstm_errors(tf):
    R = tf.contrib.rnn
    cell = R.GLSTMCell(4, number_of_groups=2)
    state = (given(tf, [BATCH, 4]), given(tf, [BATCH, 4]))
    return {
        "units": error(lambda: R.GLSTMCell(5, number_of_groups=2)),
        "projection": error(lambda: R.GLSTMCell(4, num_proj=3, number_of_groups=2)),
        "groups": error(lambda: R.GLSTMCell(4, number_of_groups=0)),
        "depth": error(lambda: cell(given(tf, [BATCH, 7]), state)),
        "said": said(lambda: cell(given(tf, [BATCH, 7]), state)),
        "unknown": said(lambda: cell(tf.placeholder(tf.float32, [BATCH, None]), state)),
    }


def said(function):
    """Say how an error's text ends: 1.15 told before where it happened."""
    try:
        function()
    except ValueError as raised:
        return [str(raised).strip().splitlines()[-1].split("Error: ")[-1]]
    return ["nothing"]


@case
def coupled(tf):
    return step(tf, tf.contrib.rnn.CoupledInputForgetGateLSTMCell(UNITS))


@case
def coupled_all(tf):
    cell = tf.contrib.rnn.CoupledInputForgetGateLSTMCell(
        UNITS,
        use_peepholes=True,
        initializer=start(tf),
        num_proj=3,
        proj_clip=0.2,
        num_unit_shards=2,
        num_proj_shards=2,
        forget_bias=0.4,
        activation=tf.nn.relu,
    )
    return over_time(tf, cell)


@case
def coupled_one_tensor(tf):
    cell = tf.contrib.rnn.CoupledInputForgetGateLSTMCell(UNITS, state_is_tuple=False)
    return step(tf, cell)


@case
def coupled_norm(tf):
    cell = tf.contrib.rnn.CoupledInputForgetGateLSTMCell(
        5, use_peepholes=True, layer_norm=True, norm_gain=0.7, norm_shift=0.1
    )
    return over_time(tf, cell)


def conv(tf, kind, dims, **options):
    shape = {1: [6, 2], 2: [5, 4, 2], 3: [3, 4, 3, 2]}[dims]
    cell = getattr(tf.contrib.rnn, kind)(input_shape=shape, **options)
    state = [given(tf, [2] + list(cell.state_size[0]), 2)]
    state.append(given(tf, [2] + list(cell.state_size[1]), 3))
    state = tf.contrib.rnn.LSTMStateTuple(*state)
    output, new_state = cell(given(tf, [2] + shape), state)
    return {
        "output": output,
        "state": new_state,
        "state_size": cell.state_size,
        "output_size": cell.output_size,
        "weights": [v.name for v in cell.weights],
    }


@case
def conv1d(tf):
    return conv(tf, "Conv1DLSTMCell", 1, output_channels=3, kernel_shape=[3])


@case
def conv2d(tf):
    return conv(tf, "Conv2DLSTMCell", 2, output_channels=3, kernel_shape=[3, 2])


@case
def conv2d_options(tf):
    return conv(
        tf,
        "Conv2DLSTMCell",
        2,
        output_channels=3,
        kernel_shape=[2, 2],
        use_bias=False,
        skip_connection=True,
        forget_bias=0.3,
        initializers=start(tf),
        name="mine",
    )


@case
def conv3d(tf):
    return conv(tf, "Conv3DLSTMCell", 3, output_channels=2, kernel_shape=[2, 2, 2])


@case
def conv_time(tf):
    cell = tf.contrib.rnn.ConvLSTMCell(2, [3, 3, 2], 2, [2, 2])
    x = given(tf, [BATCH, TIME, 3, 3, 2])
    output, state = tf.nn.dynamic_rnn(
        cell, x, dtype=tf.float32, sequence_length=tf.constant([5, 0, 3])
    )
    return {"output": output, "state": state, "zero": cell.zero_state(2, tf.float32)}


@case
def conv_errors(tf):
    R = tf.contrib.rnn
    return {
        "rank": error(lambda: R.ConvLSTMCell(2, [3, 2], 2, [2, 2])),
        "args": error(lambda: R.Conv2DLSTMCell(3)),
        "kernel": error(
            lambda: conv(
                tf, "Conv1DLSTMCell", 1, output_channels=3, kernel_shape=[3, 3]
            )
        ),
    }
