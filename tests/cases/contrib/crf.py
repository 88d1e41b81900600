"""Cases for tf.contrib.crf: scores, norms, likelihoods and the best tags."""

import numpy as np

from tests.cases.registry import family
from tests.cases.values import error, given, ramp

case = family(__name__)

BATCH, TIME, TAGS = 3, 4, 5
LENGTHS = [4, 2, 1]
CHOSEN = [[1, 0, 4, 2], [3, 3, 0, 0], [2, 0, 0, 0]]


def parts(tf, time=TIME, lengths=LENGTHS):
    inputs = given(tf, [BATCH, time, TAGS], 2)
    transitions = given(tf, [TAGS, TAGS], 5)
    tags = tf.constant([row[:time] for row in CHOSEN])
    return inputs, tags, tf.constant(lengths), transitions


@case
def sequence_score(tf):
    inputs, tags, lengths, transitions = parts(tf)
    C = tf.contrib.crf
    return {
        "sequence": C.crf_sequence_score(inputs, tags, lengths, transitions),
        "unary": C.crf_unary_score(tags, lengths, inputs),
        "binary": C.crf_binary_score(tags, lengths, transitions),
    }


@case
def sequence_score_wide_ids(tf):
    inputs, tags, lengths, transitions = parts(tf)
    tags, lengths = tf.cast(tags, tf.int64), tf.cast(lengths, tf.int64)
    C = tf.contrib.crf
    return {
        "sequence": C.crf_sequence_score(inputs, tags, lengths, transitions),
        "norm": C.crf_log_norm(inputs, lengths, transitions),
        "decoded": C.crf_decode(inputs, transitions, lengths),
        "likelihood": C.crf_log_likelihood(inputs, tags, lengths, transitions)[0],
    }


@case
def sequence_score_of_one_step(tf):
    inputs, tags, lengths, transitions = parts(tf, 1, [1, 1, 0])
    score = tf.contrib.crf.crf_sequence_score(inputs, tags, lengths, transitions)
    return {"score": score}


@case
def sequence_score_of_one_step_wide_ids(tf):
    inputs, tags, lengths, transitions = parts(tf, 1, [1, 1, 0])
    inputs = tf.placeholder_with_default(inputs, [None, None, TAGS])  # steps unknown
    score = tf.contrib.crf.crf_sequence_score
    return {"score": score(inputs, tf.cast(tags, tf.int64), lengths, transitions)}


@case
def sequence_score_of_length_zero(tf):
    inputs, tags, lengths, transitions = parts(tf, TIME, [0, 4, 0])
    C = tf.contrib.crf
    return {
        "sequence": C.crf_sequence_score(inputs, tags, lengths, transitions),
        "norm": C.crf_log_norm(inputs, lengths, transitions),
        "decoded": C.crf_decode(inputs, transitions, lengths),
    }


@case
def multitag(tf):
    inputs, _, lengths, transitions = parts(tf)
    bitmap = tf.constant(ramp([BATCH, TIME, TAGS], 3) > -0.2)
    score = tf.contrib.crf.crf_multitag_sequence_score
    return {"score": score(inputs, bitmap, lengths, transitions)}


@case
def multitag_of_one_step(tf):
    inputs, _, lengths, transitions = parts(tf, 1, [1, 1, 1])
    bitmap = tf.constant(ramp([BATCH, 1, TAGS], 3) > -0.2)
    score = tf.contrib.crf.crf_multitag_sequence_score
    return {"score": score(inputs, bitmap, lengths, transitions)}


@case
def log_norm(tf):
    inputs, _, lengths, transitions = parts(tf)
    return {"norm": tf.contrib.crf.crf_log_norm(inputs, lengths, transitions)}


@case
def log_norm_of_one_step(tf):
    inputs, _, lengths, transitions = parts(tf, 1, [1, 1, 0])
    return {"norm": tf.contrib.crf.crf_log_norm(inputs, lengths, transitions)}


@case
def log_likelihood(tf):
    inputs, tags, lengths, _ = parts(tf)
    value, transitions = tf.contrib.crf.crf_log_likelihood(inputs, tags, lengths)
    return {
        "value": value,
        "transitions": transitions.name,
        "variables": [v.name for v in tf.trainable_variables()],
    }


