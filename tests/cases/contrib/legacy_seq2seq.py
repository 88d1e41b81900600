"""Cases: tf.contrib.legacy_seq2seq. Plain TensorFlow 1.x."""

import tensorflow as tf

from tests.cases.contrib.seq2seq.attention import wrong
from tests.cases.contrib.seq2seq.decoding import values
from tests.cases.registry import family

case = family(
    __name__,
    "squares, texts",
    initial=1e-7,
    why="an initial value is scaled in another order of two products",
)

rnn = tf.contrib.rnn
legacy = tf.contrib.legacy_seq2seq
BATCH, DEPTH = 2, 3


def listed(steps, depth=DEPTH, factor=1.0):
    whole = values(steps, BATCH, depth) * factor
    return [tf.constant(whole[step]) for step in range(steps)]


def ids(steps, words, first=0):
    return [
        tf.constant([(first + 2 * t + b) % words for b in range(BATCH)], tf.int32)
        for t in range(steps)
    ]


def stacked(units):
    return rnn.MultiRNNCell([rnn.BasicLSTMCell(units), rnn.GRUCell(units)])


def decoder(cell=rnn.GRUCell, loop=False, **given):
    def build():
        made = cell(DEPTH)
        follow = (lambda previous, step: previous * 0.5 + step) if loop else None
        state = made.zero_state(BATCH, tf.float32)
        return legacy.rnn_decoder(listed(3), state, made, follow, **given)

    return build


def basic(function, cell=rnn.BasicLSTMCell, **given):
    return lambda: function(listed(4), listed(3, factor=0.5), cell(DEPTH), **given)


def attention(cell=rnn.GRUCell, loop=False, **given):
    def build():
        made = cell(DEPTH)
        states = tf.constant(values(BATCH, 4, 5))
        follow = (lambda previous, step: previous[:, :DEPTH]) if loop else None
        state = made.zero_state(BATCH, tf.float32)
        return legacy.attention_decoder(
            listed(3), state, states, made, loop_function=follow, **given
        )

    return build


def projection():
    weights = tf.get_variable("projection", [4, 6])
    return weights, tf.get_variable("projection_bias", [6])


def embedded(project=False, cell=rnn.GRUCell, attended=False, **given):
    def build():
        made, more = cell(4), dict(given)
        if project:
            more["output_projection"] = projection()
        state = made.zero_state(BATCH, tf.float32)
        if attended:
            states = tf.constant(values(BATCH, 3, 5))
            return legacy.embedding_attention_decoder(
                ids(3, 6), state, states, made, 6, 2, **more
            )
        return legacy.embedding_rnn_decoder(ids(3, 6), state, made, 6, 2, **more)

    return build


def whole(function, project=False, cell=rnn.BasicLSTMCell, tied=False, **given):
    def build():
        more = dict(given)
        if project:
            more["output_projection"] = projection()
        if more.get("feed_previous") == "tensor":
            more["feed_previous"] = tf.constant(True)
        words = (6,) if tied else (5, 6)
        return function(ids(3, 5), ids(2, 6, 1), cell(4), *words, 3, **more)

    return build


def one2many(feed=False):
    def build():
        return legacy.one2many_rnn_seq2seq(
            ids(3, 5),
            {"a": ids(2, 6), "b": ids(3, 4)},
            rnn.GRUCell(4),
            {"a": rnn.GRUCell(4), "b": rnn.GRUCell(4)},
            5,
            {"a": 6, "b": 4},
            3,
            feed_previous=tf.constant(False) if feed == "tensor" else feed,
        )

    return build


def logits(steps=3, words=4):
    return [x * 2 for x in listed(steps, words)]


def weights(steps=3):
    return [tf.constant([1.0, 1.0 / (step + 1)]) for step in range(steps)]


def loss(function, **given):
    def build():
        scores = logits()
        result = function(scores, ids(3, 4), weights(), **given)
        return result, tf.gradients(result, scores)

    return build


def own_loss(labels, logits):
    return tf.reduce_sum(logits, 1) - tf.cast(labels, tf.float32)


def buckets(**given):
    def build():
        def model(encoder_inputs, decoder_inputs):
            return legacy.embedding_rnn_seq2seq(
                encoder_inputs, decoder_inputs, rnn.GRUCell(4), 5, 6, 3
            )

        return legacy.model_with_buckets(
            ids(4, 5),
            ids(3, 6),
            ids(3, 6, 2),
            weights(),
            [(2, 2), (4, 3)],
            model,
            **given,
        )

    return build


