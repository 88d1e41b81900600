"""Runs in TensorFlow 1.15.5: what the blocks of compat.migrate have to be equal to.

Arguments: the folder to write to: a checkpoint `blocks`, and `blocks.npz` with outputs
and gradients. Every weight is from a ramp.
"""

import os
import sys

import numpy as np
import tensorflow as tf

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
from tests.cases.values import ramp

N, S, C = tf.nn.rnn_cell, tf.contrib.seq2seq, tf.contrib.crf
BATCH, TIME, INPUTS, PLACES, MEMORY, UNITS, TOKENS = 2, 3, 4, 5, 6, 3, 7
LENGTHS = np.array([3, 5], np.int32)

MECHANISMS = {
    "bahdanau": (S.BahdanauAttention, {}),
    "normed": (S.BahdanauAttention, {"normalize": True}),
    "luong": (S.LuongAttention, {}),
    "scaled": (S.LuongAttention, {"scale": True}),
    "bahdanau_monotonic": (S.BahdanauMonotonicAttention, {"score_bias_init": 0.3}),
    "luong_monotonic": (S.LuongMonotonicAttention, {"scale": True}),
    "luong_hard": (S.LuongMonotonicAttention, {"mode": "hard"}),
}
# How each is wrapped: (cell, attention_layer_size, output_attention, lengths given).
WRAPPED = {
    "bahdanau": ("lstm", 5, True, True),
    "normed": ("gru", None, True, True),
    "luong": ("lstm", None, False, False),
    "scaled": ("gru", 5, True, True),
    "bahdanau_monotonic": ("lstm", 5, True, True),
    "luong_monotonic": ("gru", 4, False, False),
    "luong_hard": ("gru", 5, True, True),
}


def inputs():
    return tf.constant(ramp([BATCH, TIME, INPUTS]))


def memory():
    return tf.constant(ramp([BATCH, PLACES, MEMORY], 3))


def wrapped(name, of, lengths):
    make, options = MECHANISMS[name]
    kind, size, output, given = WRAPPED[name]
    cell = N.BasicLSTMCell(UNITS) if kind == "lstm" else N.GRUCell(UNITS)
    lengths = lengths if given else None
    mechanism = make(UNITS, of, memory_sequence_length=lengths, **options)
    return S.AttentionWrapper(
        cell, mechanism, size, alignment_history=True, output_attention=output
    )


def attention(name):
    x, m = inputs(), memory()
    cell = wrapped(name, m, LENGTHS)
    output, state = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    history = tf.transpose(state.alignment_history.stack(), [1, 0, 2])
    loss = tf.reduce_sum(output * ramp([BATCH, TIME, int(output.shape[2])], 7))
    asked = [v for v in tf.trainable_variables(name) if "memory_layer" in v.name]
    asked = [x, m] + ([] if "hard" in name else asked)
    found = dict(zip(["dx", "dmemory", "dkernel"], tf.gradients(loss, asked)))
    return dict(found, output=output, history=history)


def decoders():
    """Greedy and beam search, with attention, an embedding, and an output layer."""
    table = tf.get_variable("table", [TOKENS, INPUTS])
    project = tf.layers.Dense(TOKENS, use_bias=False, name="project")
    start, found = tf.fill([BATCH], 1), {}
    with tf.variable_scope("go"):
        cell = wrapped("bahdanau", memory(), LENGTHS)
        helper = S.GreedyEmbeddingHelper(table, start, 0)
        state = cell.zero_state(BATCH, tf.float32)
        decoder = S.BasicDecoder(cell, helper, state, project)
        output, _, lengths = S.dynamic_decode(decoder, maximum_iterations=6)
        found.update(greedy=output.sample_id, logits=output.rnn_output, ends=lengths)
    for name, penalty, coverage in BEAMS:
        with tf.variable_scope("go", reuse=True):
            tiled = S.tile_batch(memory(), 3)
            make, options = MECHANISMS["bahdanau"]
            mechanism = make(
                UNITS, tiled, memory_sequence_length=S.tile_batch(LENGTHS, 3), **options
            )
            cell = S.AttentionWrapper(N.BasicLSTMCell(UNITS), mechanism, 5)
            state = cell.zero_state(BATCH * 3, tf.float32)
            decoder = S.BeamSearchDecoder(
                cell, table, start, 0, state, 3, project, penalty, coverage
            )
            output, last, _ = S.dynamic_decode(decoder, maximum_iterations=6)
            found[name + "_ids"] = output.predicted_ids
            found[name + "_scores"] = output.beam_search_decoder_output.scores
            found[name + "_lengths"] = last.lengths
    return found


