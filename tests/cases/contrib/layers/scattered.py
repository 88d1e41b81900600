"""Cases for what was in 1.15's files of contrib.layers, seq2seq, rnn: not public."""

import glob
import os
import tempfile

import numpy as np
from tensorflow.contrib.layers.python.layers import embedding_ops, optimizers
from tensorflow.contrib.rnn.python.tools import checkpoint_convert
from tensorflow.contrib.seq2seq.python.ops import helper

from tests.cases.registry import family
from tests.cases.values import error, given, ramp

case = family(__name__)


def params(tf, parts=2):
    return [given(tf, [7 - (part > 0)], 1 + part) for part in range(parts)]


def words(tf):
    return tf.SparseTensor([[0, 0], [0, 1], [2, 0], [2, 3]], list("abca"), [4, 4])


def numbers(tf):
    ids = tf.constant([1, 3, 2, 3], tf.int64)
    return tf.SparseTensor([[0, 0], [0, 1], [1, 0], [2, 3]], ids, [3, 4])


@case
def scattered(tf):
    look_up = embedding_ops.scattered_embedding_lookup
    return {
        "words": look_up(params(tf), tf.constant([["a"], ["bc"]]), 3),
        "numbers": look_up(params(tf, 1)[0], tf.constant([3, -4], tf.int64), 2),
        "key": look_up(params(tf, 3), tf.constant(["a", "b", "a"]), 4, hash_key=7),
    }


@case
def scattered_errors(tf):
    look_up = embedding_ops.scattered_embedding_lookup
    sparse = embedding_ops.scattered_embedding_lookup_sparse
    return {
        "no dimension": error(lambda: look_up(params(tf), tf.constant(["a"]), None)),
        "no params": error(lambda: look_up([], tf.constant(["a"]), 3)),
        "sizes": error(lambda: look_up(params(tf)[::-1], tf.constant(["a"]), 2)),
        "negative": error(lambda: look_up(params(tf), tf.constant(["a"]), -1)),
        "dense": error(lambda: sparse(params(tf), tf.constant(["a"]), 3)),
        "combiner": error(lambda: sparse(params(tf), words(tf), 3, combiner="max")),
    }


@case
def scattered_sparse(tf):
    look_up = embedding_ops.scattered_embedding_lookup_sparse
    return {
        "mean": look_up(params(tf), words(tf), 3),
        "sum": look_up(
            params(tf), words(tf), 3, combiner="sum", default_value="z", hash_key=3
        ),
        "sqrtn": look_up(params(tf, 1), numbers(tf), 2, combiner="sqrtn"),
    }


@case
def sampled(tf):
    look_up = embedding_ops._sampled_scattered_embedding_lookup
    candidates = tf.constant([[1, 0], [5, 1]])
    return {
        "all": look_up(params(tf), tf.constant([["a", "b"]]), 3),
        "some": look_up(
            params(tf),
            tf.constant(["a", "b"]),
            sampled_candidates=candidates,
            hash_key=4,
        ),
        "neither": error(lambda: look_up(params(tf), tf.constant(["a"]))),
    }


@case
def sampled_sparse(tf):
    look_up = embedding_ops._sampled_scattered_embedding_lookup_sparse
    candidates = tf.constant([[1, 0], [5, 1], [2, 3], [0, 2]])
    return {
        "all": look_up(params(tf), words(tf), 3),
        "some": look_up(params(tf), words(tf), sampled_candidates=candidates),
        "signs": look_up(params(tf), words(tf), 3, with_sign_hash=True),
        "key": look_up(params(tf), words(tf), 3, with_sign_hash=True, hash_key=2),
        "dense": error(lambda: look_up(params(tf), tf.constant(["a"]), 3)),
    }


def aggregated(tf, parts=2, **more):
    """Numbers alone: 1.15 built these sums of other ops."""
    look_up = embedding_ops.embedding_lookup_sparse_with_distributed_aggregation
    weights = [tf.constant(ramp([4, 3], 1 + part)) for part in range(parts)]
    found = look_up(weights, numbers(tf), more.pop("weights", None), **more)
    with tf.Session() as session:
        grads = [tf.convert_to_tensor(s) for s in tf.gradients(found, weights)]
        seen = session.run([found] + grads)
    return {"seen": [np.round(each, 4).tolist() for each in seen]}


@case
def aggregated_one_part(tf):
    return aggregated(tf, 1, partition_strategy="div")


