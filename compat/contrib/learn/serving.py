"""What an exported model is given: `InputFnOps` and functions that make them."""

from __future__ import annotations

import collections
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


class InputFnOps(
    collections.namedtuple("InputFnOps", ["features", "labels", "default_inputs"])
):
    """Features, labels, and the placeholders they come from.

    Args:
        features: Features by name.
        labels: Labels, or `None`.
        default_inputs: The placeholders by name.

    Source: `tf.contrib.learn.InputFnOps`.
    """


def build_parsing_serving_input_fn(
    feature_spec: dict[str, Any], default_batch_size: Any = None
) -> Any:
    """Make a function that parses features from serialized `Example`s.

    Args:
        feature_spec: What `tf.parse_example` takes for `features`.
        default_batch_size: How many examples; any by default.

    Source: `tf.contrib.learn.build_parsing_serving_input_fn`.
    """

    def input_fn() -> InputFnOps:
        serialized = tf1.placeholder(
            dtype=tf.string, shape=[default_batch_size], name="input_example_tensor"
        )
        features = tf1.parse_example(serialized, feature_spec)
        return InputFnOps(features, None, {"examples": serialized})

    return input_fn


def build_default_serving_input_fn(
    features: dict[str, Any], default_batch_size: Any = None
) -> Any:
    """Make a function whose features are placeholders.

    Args:
        features: Tensors by name, for their types and shapes.
        default_batch_size: How many examples; any by default.

    Source: `tf.contrib.learn.utils.build_default_serving_input_fn`.
    """

    def input_fn() -> InputFnOps:
        made = {}
        for name, tensor in features.items():
            shape = tensor.shape.as_list()
            shape[0] = default_batch_size
            made[name] = tf1.placeholder(
                dtype=tensor.dtype, shape=shape, name=tensor.op.name
            )
        return InputFnOps(made, None, made)

    return input_fn
