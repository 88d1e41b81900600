"""What AlexNet, OverFeat and VGG share: convolutions, then convolutions as layers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import tensorflow as tf

from compat.contrib import layers
from compat.contrib.framework.arg_scope import arg_scope
from compat.contrib.layers import utils

tf1 = tf.compat.v1


def trunc_normal(stddev: float) -> Any:
    """A truncated normal initializer of mean 0."""
    return tf1.truncated_normal_initializer(0.0, stddev)


@contextmanager
def named(
    scope: str, default: str, inputs: Any, functions: Any
) -> Iterator[tuple[Any, str]]:
    """A variable scope whose layers' outputs are collected.

    Yields:
        The scope, and the collection's name.
    """
    with tf1.variable_scope(scope, default, [inputs]) as found:
        collection = found.original_name_scope + "_end_points"
        with arg_scope(functions, outputs_collections=[collection]):
            yield found, collection


def classifier(
    net: Any,
    sizes: tuple[tuple[int, int], tuple[int, int]],
    num_classes: int,
    is_training: Any,
    dropout_keep_prob: float,
    **last: Any,
) -> Any:
    """Two layers with dropout and one without, as convolutions.

    Args:
        net: Images.
        sizes: Units and kernel of the first two.
        num_classes: Units of the last.
        is_training: Whether there is dropout.
        dropout_keep_prob: What it keeps.
        **last: Further arguments of the last.
    """
    for number, (units, kernel) in enumerate(sizes, start=6):
        padding = {"padding": "VALID"} if kernel > 1 else {}
        net = layers.conv2d(
            net, units, [kernel, kernel], scope=f"fc{number}", **padding
        )
        net = layers.dropout(
            net, dropout_keep_prob, is_training=is_training, scope=f"dropout{number}"
        )
    return layers.conv2d(
        net,
        num_classes,
        [1, 1],
        activation_fn=None,
        normalizer_fn=None,
        scope="fc8",
        **last,
    )


def ended(
    net: Any, scope: Any, collection: str, spatial_squeeze: bool
) -> tuple[Any, dict[str, Any]]:
    """The logits, and the outputs of all layers by name."""
    end_points = utils.convert_collection_to_dict(collection)
    if spatial_squeeze:
        net = tf1.squeeze(net, [1, 2], name="fc8/squeezed")
        end_points[scope.name + "/fc8"] = net
    return net, end_points
