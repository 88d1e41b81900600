"""Cases: attention mechanisms and AttentionWrapper. Plain TensorFlow 1.x."""

import numpy as np
import tensorflow as tf

from tests.cases.contrib.seq2seq.decoding import (
    BATCH,
    DEPTH,
    LENGTHS,
    TIME,
    decode,
    inputs,
    values,
)
from tests.cases.registry import family

case = family(
    __name__,
    "squares, texts",
    initial=1e-7,
    why="an initial value is scaled in another order of two products",
)

rnn = tf.contrib.rnn
seq2seq = tf.contrib.seq2seq
SPAN, WIDTH = 5, 4  # of the memory
SPANS = [5, 1, 3]


def memory(dtype=np.float32):
    return tf.constant(np.cos(values(BATCH, SPAN, WIDTH, dtype=np.float64) * 3), dtype)


def graded(result, *by):
    return result, tf.gradients(tf.reduce_sum(result * result), list(by))


def hardmax():
    return seq2seq.hardmax(values(2, 3, 4)), seq2seq.hardmax([[1.0, 1.0, 0.5]])


def safe_cumprod():
    x = tf.constant(np.abs(values(2, 5)) * [1, 1, 0, 1, 1], tf.float32)
    one = graded(seq2seq.safe_cumprod(x, axis=1), x)
    return one, seq2seq.safe_cumprod(x, axis=0, exclusive=True, reverse=True)


def monotonic(mode):
    def build():
        choose = tf.constant(np.abs(values(3, 5)), tf.float32)
        if mode == "hard":
            choose = tf.round(choose)
        before = tf.constant(np.eye(3, 5, 1), tf.float32)
        result = seq2seq.monotonic_attention(choose, before, mode)
        # 1.15's gradient of a product of zeros is NaN: no one trains through "hard"
        return result if mode == "hard" else graded(result, choose, before)

    return build


def mechanism(kind, units=4, query_depth=3, lengths=None, dtype=None, **given):
    """A mechanism on its own, asked twice."""

    def build():
        number = np.float64 if dtype == tf.float64 else np.float32
        more = dict(given)
        if dtype is not None:
            more["dtype"] = dtype
        made = kind(units, memory(number), memory_sequence_length=lengths, **more)
        query = tf.constant(values(BATCH, query_depth, dtype=number))
        state = made.initial_state(BATCH, dtype or tf.float32)
        first = made(query, state)
        second = made(query * 0.5, first[1])
        layers = [type(made.query_layer).__name__, type(made.memory_layer).__name__]
        sizes = [made.alignments_size, made.state_size, made.batch_size]
        align = made.initial_alignments(BATCH, dtype or tf.float32)
        return made.keys, made.values, state, first, second, layers, sizes, align

    return build


def own_key_value(memory, values_):
    return memory * 0.5, values_ + 1.0


class Fixed(seq2seq.AttentionMechanism):
    """A mechanism of one's own."""

    alignments_size = SPAN
    state_size = SPAN
    batch_size = BATCH
    memory_layer = None

    def __init__(self):
        self.values = memory()

    def initial_alignments(self, batch_size, dtype):
        return tf.fill([batch_size, SPAN], tf.cast(0.2, dtype))

    initial_state = initial_alignments

    def __call__(self, query, state):
        scores = tf.nn.softmax(state + query[:, :1])
        return scores, state * 0.5


def bahdanau(units=4, **given):
    given.setdefault("memory_sequence_length", SPANS)
    return seq2seq.BahdanauAttention(units, memory(), **given)


def luong(units=4, **given):
    return seq2seq.LuongAttention(units, memory(), **given)


def wrapped(make=bahdanau, cell=rnn.BasicLSTMCell, run="rnn", **given):
    """An AttentionWrapper in dynamic_rnn, in a decoder, or asked once."""

    def build():
        more = {
            name: f() if callable(f) and name in LAZY else f
            for name, f in given.items()
        }
        made = [one() for one in make] if isinstance(make, list) else make()
        wrapper = seq2seq.AttentionWrapper(cell(4), made, **more)
        if run == "rnn":
            return tf.nn.dynamic_rnn(
                wrapper,
                inputs(),
                sequence_length=LENGTHS,
                dtype=tf.float32,
                parallel_iterations=1,  # else draws of two steps may change places
            )
        if run == "decode":
            helper = seq2seq.TrainingHelper(inputs(), LENGTHS)
            layer = tf.layers.Dense(5)
            return decode(wrapper, helper, layer=layer, impute_finished=True)
        state = wrapper.zero_state(BATCH, tf.float32)
        output, following = wrapper(inputs()[:, 0], state)
        again, _ = wrapper(inputs()[:, 1], following.clone(attention=output))
        # One array under both states: reading it twice is a race, in 1.15 too.
        state = state._replace(alignment_history=())
        return wrapper.state_size, wrapper.output_size, state, output, following, again

    return build


LAZY = {"initial_cell_state", "attention_layer"}


