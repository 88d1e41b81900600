"""Draws that depend on their seeds alone, in 1.15's signatures."""

from __future__ import annotations

import tensorflow as tf

from compat.signatures import variant

_random = tf.compat.v1.random

stateless_random_normal = variant(
    _random.stateless_normal,
    "stateless_random_normal",
    "shape seed mean stddev dtype name",
    "`tf.random.stateless_normal`.\n\n"
    "    Source: `tf.contrib.stateless.stateless_random_normal`.\n    ",
)
stateless_random_uniform = variant(
    _random.stateless_uniform,
    "stateless_random_uniform",
    "shape seed minval maxval dtype name",
    "`tf.random.stateless_uniform`.\n\n"
    "    Source: `tf.contrib.stateless.stateless_random_uniform`.\n    ",
)
stateless_truncated_normal = variant(
    _random.stateless_truncated_normal,
    "stateless_truncated_normal",
    "shape seed mean stddev dtype name",
    "`tf.random.stateless_truncated_normal`.\n\n"
    "    Source: `tf.contrib.stateless.stateless_truncated_normal`.\n    ",
)