BEAMS = [("beam", 0.0, 0.0), ("long", 0.8, 0.0), ("covered", 0.5, 0.4)]


def crf():
    logits = tf.constant(3 * ramp([3, 5, 4], 2))
    tags = tf.constant(np.arange(15).reshape(3, 5) * 7 % 4, tf.int32)
    lengths = tf.constant([5, 3, 1], tf.int32)
    likely, transitions = C.crf_log_likelihood(logits, tags, lengths)
    found = tf.gradients(tf.reduce_sum(likely * [1.0, 0.5, 2.0]), [logits, transitions])
    best, score = C.crf_decode(logits, transitions, lengths)
    whole = tf.constant([5, 5, 5], tf.int32)
    best_whole, _ = C.crf_decode(logits, transitions, whole)
    return {
        "likely": likely,
        "norm": C.crf_log_norm(logits, lengths, transitions),
        "dlogits": found[0],
        "dtransitions": found[1],
        "best": best,
        "score": score,
        "best_whole": best_whole,
    }


def losses():
    logits = tf.constant(3 * ramp([2, 4, 5]))
    targets = tf.constant(np.arange(8).reshape(2, 4) % 5)
    weights = tf.constant(np.array([[1, 1, 0, 0], [1, 1, 1, 0.5]], np.float32))
    found = {}
    for time in (True, False):
        for batch in (True, False):
            loss = S.sequence_loss(logits, targets, weights, time, batch)
            found["%s%s" % (int(time), int(batch))] = loss
            (found["d%s%s" % (int(time), int(batch))],) = tf.gradients(loss, logits)
    return found


def stacks():
    found = {}
    x = tf.constant(ramp([BATCH, PLACES, INPUTS]))
    for name, lengths in (("whole", None), ("short", LENGTHS)):
        with tf.variable_scope("stacks", reuse=name == "short"):
            made = [
                N.MultiRNNCell([N.BasicLSTMCell(UNITS), N.GRUCell(2)]) for _ in range(2)
            ]
            outputs, _ = tf.nn.bidirectional_dynamic_rnn(
                *made, x, sequence_length=lengths, dtype=tf.float32
            )
        found[name] = tf.concat(outputs, 2)
    return found


def main(folder):
    found = {}
    with tf.Graph().as_default(), tf.Session() as session:
        built = {}
        for name in MECHANISMS:
            with tf.variable_scope(name):
                built[name] = attention(name)
        with tf.variable_scope("decoders"):
            built["decoders"] = decoders()
        with tf.variable_scope("crf"):
            built["crf"] = crf()
        built["losses"] = losses()
        built["stacks"] = stacks()
        session.run(tf.global_variables_initializer())
        for number, variable in enumerate(tf.global_variables()):
            variable.load(2 * ramp(variable.shape.as_list(), number), session)
        tf.train.Saver().save(
            session, os.path.join(folder, "blocks"), write_meta_graph=False,
            write_state=False,
        )  # fmt: skip
        for name, some in built.items():
            for key, value in session.run(some).items():
                found[name + "|" + key] = value
    np.savez_compressed(os.path.join(folder, "blocks.npz"), **found)


if __name__ == "__main__":
    main(sys.argv[1])
