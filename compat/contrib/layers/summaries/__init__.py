"""`tf.contrib.layers.summaries`: summaries of tensors and collections."""

import functools

import tensorflow as tf

from compat.contrib.layers.summarizing import (
    summarize_activation,
    summarize_activations,
    summarize_collection,
    summarize_tensor,
    summarize_tensors,
)

__all__ = [
    "summarize_activation",
    "summarize_activations",
    "summarize_biases",
    "summarize_collection",
    "summarize_tensor",
    "summarize_tensors",
    "summarize_variables",
    "summarize_weights",
]

_keys = tf.compat.v1.GraphKeys

summarize_variables = functools.partial(summarize_collection, _keys.GLOBAL_VARIABLES)
summarize_weights = functools.partial(summarize_collection, _keys.WEIGHTS)
summarize_biases = functools.partial(summarize_collection, _keys.BIASES)