def cell_state():
    return rnn.LSTMStateTuple(
        tf.constant(values(BATCH, 4)), tf.constant(values(BATCH, 4) * 0.5)
    )


def wrapped_input_fn():
    return wrapped(cell_input_fn=lambda x, a: tf.concat([x * 0.5, a, a], -1))()


def own_attention(mechanism, cell_output, attention_state, attention_layer):
    scores, following = mechanism(cell_output * 0.5, attention_state)
    context = tf.reduce_sum(tf.expand_dims(scores, 2) * mechanism.values, 1)
    return attention_layer(context), scores, following


def stacked(units):
    return rnn.MultiRNNCell([rnn.GRUCell(units), rnn.BasicLSTMCell(3)])


def dropped(units):
    return rnn.DropoutWrapper(rnn.GRUCell(units), output_keep_prob=0.5)


def history_decoded():
    wrapper = seq2seq.AttentionWrapper(rnn.GRUCell(4), luong(), 3, True)
    helper = seq2seq.TrainingHelper(inputs(), LENGTHS)
    result = decode(wrapper, helper, layer=tf.layers.Dense(5))
    state = result["f"]
    return result["o"], state.alignment_history.stack(), state.time, state.alignments


def initial_state():
    wrapper = seq2seq.AttentionWrapper(rnn.GRUCell(4), luong(), name="mine")
    start = tf.constant(values(BATCH, 4))
    state = wrapper.zero_state(BATCH, tf.float32).clone(cell_state=start)
    output, state = tf.nn.dynamic_rnn(
        wrapper, inputs(), initial_state=state, dtype=tf.float32
    )
    asked = wrapper.get_initial_state(batch_size=BATCH, dtype=tf.float32)
    return output, state, asked, wrapper.get_config()["name"]


def placeholder_batch():
    x = tf.placeholder_with_default(inputs(), [None, None, DEPTH])
    seen = tf.placeholder_with_default(memory(), [None, None, WIDTH])
    spans = tf.placeholder_with_default(tf.constant(SPANS), [None])
    made = seq2seq.LuongAttention(4, seen, spans, scale=True)
    wrapper = seq2seq.AttentionWrapper(rnn.GRUCell(4), made, attention_layer_size=3)
    return tf.nn.dynamic_rnn(wrapper, x, dtype=tf.float32)


def clone_dynamic():
    """Shapes that are known at run time only."""
    wrapper = seq2seq.AttentionWrapper(GRU(4), luong())
    start = tf.placeholder_with_default(values(BATCH, 4), [None, 4])
    state = wrapper.zero_state(BATCH, tf.float32)
    known = state.clone(cell_state=start)
    later = known._replace(attention=start).clone(cell_state=state.cell_state)
    return known, later.clone(attention=start)


def double():
    made = seq2seq.BahdanauAttention(
        4, memory(np.float64), normalize=True, dtype=tf.float64
    )
    wrapper = seq2seq.AttentionWrapper(rnn.GRUCell(4), made, 2, dtype=tf.float64)
    return tf.nn.dynamic_rnn(wrapper, inputs(np.float64), dtype=tf.float64)


def unknown_length(batch):
    """The first alignments over a memory of a length that no one knows."""

    def build():
        values_of = tf.placeholder_with_default(memory(), [BATCH, None, WIDTH])
        made = seq2seq.LuongAttention(WIDTH, values_of)
        rows = tf.constant(BATCH) if batch == "tensor" else BATCH
        return made.initial_state(rows, tf.float32), tf.random_uniform([2])

    return build


def trained():
    """Ops after the gradients take seeds too."""
    wrapper = seq2seq.AttentionWrapper(rnn.BasicLSTMCell(4), bahdanau(), 4)
    helper = seq2seq.TrainingHelper(inputs(), LENGTHS)
    result = decode(wrapper, helper, layer=tf.layers.Dense(5))
    logits = result["o"].rnn_output
    targets = tf.constant(np.arange(BATCH * TIME).reshape(BATCH, TIME) % 5)
    loss = seq2seq.sequence_loss(
        logits, targets, tf.sequence_mask(LENGTHS, TIME, dtype=tf.float32)
    )
    tf.train.AdamOptimizer(0.1).minimize(loss)
    return loss, tf.random_normal([2])


def wrong(function):
    def build():
        function()
        raise AssertionError("no error")

    return build


def wrapper(*args, **given):
    return seq2seq.AttentionWrapper(*args, **given)


def wrong_batch():
    made = wrapper(rnn.GRUCell(4), luong())
    return made(tf.zeros([2, 3]), made.zero_state(2, tf.float32))


B, L = seq2seq.BahdanauAttention, seq2seq.LuongAttention
BM, LM = seq2seq.BahdanauMonotonicAttention, seq2seq.LuongMonotonicAttention
GRU = rnn.GRUCell

