"""Cases for tf.contrib.rnn: cells around a cell, and the normalized cell."""

from tests.cases.contrib.rnn.over_time import BATCH, DEPTH, TIME, UNITS, over_time, step
from tests.cases.registry import family
from tests.cases.values import error, given

case = family(__name__)


@case
def input_projection(tf):
    R = tf.contrib.rnn
    return step(tf, R.InputProjectionWrapper(R.GRUCell(UNITS), 5))


@case
def input_projection_time(tf):
    R = tf.contrib.rnn
    cell = R.InputProjectionWrapper(R.BasicLSTMCell(UNITS), 5, activation=tf.nn.relu)
    return over_time(tf, cell)


@case
def input_projection_errors(tf):
    R = tf.contrib.rnn
    return {
        "no cell": error(lambda: R.InputProjectionWrapper(1, 5)),
        "input size": error(
            lambda: R.InputProjectionWrapper(R.GRUCell(2), 5, input_size=3)
        ),
    }


@case
def output_projection(tf):
    R = tf.contrib.rnn
    return step(tf, R.OutputProjectionWrapper(R.BasicLSTMCell(UNITS), 5))


@case
def output_projection_time(tf):
    R = tf.contrib.rnn
    cell = R.OutputProjectionWrapper(R.GRUCell(UNITS), 5, activation=tf.tanh)
    seen = over_time(tf, cell)
    seen["zero"] = cell.zero_state(BATCH, tf.float32)
    return seen


@case
def output_projection_errors(tf):
    R = tf.contrib.rnn
    return {
        "no cell": error(lambda: R.OutputProjectionWrapper(1, 5)),
        "size": error(lambda: R.OutputProjectionWrapper(R.GRUCell(2), 0)),
    }


@case
def embedding(tf):
    R = tf.contrib.rnn
    cell = R.EmbeddingWrapper(R.GRUCell(UNITS), 7, 4)
    ids = tf.constant([[3], [0], [6]])
    output, state = cell(ids, given(tf, [BATCH, UNITS], 2))
    return {
        "output": output,
        "state": state,
        "state_size": cell.state_size,
        "output_size": cell.output_size,
        "weights": [v.name for v in cell.weights],
    }


@case
def embedding_given(tf):
    R = tf.contrib.rnn
    start = tf.random_uniform_initializer(-0.1, 0.1)
    cell = R.EmbeddingWrapper(R.BasicLSTMCell(UNITS), 7, 4, initializer=start)
    ids = tf.constant([3, 0, 6])
    state = (given(tf, [BATCH, UNITS], 2), given(tf, [BATCH, UNITS], 3))
    output, state = cell(ids, state)
    return {"output": output, "state": state}


@case
def embedding_scope(tf):
    R = tf.contrib.rnn
    start = tf.random_uniform_initializer(-0.1, 0.1)
    with tf.variable_scope("outer", initializer=start):
        cell = R.EmbeddingWrapper(R.GRUCell(UNITS), 7, 4)
        xs = [tf.constant([3, 0, 6]), tf.constant([1, 2, 5])]
        output, state = R.static_rnn(cell, xs, dtype=tf.float32)
    return {"output": output, "state": state}


@case
def embedding_errors(tf):
    R = tf.contrib.rnn
    cell = R.GRUCell(2)
    return {
        "no cell": error(lambda: R.EmbeddingWrapper(1, 5, 5)),
        "classes": error(lambda: R.EmbeddingWrapper(cell, 0, 5)),
        "size": error(lambda: R.EmbeddingWrapper(cell, 5, 0)),
    }


@case
def highway(tf):
    R = tf.contrib.rnn
    return step(tf, R.HighwayWrapper(R.GRUCell(DEPTH)))


@case
def highway_time(tf):
    R = tf.contrib.rnn
    return over_time(tf, R.HighwayWrapper(R.BasicLSTMCell(DEPTH), False, -0.5))


@case
def highway_errors(tf):
    R = tf.contrib.rnn
    cell = R.HighwayWrapper(R.GRUCell(UNITS))
    x = given(tf, [BATCH, DEPTH])
    return {"sizes": error(lambda: cell(x, given(tf, [BATCH, UNITS])))}


@case
def compiled(tf):
    R = tf.contrib.rnn
    cell = R.CompiledWrapper(R.GRUCell(UNITS))
    return {
        "state_size": cell.state_size,
        "output_size": cell.output_size,
        "zero": cell.zero_state(BATCH, tf.float32),
    }


