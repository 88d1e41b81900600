"""Cases: tile_batch, gather_tree, BeamSearchDecoder. Plain TensorFlow 1.x."""

import numpy as np
import tensorflow as tf

from tests.cases.contrib.seq2seq.attention import SPANS, memory, wrong
from tests.cases.contrib.seq2seq.decoding import BATCH, DEPTH, WORDS, embedding, values
from tests.cases.registry import family

case = family(
    __name__,
    "squares, texts",
    initial=1e-7,
    why="an initial value is scaled in another order of two products",
)

rnn = tf.contrib.rnn
seq2seq = tf.contrib.seq2seq


def tiled():
    state = rnn.LSTMStateTuple(values(2, 3), tf.constant(values(2, 3) * 2))
    unknown = tf.placeholder_with_default(values(2, 3), [None, None])
    return (
        seq2seq.tile_batch(values(2, 3, 2), 3),
        seq2seq.tile_batch(state, multiplier=2, name="mine"),
        seq2seq.tile_batch(unknown, 2),
        seq2seq.tile_batch(tf.constant([4, 1, 2]), 2),
    )


STEPS = [
    [[1, 2, 3], [4, 4, 5]],
    [[4, 5, 1], [2, 0, 2]],
    [[2, 2, 0], [5, 1, 3]],
    [[3, 9, 8], [2, 2, 2]],
]
PARENTS = [
    [[0, 0, 0], [0, 0, 0]],
    [[0, 1, 1], [2, 1, 0]],
    [[2, 1, 2], [0, 0, 1]],
    [[0, 2, 1], [2, 1, 0]],
]


def tree(lengths=(4, 4), end=9, parents=PARENTS, steps=STEPS):
    def build():
        return seq2seq.gather_tree(
            tf.constant(steps), tf.constant(parents), list(lengths), end
        )

    return build


def tree_unknown():
    steps = tf.placeholder_with_default(STEPS, [None, None, None])
    return seq2seq.gather_tree(steps, PARENTS, [3, 2], tf.constant(7), name="mine")


def tree_random():
    random = np.random.RandomState(3)
    parents = random.randint(0, 4, [7, 5, 4]).astype(np.int32)
    steps = random.randint(0, 6, [7, 5, 4]).astype(np.int32)
    return seq2seq.gather_tree(steps, parents, [7, 3, 0, 5, 9], 5)


def beams(
    cell=rnn.GRUCell,
    width=3,
    attention=None,
    layer=True,
    limit=5,
    function=False,
    start=(0, 2, 1),
    history=False,
    state=None,
    major=False,
    scale=1.0,
    unknown=False,
    **given,
):
    """A beam search; `attention` makes a mechanism from a tiled memory."""

    def build():
        table = embedding() * scale
        lookup = (lambda ids: tf.nn.embedding_lookup(table, ids)) if function else table
        made, batch = cell(4 if layer else WORDS), len(start)
        if attention is not None:
            seen = seq2seq.tile_batch(memory(), width)
            spans = seq2seq.tile_batch(tf.constant(SPANS), width)
            made = seq2seq.AttentionWrapper(
                made, attention(4, seen, spans), alignment_history=history
            )
        first = made.zero_state(batch * width, tf.float32)
        if state is not None:
            first = seq2seq.tile_batch(state(), width)
        decoder = seq2seq.BeamSearchDecoder(
            made,
            lookup,
            tf.placeholder_with_default(start, [None]) if unknown else list(start),
            4,
            first,
            width,
            tf.layers.Dense(WORDS, name="out") if layer else None,
            **given,
        )
        outputs, final, lengths = seq2seq.dynamic_decode(
            decoder, maximum_iterations=limit, output_time_major=major
        )
        if history:
            inner = final.cell_state
            final = final._replace(cell_state=inner._replace(alignment_history=()))
            return outputs, final, lengths, inner.alignment_history
        return outputs, final, lengths

    return build


def stacked(units):
    return rnn.MultiRNNCell([rnn.BasicLSTMCell(units), rnn.GRUCell(units)])


def first_state():
    return tf.constant(values(BATCH, 4))