ERRORS = {
    "luong_depth": lambda: luong()(tf.zeros([BATCH, 3]), None),
    "mode": lambda: seq2seq.monotonic_attention([[1.0]], [[1.0]], "other"),
    "not_a_cell": lambda: wrapper(3, luong()),
    "not_a_mechanism": lambda: wrapper(GRU(4), "luong"),
    "not_mechanisms": lambda: wrapper(GRU(4), [luong(), 3]),
    "layer_sizes": lambda: wrapper(GRU(4), luong(), [3, 4]),
    "layer_and_size": lambda: wrapper(
        GRU(4), luong(), 3, attention_layer=tf.layers.Dense(2)
    ),
    "layers": lambda: wrapper(GRU(4), luong(), attention_layer=[1, 2]),
    "input_fn": lambda: wrapper(GRU(4), luong(), cell_input_fn=3),
    "state_kind": lambda: wrapper(GRU(4), luong()).call(inputs()[:, 0], ()),
    "batch": wrong_batch,
    "clone_shape": lambda: (
        wrapper(GRU(4), luong())
        .zero_state(BATCH, tf.float32)
        .clone(cell_state=tf.zeros([2, 4]))
    ),
    "clone_structure": lambda: (
        wrapper(GRU(4), luong())
        .zero_state(BATCH, tf.float32)
        .clone(cell_state=(tf.zeros([3, 4]), tf.zeros([3, 4])))
    ),
}

ATTENTION = {
    "hardmax": hardmax,
    "safe_cumprod": safe_cumprod,
    "monotonic_parallel": monotonic("parallel"),
    "monotonic_recursive": monotonic("recursive"),
    "monotonic_hard": monotonic("hard"),
    "bahdanau": mechanism(B),
    "bahdanau_lengths": mechanism(B, lengths=SPANS),
    "bahdanau_zero_length": mechanism(B, lengths=[0, 1, 5], score_mask_value=-1e4),
    "bahdanau_normal": mechanism(B, lengths=SPANS, normalize=True, name="mine"),
    "bahdanau_hardmax": mechanism(B, probability_fn=seq2seq.hardmax),
    "bahdanau_double": mechanism(B, lengths=SPANS, normalize=True, dtype=tf.float64),
    "bahdanau_keys": mechanism(B, custom_key_value_fn=own_key_value),
    "bahdanau_monotonic": mechanism(BM, lengths=SPANS),
    "bahdanau_monotonic_normal": mechanism(
        BM, normalize=True, mode="recursive", score_bias_init=0.5
    ),
    "bahdanau_monotonic_noise": mechanism(BM, sigmoid_noise=0.5),
    "bahdanau_monotonic_hard": mechanism(
        BM, sigmoid_noise=1.0, sigmoid_noise_seed=3, mode="hard"
    ),
    "luong": mechanism(L, query_depth=4),
    "luong_scaled": mechanism(L, query_depth=4, lengths=SPANS, scale=True),
    "luong_double": mechanism(L, query_depth=4, scale=True, dtype=tf.float64),
    "luong_keys": mechanism(L, query_depth=4, custom_key_value_fn=own_key_value),
    "luong_monotonic": mechanism(LM, query_depth=4, lengths=SPANS, name="mine"),
    "luong_monotonic_scaled": mechanism(
        LM, query_depth=4, scale=True, score_bias_init=-1.0, sigmoid_noise=0.3
    ),
    "wrapped": wrapped(),
    "wrapped_once": wrapped(run="once"),
    "wrapped_decode": wrapped(run="decode"),
    "wrapped_layer_size": wrapped(attention_layer_size=3),
    "wrapped_layer_size_decode": wrapped(luong, run="decode", attention_layer_size=3),
    "wrapped_layer": wrapped(
        luong, attention_layer=lambda: tf.layers.Dense(2, tf.tanh, name="att")
    ),
    "wrapped_two": wrapped([bahdanau, luong], attention_layer_size=[3, 2]),
    "wrapped_two_once": wrapped([bahdanau, luong], run="once", alignment_history=True),
    "wrapped_own": wrapped(Fixed, run="once"),
    "wrapped_history": wrapped(luong, run="once", alignment_history=True),
    "wrapped_no_output": wrapped(output_attention=False),
    "wrapped_initial": wrapped(run="once", initial_cell_state=cell_state),
    "wrapped_attention_fn": wrapped(
        luong, attention_layer_size=3, attention_fn=own_attention
    ),
    "wrapped_input_fn": wrapped_input_fn,
    "wrapped_stacked": wrapped(lambda: luong(3), stacked),
    "wrapped_dropout": wrapped(luong, dropped),
    "wrapped_monotonic": wrapped(lambda: BM(4, memory(), SPANS)),
    "history_decoded": history_decoded,
    "initial_state": initial_state,
    "placeholder_batch": placeholder_batch,
    "clone_dynamic": clone_dynamic,
    "double": double,
    "trained": trained,
    "unknown_length": unknown_length("number"),
    "unknown_length_tensor": unknown_length("tensor"),
}
case.table(ATTENTION.items())
case.table((("wrong_" + name, wrong(made)) for name, made in ERRORS.items()))
