"""Cases for tf.contrib.losses, and its losses over pairs of embeddings."""

import numpy as np

from tests.cases.registry import family
from tests.cases.values import error, given

case = family(__name__)

LABELS = [[0.0, 0.5], [1.0, 0.0], [0.5, 1.0]]


def labels(tf):
    return tf.constant(LABELS)


def weights(tf):
    return tf.constant([1.0, 0.0, 2.0])


@case
def absolute(tf):
    lib = tf.contrib.losses
    return {
        "plain": lib.absolute_difference(given(tf, [3, 2]), labels(tf)),
        "weighted": lib.absolute_difference(
            given(tf, [3, 2], 5), labels(tf), weights(tf)
        ),
        "column": lib.absolute_difference(
            given(tf, [3, 2], 7), labels(tf), tf.expand_dims(weights(tf), 1)
        ),
        "scope": lib.absolute_difference(given(tf, [3, 2]), labels(tf), 0.5, "mine"),
    }


@case
def open_batch(tf):
    lib = tf.contrib.losses
    fed = tf.placeholder_with_default(np.ones([3, 2], "f"), [None, 2])
    weight = tf.placeholder_with_default(np.ones([3], "f"), [None])
    return {
        "number": lib.mean_squared_error(fed, labels(tf), 2),
        "tensor": lib.mean_squared_error(fed, labels(tf), weight),
    }


@case
def cross_entropies(tf):
    lib = tf.contrib.losses
    classes = tf.constant([0, 1, 1], tf.int64)
    return {
        "sigmoid": lib.sigmoid_cross_entropy(
            given(tf, [3, 2]), labels(tf), weights(tf), label_smoothing=0.1
        ),
        "softmax": lib.softmax_cross_entropy(
            given(tf, [3, 2], 3), labels(tf), weights(tf), label_smoothing=0.1
        ),
        "plain": lib.softmax_cross_entropy(given(tf, [3, 2], 4), labels(tf)),
        "sparse": lib.sparse_softmax_cross_entropy(given(tf, [3, 2], 5), classes),
        "of a column": lib.sparse_softmax_cross_entropy(
            given(tf, [3, 2], 6),
            tf.expand_dims(classes, 1),
            tf.constant([[1.0], [2.0], [0.0]]),
        ),
    }


@case
def others(tf):
    lib = tf.contrib.losses
    return {
        "log": lib.log_loss(tf.sigmoid(given(tf, [3, 2])), labels(tf), weights(tf)),
        "hinge": lib.hinge_loss(given(tf, [3, 2], 3), labels(tf)),
        "cosine": lib.cosine_distance(given(tf, [3, 2], 4), labels(tf), axis=1),
        "dim": lib.cosine_distance(
            given(tf, [3, 2]), labels(tf), dim=1, weights=weights(tf)
        ),
        "pairs": lib.mean_pairwise_squared_error(given(tf, [3, 2], 5), labels(tf)),
        "weighted pairs": lib.mean_pairwise_squared_error(
            given(tf, [3, 2], 6), labels(tf), weights(tf)
        ),
        "deep pairs": lib.mean_pairwise_squared_error(
            given(tf, [3, 2, 4], 6), given(tf, [3, 2, 4], 8), 2.0
        ),
        "squared": lib.mean_squared_error(
            given(tf, [3, 2], 7), tf.cast(labels(tf), tf.int32)
        ),
    }


@case
def weighted(tf):
    lib = tf.contrib.losses
    return {
        "float64": lib.compute_weighted_loss(given(tf, [3, 2, 2], 1, "float64"), 0.5),
        "deep": lib.compute_weighted_loss(given(tf, [3, 2, 2], 3), tf.ones([3, 2])),
    }


@case
def collected(tf):
    lib = tf.contrib.losses
    one = lib.absolute_difference(given(tf, [3, 2]), labels(tf), scope="a")
    with tf.contrib.framework.arg_scope([lib.add_loss], loss_collection=None):
        other = lib.mean_squared_error(given(tf, [3, 2], 3), labels(tf))
    tf.get_variable("v", [2], regularizer=tf.contrib.layers.l2_regularizer(0.1))
    lib.add_loss(2.0 * one)
    return {
        "total": lib.get_total_loss(),
        "without": lib.get_total_loss(add_regularization_losses=False, name="x"),
        "names": [loss.name for loss in lib.get_losses()],
        "of a scope": [loss.name for loss in lib.get_losses("a")],
        "regularization": len(lib.get_regularization_losses()),
        "other": other,
    }


@case
def wrong(tf):
    lib = tf.contrib.losses
    x, y = tf.ones([3, 2]), tf.ones([2, 3])
    return {
        "shape": error(lambda: lib.mean_squared_error(x, y)),
        "no labels": error(lambda: lib.mean_squared_error(x)),
        "no axis": error(lambda: lib.cosine_distance(x, x)),
        "both": error(lambda: lib.cosine_distance(x, x, axis=1, dim=1)),
        "weights": error(lambda: lib.compute_weighted_loss(x, None)),
        "sizes": error(lambda: lib.compute_weighted_loss(x, tf.ones([4]))),
        "rank": error(lambda: lib.compute_weighted_loss(tf.placeholder(tf.float32))),
        "none": error(lib.get_total_loss),
    }


@case
def embeddings(tf):
    lib = tf.contrib.losses.metric_learning
    classes = tf.constant([0, 1, 0, 2, 1, 0])
    together = tf.constant([0, 1, 0, 1, 1, 0])
    return {
        "contrastive": lib.contrastive_loss(
            together, given(tf, [6, 4]), given(tf, [6, 4], 9)
        ),
        "triplet": lib.triplet_semihard_loss(classes, given(tf, [6, 4], 5), 0.5),
        "pairs": lib.npairs_loss(classes, given(tf, [6, 4], 7), given(tf, [6, 4], 2)),
        "lifted": lib.lifted_struct_loss(classes, given(tf, [6, 4], 3)),
    }


@case
def several_labels(tf):
    lib = tf.contrib.losses.metric_learning
    sparse = [
        tf.SparseTensor([[0], [3]] if i % 2 else [[i]], [1, 1] if i % 2 else [1], [4])
        for i in range(3)
    ]
    pair = given(tf, [3, 4]), given(tf, [3, 4], 9)
    return {
        "pairs": lib.npairs_loss_multilabel(sparse, *pair),
        "dense": error(lambda: lib.npairs_loss_multilabel([1, 2, 3], *pair)),
    }