@case
def log_likelihood_given(tf):
    inputs, tags, lengths, transitions = parts(tf)
    log_likelihood = tf.contrib.crf.crf_log_likelihood
    value, same = log_likelihood(inputs, tags, lengths, transitions)
    return {"value": value, "same": same is transitions}


@case
def log_likelihood_of_unknown_sizes(tf):
    inputs, tags, lengths, transitions = parts(tf)
    inputs = tf.placeholder_with_default(inputs, [None, None, TAGS])
    tags = tf.placeholder_with_default(tags, [None, None])
    lengths = tf.placeholder_with_default(lengths, [None])
    C = tf.contrib.crf
    return {
        "value": C.crf_log_likelihood(inputs, tags, lengths, transitions)[0],
        "decoded": C.crf_decode(inputs, transitions, lengths),
    }


@case
def log_likelihood_scoped(tf):
    inputs, tags, lengths, _ = parts(tf)
    with tf.variable_scope("crf", initializer=tf.zeros_initializer()):
        value, _ = tf.contrib.crf.crf_log_likelihood(inputs, tags, lengths)
    with tf.variable_scope("crf", reuse=True):
        again, _ = tf.contrib.crf.crf_log_likelihood(inputs, tags, lengths)
    return {"value": value, "again": again, "drawn": tf.random_uniform([2])}


@case
def decode(tf):
    inputs, _, lengths, transitions = parts(tf)
    tags, score = tf.contrib.crf.crf_decode(inputs, transitions, lengths)
    return {"tags": tags, "score": score}


@case
def decode_of_one_step(tf):
    inputs, _, lengths, transitions = parts(tf, 1, [1, 1, 0])
    tags, score = tf.contrib.crf.crf_decode(inputs, transitions, lengths)
    return {"tags": tags, "score": score}


@case
def decode_in_scope(tf):
    inputs, _, lengths, transitions = parts(tf)
    with tf.variable_scope("outer"):
        tags, score = tf.contrib.crf.crf_decode(inputs, transitions, lengths)
    return {"tags": tags, "score": score, "names": [tags.name, score.name]}


@case
def viterbi(tf):
    score, transitions = ramp([6, TAGS], 2), ramp([TAGS, TAGS], 5)
    tags, best = tf.contrib.crf.viterbi_decode(score, transitions)
    one, first = tf.contrib.crf.viterbi_decode(score[:1], transitions)
    return {
        "tags": [int(tag) for tag in tags],
        "kind": type(tags).__name__,
        "best": "%.6f" % best,
        "dtype": np.asarray(best).dtype.name,
        "one": [int(tag) for tag in one],
        "first": "%.6f" % first,
    }


@case
def forward_cell(tf):
    transitions = given(tf, [TAGS, TAGS], 5)
    cell = tf.contrib.crf.CrfForwardRnnCell(transitions)
    inputs = given(tf, [BATCH, TAGS], 2)
    output, state = cell(inputs, given(tf, [BATCH, TAGS], 3))
    return {"output": output, "state": state, "sizes": cell_sizes(cell)}


@case
def decode_forward_cell(tf):
    transitions = given(tf, [TAGS, TAGS], 5)
    cell = tf.contrib.crf.CrfDecodeForwardRnnCell(transitions)
    inputs = given(tf, [BATCH, TAGS], 2)
    output, state = cell(inputs, given(tf, [BATCH, TAGS], 3))
    return {"output": output, "state": state, "sizes": cell_sizes(cell)}


@case
def decode_backward_cell(tf):
    cell = tf.contrib.crf.CrfDecodeBackwardRnnCell(TAGS)
    inputs = tf.constant(np.arange(BATCH * TAGS).reshape(BATCH, TAGS) % TAGS, tf.int32)
    output, state = cell(inputs, tf.constant([[1], [4], [2]]))
    return {"output": output, "state": state, "sizes": cell_sizes(cell)}


def cell_sizes(cell):
    return [str(cell.state_size), str(cell.output_size)]


@case
def errors(tf):
    inputs, tags, lengths, transitions = parts(tf)
    C = tf.contrib.crf
    flat = tf.constant(ramp([BATCH, TAGS]))
    return {
        "rank": error(lambda: C.crf_log_norm(flat, lengths, transitions)),
        "float tags": error(
            lambda: C.crf_unary_score(tf.cast(tags, tf.float32), lengths, inputs)
        ),
    }