@case
def compiled_step(tf):
    R = tf.contrib.rnn
    # XLA drew the initial values of 1.15 too, the last bit otherwise
    start = tf.constant_initializer(0.1)
    cell = R.CompiledWrapper(R.GRUCell(UNITS, kernel_initializer=start))
    return step(tf, cell)


@case
def attention(tf):
    R = tf.contrib.rnn
    return step(tf, R.AttentionCellWrapper(R.GRUCell(UNITS), 3))


@case
def attention_sizes(tf):
    R = tf.contrib.rnn
    cell = R.AttentionCellWrapper(
        R.BasicLSTMCell(UNITS), 3, attn_size=5, attn_vec_size=4, input_size=6
    )
    return step(tf, cell)


@case
def attention_time(tf):
    R = tf.contrib.rnn
    return over_time(tf, R.AttentionCellWrapper(R.BasicLSTMCell(UNITS), 3))


@case
def attention_one_tensor(tf):
    R = tf.contrib.rnn
    inner = R.BasicLSTMCell(UNITS, state_is_tuple=False)
    cell = R.AttentionCellWrapper(inner, 3, state_is_tuple=False)
    return step(tf, cell)


@case
def attention_one_tensor_gru(tf):
    R = tf.contrib.rnn
    cell = R.AttentionCellWrapper(R.GRUCell(UNITS), 2, state_is_tuple=False)
    return over_time(tf, cell)


@case
def attention_errors(tf):
    R = tf.contrib.rnn
    lstm, gru = R.BasicLSTMCell(2), R.GRUCell(2)
    return {
        "no cell": error(lambda: R.AttentionCellWrapper(1, 3)),
        "tuple": error(lambda: R.AttentionCellWrapper(lstm, 3, state_is_tuple=False)),
        "length": error(lambda: R.AttentionCellWrapper(gru, 0)),
    }


@case
def norm_lstm(tf):
    return step(tf, tf.contrib.rnn.LayerNormBasicLSTMCell(UNITS))


@case
def norm_lstm_options(tf):
    cell = tf.contrib.rnn.LayerNormBasicLSTMCell(
        5, 0.3, activation=tf.nn.relu, norm_gain=0.7, norm_shift=0.2
    )
    return over_time(tf, cell)


@case
def norm_lstm_without(tf):
    return step(tf, tf.contrib.rnn.LayerNormBasicLSTMCell(UNITS, layer_norm=False))


@case
def norm_lstm_dropout(tf):
    cell = tf.contrib.rnn.LayerNormBasicLSTMCell(
        UNITS, dropout_keep_prob=0.5, dropout_prob_seed=11
    )
    return step(tf, cell)


@case
def norm_lstm_dropout_seed(tf):
    # of two units both may be dropped: what is left to normalize is rounding
    cell = tf.contrib.rnn.LayerNormBasicLSTMCell(6, dropout_keep_prob=0.7)
    # steps that run at once draw their numbers in any order
    return over_time(tf, cell, parallel_iterations=1)


@case
def norm_lstm_dropout_fed(tf):
    keep = tf.placeholder_with_default(0.5, [])
    cell = tf.contrib.rnn.LayerNormBasicLSTMCell(UNITS, dropout_keep_prob=keep)
    return step(tf, cell)


@case
def norm_lstm_static(tf):
    xs = [given(tf, [1, DEPTH], 5 + i) for i in range(2)]
    cell = tf.contrib.rnn.LayerNormBasicLSTMCell(UNITS)
    output, state = tf.contrib.rnn.static_rnn(cell, xs, dtype=tf.float32)
    return {"output": output, "state": state}


@case
def norm_lstm_double(tf):
    cell = tf.contrib.rnn.LayerNormBasicLSTMCell(UNITS)
    return step(tf, cell, dtype="float64")


@case
def residual_of_all(tf):
    """Wrappers in wrappers, in a stack."""
    R = tf.contrib.rnn
    cells = [
        R.ResidualWrapper(R.InputProjectionWrapper(R.GRUCell(DEPTH), 3)),
        R.HighwayWrapper(R.LSTMBlockCell(DEPTH)),
        R.OutputProjectionWrapper(R.BasicLSTMCell(UNITS), TIME),
    ]
    return over_time(tf, R.MultiRNNCell(cells))