def unknown_batch():
    table = embedding()
    start = tf.placeholder_with_default([0, 2, 1], [None])
    cell = rnn.BasicLSTMCell(4)
    state = cell.zero_state(tf.size(start) * 2, tf.float32)
    decoder = seq2seq.BeamSearchDecoder(
        cell, table, start, 4, state, 2, tf.layers.Dense(WORDS)
    )
    return seq2seq.dynamic_decode(decoder, maximum_iterations=4)


def parts():
    """The decoder's parts, one after the other."""
    cell = rnn.GRUCell(4)
    decoder = seq2seq.BeamSearchDecoder(
        cell,
        embedding(),
        tf.constant([0, 2]),
        4,
        cell.zero_state(2 * 3, tf.float32),
        3,
        tf.layers.Dense(WORDS),
        length_penalty_weight=0.6,
    )
    sizes = str((decoder.output_size, decoder.output_dtype))
    finished, inputs, state = decoder.initialize()
    outputs, state, inputs, finished = decoder.step(tf.constant(0), inputs, state)
    second = decoder.step(tf.constant(1), inputs, state, name="mine")
    own = [decoder.tracks_own_finished, decoder.batch_size]
    return sizes, own, outputs, state, inputs, finished, second


def doubled():
    cell = rnn.BasicLSTMCell(4)
    decoder = seq2seq.BeamSearchDecoder(
        cell,
        embedding(dtype=tf.float64),
        [1, 3],
        4,
        cell.zero_state(4, tf.float64),
        2,
        tf.layers.Dense(WORDS),
    )
    return seq2seq.dynamic_decode(decoder, maximum_iterations=3)


def decoder(
    cell=None, embedding=None, start=(1, 2), end=4, state=None, width=2, **more
):
    cell = cell or rnn.GRUCell(4)
    table = tf.zeros([WORDS, DEPTH]) if embedding is None else embedding
    if state is None:
        state = rnn.GRUCell(4).zero_state(4, tf.float32)
    return seq2seq.BeamSearchDecoder(
        cell, table, tf.convert_to_tensor(start), end, state, width, **more
    )


ERRORS = {
    "start_rank": lambda: decoder(start=[[1, 2]]),
    "end_rank": lambda: decoder(end=[4]),
    "layer": lambda: decoder(output_layer=tf.nn.relu),
    "cell": lambda: decoder(cell=3),
    "state_shape": lambda: decoder(state=tf.zeros([])),
    "tile_scalar": lambda: seq2seq.tile_batch(tf.constant(1), 2),
    "tree_rank": lambda: seq2seq.gather_tree([[1]], [[1]], [1], 2),
}

B, L = seq2seq.BahdanauAttention, seq2seq.LuongAttention
BEAMS = {
    "tile_batch": tiled,
    "gather_tree": tree(),
    "gather_tree_lengths": tree((3, 1), 7),
    "gather_tree_zero": tree((0, 9), 4),
    "gather_tree_unknown": tree_unknown,
    "gather_tree_random": tree_random,
    "beams": beams(scale=3.0),
    "beams_lstm": beams(rnn.BasicLSTMCell, width=2, state=None, function=True),
    "beams_stacked": beams(stacked, limit=4),
    "beams_one": beams(width=1, start=(1,), limit=6),
    "beams_first_state": beams(state=first_state, scale=3.0),
    "beams_no_layer": beams(layer=False, length_penalty_weight=1.0),
    "beams_long": beams(length_penalty_weight=0.8, limit=8, scale=3.0),
    "beams_major": beams(major=True, limit=3),
    "beams_attention": beams(attention=B, scale=2.0),
    "beams_coverage": beams(attention=L, coverage_penalty_weight=0.5, limit=4),
    "beams_history": beams(attention=L, history=True, limit=4, scale=2.0),
    "beams_history_kept": beams(
        attention=L, history=True, limit=3, reorder_tensor_arrays=False
    ),
    "beams_history_unknown": beams(
        attention=L, history=True, limit=4, scale=2.0, unknown=True
    ),
    "beams_coverage_two": beams(
        attention=lambda *a: [L(*a), B(*a)], coverage_penalty_weight=0.2, limit=3
    ),
    "beams_wide": beams(width=7, start=(3, 0), limit=3),
    "beams_unknown": unknown_batch,
    "beams_parts": parts,
    "beams_double": doubled,
}
case.table(BEAMS.items(), gradients=False)  # no one trains through a beam search
case.table((("wrong_beam_" + name, wrong(made)) for name, made in ERRORS.items()))
