"""Monotonic attention (Raffel et al. 2017, arXiv:1704.00784), and `hardmax`."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

tf1 = tf.compat.v1


def hardmax(logits: Any, name: str | None = None) -> Any:
    """1 at the largest of `logits` along the last axis (the first such), else 0.

    Args:
        logits: Float tensor `[..., n]`.
        name: Name scope.

    Returns:
        Tensor of the shape and dtype of `logits`.

    Source: `tf.contrib.seq2seq.hardmax`.
    """
    with tf1.name_scope(name, "Hardmax", [logits]):
        logits = tf.convert_to_tensor(logits, name="logits")
        depth = logits.shape.as_list()[-1]
        if depth is None:
            depth = tf.shape(logits)[-1]
        return tf.one_hot(tf1.argmax(logits, -1), depth, dtype=logits.dtype)


def safe_cumprod(x: Any, *args: Any, **kwargs: Any) -> Any:
    """Cumulative product as exp(cumsum(log x)), no x below the smallest normal one.

    Args:
        x: Tensor of numbers between 0 and 1.
        *args: As for `tf.cumsum`.
        **kwargs: The same.

    Returns:
        Tensor of the shape of `x`.

    Source: `tf.contrib.seq2seq.safe_cumprod`.
    """
    with tf1.name_scope(None, "SafeCumprod", [x]):
        x = tf.convert_to_tensor(x, name="x")
        tiny = np.finfo(x.dtype.as_numpy_dtype).tiny
        clipped = tf.clip_by_value(x, tiny, 1)
        return tf.exp(tf.cumsum(tf1.log(clipped), *args, **kwargs))


def monotonic_attention(p_choose_i: Any, previous_attention: Any, mode: str) -> Any:
    """The distribution of a pointer that only moves forward.

    From its previous place on, the pointer stops at entry i with probability p_i:
    attention_i = p_i · Σ_{j≤i} previous_j · Π_{j≤k<i} (1 - p_k).

    Args:
        p_choose_i: Probabilities `[batch, length]`.
        previous_attention: Distribution `[batch, length]` of the previous step.
        mode: `recursive` (the exact sum, by a loop), `parallel` (by cumulative
            products; imprecise where many p are near 1) or `hard` (p is 0 or 1, and
            so is the previous attention).

    Returns:
        Tensor `[batch, length]`.

    Raises:
        ValueError: For another `mode`.

    Source: `tf.contrib.seq2seq.monotonic_attention`.
    """
    p = tf.convert_to_tensor(p_choose_i, name="p_choose_i")
    previous = tf.convert_to_tensor(previous_attention, name="previous_attention")
    if mode == "recursive":
        batch = p.shape.as_list()[0]
        if batch is None:
            batch = tf.shape(p)[0]
        skipped = tf.concat([tf.ones([batch, 1]), 1 - p[:, :-1]], 1)
        arrived = tf1.scan(
            lambda x, yz: tf.reshape(yz[0] * x + yz[1], [batch]),
            [tf1.transpose(skipped), tf1.transpose(previous)],
            tf.zeros([batch]),
        )
        return p * tf1.transpose(arrived)
    if mode == "parallel":
        passed = safe_cumprod(1 - p, axis=1, exclusive=True)
        reached = tf.cumsum(previous / tf.clip_by_value(passed, 1e-10, 1.0), axis=1)
        return p * passed * reached
    if mode == "hard":
        p *= tf.cumsum(previous, axis=1)
        return p * tf1.cumprod(1 - p, axis=1, exclusive=True)
    raise ValueError("mode must be 'recursive', 'parallel', or 'hard'.")
