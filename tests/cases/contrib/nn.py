"""Cases for tf.contrib.nn, sparsemax, signal and stateless."""

import numpy as np

from tests.cases.registry import family
from tests.cases.running import op_count
from tests.cases.values import Kept, error, ramp

case = family(__name__, manner="told", output=1e-5, why="Fourier transforms of float32")


def ran(tf, *tensors):
    """What tensors are."""
    with tf.Session() as session:
        return [Kept(value) for value in session.run(list(tensors))]


@case
def functions(tf):
    lib = tf.contrib.nn
    tf.set_random_seed(7)
    x = tf.constant(ramp([3, 4]))
    shares = tf.nn.softmax(tf.constant(ramp([3, 4], 7)))
    keep = tf.placeholder_with_default(0.6, [])
    made = [
        lib.alpha_dropout(x, 0.5),
        lib.alpha_dropout(x, keep, noise_shape=[3, 1], seed=3, name="n"),
        lib.nth_element(x, 1),
        lib.nth_element(x, 0, reverse=True),
        lib.scaled_softplus(x, 2.0),
        lib.scaled_softplus(x, 0.5, 0.6, name="s"),
        lib.deprecated_flipped_softmax_cross_entropy_with_logits(x, shares),
        lib.deprecated_flipped_sparse_softmax_cross_entropy_with_logits(x, [1, 2, 0]),
        lib.deprecated_flipped_sigmoid_cross_entropy_with_logits(x, shares),
        lib.conv1d_transpose(tf.ones([1, 3, 2]), tf.ones([2, 1, 2]), [1, 6, 1], 2),
    ]
    seen = {"next": op_count(tf), "whole": lib.alpha_dropout(x, 1.0) is x}
    seen["values"] = ran(tf, *made)
    seen["gradient"] = ran(tf, *tf.gradients(lib.scaled_softplus(x, 2.0, 0.9), x))
    seen["error"] = error(lambda: lib.alpha_dropout(x, 1.5))
    return seen


@case
def sparsemax(tf):
    lib = tf.contrib.sparsemax
    x = tf.constant(np.concatenate([3 * ramp([3, 4]), [[0, 0, 0, np.nan]]]), tf.float32)
    labels = tf.constant(np.eye(4)[[0, 2, 1, 3]], tf.float32)
    shares = lib.sparsemax(x)
    loss = lib.sparsemax_loss(x, shares, labels, name="loss")
    seen = {"next": op_count(tf), "names": [shares.name, loss.name]}
    seen["values"] = ran(tf, shares, loss, lib.sparsemax(tf.constant([[1.0, 0.5]])))
    return seen


@case
def signals(tf):
    lib = tf.contrib.signal
    x = tf.constant(ramp([2, 40]))
    seen = lib.stft(x, 8, 4)
    made = [
        seen,
        lib.frame(x, 5, 3, pad_end=True),
        lib.hann_window(5),
        lib.hamming_window(4, periodic=False),
        lib.overlap_and_add(tf.constant(ramp([2, 3, 4])), 2),
        lib.linear_to_mel_weight_matrix(5, 17),
        lib.mfccs_from_log_mel_spectrograms(tf.constant(ramp([2, 20]))),
        lib.inverse_stft(seen, 8, 4, window_fn=lib.inverse_stft_window_fn(4)),
    ]
    return ran(tf, *made)


@case
def stateless(tf):
    lib = tf.contrib.stateless
    seed = tf.constant([3, 5])
    return ran(
        tf,
        lib.stateless_random_normal([3], seed, 1.0, 2.0),
        lib.stateless_random_uniform([3], seed),
        lib.stateless_random_uniform([3], [1, 2], 0, 9, tf.int32),
        lib.stateless_truncated_normal([3], seed, dtype=tf.float64),
        lib.stateless_multinomial(tf.zeros([1, 4]), 3, seed),
    )