by_example = legacy.sequence_loss_by_example
ERRORS = {
    "loss_lengths": lambda: by_example(logits(), ids(2, 4), weights()),
    "loss_lengths_whole": lambda: legacy.sequence_loss(logits(2), ids(3, 4), weights()),
    "buckets_short": lambda: legacy.model_with_buckets(
        ids(1, 5), ids(3, 6), ids(3, 6), weights(), [(2, 2)], None
    ),
    "attention_empty": lambda: legacy.attention_decoder(
        [], listed(1)[0], tf.zeros([2, 3, 4]), rnn.GRUCell(3)
    ),
    "attention_heads": lambda: legacy.attention_decoder(
        listed(1), listed(1)[0], tf.zeros([2, 3, 4]), rnn.GRUCell(3), num_heads=0
    ),
    "attention_depth": lambda: legacy.attention_decoder(
        listed(1),
        listed(1)[0],
        tf.placeholder(tf.float32, [2, 3, None]),
        rnn.GRUCell(3),
    ),
}

RNN, TIED = legacy.embedding_rnn_seq2seq, legacy.embedding_tied_rnn_seq2seq
ATTENDED = legacy.embedding_attention_seq2seq
LEGACY = {
    "legacy_rnn_decoder": decoder(),
    "legacy_rnn_decoder_loop": decoder(rnn.BasicLSTMCell, loop=True, scope="mine"),
    "legacy_basic": basic(legacy.basic_rnn_seq2seq),
    "legacy_basic_stacked": basic(legacy.basic_rnn_seq2seq, stacked, scope="mine"),
    "legacy_tied": basic(legacy.tied_rnn_seq2seq),
    "legacy_tied_loop": basic(
        legacy.tied_rnn_seq2seq, rnn.GRUCell, loop_function=lambda p, i: p * 0.5
    ),
    "legacy_attention": attention(),
    "legacy_attention_heads": attention(rnn.BasicLSTMCell, num_heads=2, output_size=4),
    "legacy_attention_loop": attention(stacked, loop=True),
    "legacy_attention_initial": attention(initial_state_attention=True, scope="mine"),
    "legacy_embedded": embedded(),
    "legacy_embedded_fed": embedded(True, feed_previous=True),
    "legacy_embedded_fixed": embedded(
        True, feed_previous=True, update_embedding_for_previous=False
    ),
    "legacy_embedded_attended": embedded(attended=True, num_heads=2, output_size=6),
    "legacy_embedded_attended_fed": embedded(True, attended=True, feed_previous=True),
    "legacy_rnn": whole(RNN),
    "legacy_rnn_fed": whole(RNN, feed_previous=True, cell=rnn.GRUCell),
    "legacy_rnn_tensor": whole(RNN, feed_previous="tensor"),
    "legacy_rnn_projected": whole(RNN, True, feed_previous=True),
    "legacy_rnn_stacked": whole(RNN, cell=stacked, scope="mine"),
    "legacy_shared": whole(TIED, tied=True),
    "legacy_shared_fed": whole(TIED, tied=True, feed_previous=True),
    "legacy_shared_tensor": whole(TIED, tied=True, feed_previous="tensor"),
    "legacy_shared_fewer": whole(TIED, tied=True, num_decoder_symbols=4),
    "legacy_attended": whole(ATTENDED),
    "legacy_attended_fed": whole(ATTENDED, feed_previous=True, num_heads=2),
    "legacy_attended_tensor": whole(ATTENDED, feed_previous="tensor"),
    "legacy_attended_projected": whole(ATTENDED, True, cell=rnn.GRUCell),
    "legacy_attended_initial": whole(ATTENDED, initial_state_attention=True),
    "legacy_one2many": one2many(),
    "legacy_one2many_fed": one2many(True),
    "legacy_one2many_tensor": one2many("tensor"),
    "legacy_loss": loss(legacy.sequence_loss),
    "legacy_loss_sums": loss(
        legacy.sequence_loss, average_across_timesteps=False, average_across_batch=False
    ),
    "legacy_loss_example": loss(by_example),
    "legacy_loss_own": loss(by_example, softmax_loss_function=own_loss, name="mine"),
    "legacy_buckets": buckets(),
    "legacy_buckets_example": buckets(per_example_loss=True, name="mine"),
}
case.table(LEGACY.items())
case.table((("wrong_legacy_" + name, wrong(made)) for name, made in ERRORS.items()))