@case
def aggregated_mean(tf):
    return aggregated(tf, 3)


@case
def aggregated_weights(tf):
    weights = tf.SparseTensor(numbers(tf).indices, tf.constant(ramp([4], 5)), [3, 4])
    return aggregated(tf, weights=weights, combiner="sqrtn")


@case
def aggregated_div(tf):
    return aggregated(tf, partition_strategy="div", combiner="sum")


@case
def aggregated_errors(tf):
    look_up = embedding_ops.embedding_lookup_sparse_with_distributed_aggregation
    weights = [tf.ones([4, 3])]
    one = tf.constant([1])
    return {
        "dense ids": error(lambda: look_up(weights, one, None)),
        "dense weights": error(lambda: look_up(weights, numbers(tf), one)),
        "combiner": error(lambda: look_up(weights, numbers(tf), None, combiner="x")),
        "no params": error(lambda: look_up([], numbers(tf), None)),
        "types": error(
            lambda: embedding_ops.safe_embedding_lookup_sparse(
                [np.ones([4, 3], np.float32), np.ones([4, 3])], numbers(tf)
            )
        ),
    }


def clipped(tf, gradients, **more):
    return optimizers.adaptive_clipping_fn(**more)(gradients)


@case
def clipping(tf):
    variable = tf.zeros([2, 3])
    found = clipped(tf, [(given(tf, [2, 3]), variable), (None, variable)])
    return {"clipped": found[0][0], "none": found[1][0]}


@case
def clipping_options(tf):
    rows = tf.IndexedSlices(given(tf, [2, 3]), tf.constant([0, 1]), tf.constant([4, 3]))
    (found, _), (other, _) = clipped(
        tf,
        [(rows, None), (given(tf, [1]), None)],
        std_factor=3.0,
        decay=0.9,
        epsilon=1e-3,
        static_max_norm=0.25,
        global_step=tf.constant(3, tf.int64),
        report_summary=True,
        name="mine",
    )
    return {
        "rows": found.values,
        "other": other,
        "summaries": [s.op.name for s in tf.get_collection(tf.GraphKeys.SUMMARIES)],
    }


def multiplied(tf, factor):
    x = tf.get_variable("x", [], initializer=tf.ones_initializer())
    step = tf.train.get_or_create_global_step()
    with tf.control_dependencies(
        [
            tf.contrib.layers.optimize_loss(
                x * 3.0, step, 0.1, "SGD", gradient_multipliers={x: factor}
            )
        ]
    ):
        return {"after": tf.identity(x)}


@case
def multiplier_placeholder(tf):
    return multiplied(tf, tf.placeholder_with_default(np.float64(2), []))


@case
def multiplier_integer(tf):
    return multiplied(tf, 2)


@case
def samples(tf):
    logits = given(tf, [2, 3])
    return {
        "categories": helper.categorical_sample(logits),
        "several": helper.categorical_sample(
            logits, dtype=tf.int64, sample_shape=(4,), seed=2
        ),
        "bernoulli": helper.bernoulli_sample(logits=logits),
        "bernoulli several": helper.bernoulli_sample(
            probs=tf.sigmoid(logits), dtype=tf.bool, sample_shape=(2,), seed=4
        ),
        "neither": error(helper.bernoulli_sample),
    }


@case
def conversion(tf):
    """Old names in a checkpoint, and the new ones."""
    old = ["a", "rnn/lstm_cell/weights", "rnn/lstm_cell/weights/Adam", "GRUCell/W_0"]
    folder = tempfile.mkdtemp()
    here, there = os.path.join(folder, "old"), os.path.join(folder, "new")
    with tf.Graph().as_default():
        for number, name in enumerate(old):
            tf.Variable([1.0 + number], name=name)
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            tf.train.Saver().save(session, here)
    variables, names = checkpoint_convert.convert_names(here, there)
    reader = tf.train.load_checkpoint(there)
    shards = ["LSTMCell/W_3", "MultiRNNCell/Cell1/GRUCell/W_0/Adam", "LSTMCell/B"]
    return {
        "variables": sorted((new, v.op.name) for new, v in variables.items()),
        "names": sorted(names.items()),
        "values": [float(reader.get_tensor(name)[0]) for name in sorted(variables)],
        "files": len(glob.glob(there + "*")),
        "known": list(checkpoint_convert.RNN_NAME_REPLACEMENTS.items()),
        "shards": [checkpoint_convert._rnn_name_replacement_sharded(s) for s in shards],
    }
