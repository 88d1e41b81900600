"""Inception, version 1: GoogLeNet (Szegedy et al. 2014)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.contrib import layers
from compat.contrib.framework.arg_scope import arg_scope
from compat.contrib.slim.nets.inception import branches as parts

tf1 = tf.compat.v1


def _depths(*d: int, second: str = "Conv2d_0b_3x3") -> list[list[parts.Step]]:
    """A block's branches from the depths of its six convolutions."""
    return [
        [("conv", "Conv2d_0a_1x1", d[0], [1, 1])],
        [
            ("conv", "Conv2d_0a_1x1", d[1], [1, 1]),
            ("conv", "Conv2d_0b_3x3", d[2], [3, 3]),
        ],
        [
            ("conv", "Conv2d_0a_1x1", d[3], [1, 1]),
            ("conv", second, d[4], [3, 3]),
        ],
        [
            ("max", "MaxPool_0a_3x3", [3, 3]),
            ("conv", "Conv2d_0b_1x1", d[5], [1, 1]),
        ],
    ]


_TWO = {"stride": 2}

# End point → a step, or a block's branches.
_NETWORK: dict[str, Any] = {
    "Conv2d_1a_7x7": ("conv", "Conv2d_1a_7x7", 64, [7, 7], _TWO),
    "MaxPool_2a_3x3": ("max", "MaxPool_2a_3x3", [3, 3], _TWO),
    "Conv2d_2b_1x1": ("conv", "Conv2d_2b_1x1", 64, [1, 1]),
    "Conv2d_2c_3x3": ("conv", "Conv2d_2c_3x3", 192, [3, 3]),
    "MaxPool_3a_3x3": ("max", "MaxPool_3a_3x3", [3, 3], _TWO),
    "Mixed_3b": _depths(64, 96, 128, 16, 32, 32),
    "Mixed_3c": _depths(128, 128, 192, 32, 96, 64),
    "MaxPool_4a_3x3": ("max", "MaxPool_4a_3x3", [3, 3], _TWO),
    "Mixed_4b": _depths(192, 96, 208, 16, 48, 64),
    "Mixed_4c": _depths(160, 112, 224, 24, 64, 64),
    "Mixed_4d": _depths(128, 128, 256, 24, 64, 64),
    "Mixed_4e": _depths(112, 144, 288, 32, 64, 64),
    "Mixed_4f": _depths(256, 160, 320, 32, 128, 128),
    "MaxPool_5a_2x2": ("max", "MaxPool_5a_2x2", [2, 2], _TWO),
    "Mixed_5b": _depths(256, 160, 320, 32, 128, 128, second="Conv2d_0a_3x3"),
    "Mixed_5c": _depths(384, 192, 384, 48, 128, 128),
}


def inception_v1_base(
    inputs: Any, final_endpoint: str = "Mixed_5c", scope: str = "InceptionV1"
) -> tuple[Any, dict[str, Any]]:
    """The network up to one of its parts.

    Args:
        inputs: Images [batch, height, width, 3].
        final_endpoint: The last part.
        scope: Name of the variables.

    Returns:
        That part's output, and all outputs by name.

    Raises:
        ValueError: For a part that is none.

    Source: `tf.contrib.slim.nets.inception.inception_v1_base`.
    """
    end_points: dict[str, Any] = {}
    with (
        tf1.variable_scope(scope, "InceptionV1", [inputs]),
        arg_scope(
            [layers.conv2d, layers.fully_connected],
            weights_initializer=parts.trunc_normal(0.01),
        ),
        arg_scope([layers.conv2d, layers.max_pool2d], stride=1, padding="SAME"),
    ):
        net = inputs
        for name, made in _NETWORK.items():
            if isinstance(made, tuple):
                net = parts.take(net, made, lambda depth: depth)
            else:
                net = parts.block(net, name, made, lambda depth: depth)
            end_points[name] = net
            if name == final_endpoint:
                return net, end_points
    raise ValueError(f"Unknown final endpoint {final_endpoint}")


def inception_v1(
    inputs: Any,
    num_classes: int = 1000,
    is_training: Any = True,
    dropout_keep_prob: float = 0.8,
    prediction_fn: Callable[..., Any] = layers.softmax,
    spatial_squeeze: bool = True,
    reuse: Any = None,
    scope: str = "InceptionV1",
) -> tuple[Any, dict[str, Any]]:
    """GoogLeNet.

    Args:
        inputs: Images [batch, 224, 224, 3].
        num_classes: How many classes.
        is_training: Whether there is dropout, and the batch's moments are taken.
        dropout_keep_prob: What dropout keeps.
        prediction_fn: From logits to predictions.
        spatial_squeeze: Whether the logits are [batch, classes].
        reuse: Whether the variables are there already.
        scope: Name of the variables.

    Returns:
        The logits, and all outputs by name.

    Source: `tf.contrib.slim.nets.inception.inception_v1`.
    """
    with tf1.variable_scope(
        scope, "InceptionV1", [inputs, num_classes], reuse=reuse
    ) as scope:
        with arg_scope([layers.batch_norm, layers.dropout], is_training=is_training):
            net, end_points = inception_v1_base(inputs, scope=scope)
            with tf1.variable_scope("Logits"):
                net = layers.avg_pool2d(net, [7, 7], stride=1, scope="MaxPool_0a_7x7")
                net = layers.dropout(net, dropout_keep_prob, scope="Dropout_0b")
                logits = parts.logits_of(
                    net, num_classes, spatial_squeeze, "Conv2d_0c_1x1", "SpatialSqueeze"
                )
                end_points["Logits"] = logits
                end_points["Predictions"] = prediction_fn(logits, scope="Predictions")
    return logits, end_points


inception_v1.default_image_size = 224  # type: ignore[attr-defined]


def inception_v1_arg_scope(
    weight_decay: float = 0.00004,
    use_batch_norm: bool = True,
    batch_norm_var_collection: str = "moving_vars",
) -> Any:
    """The arguments of the network's layers.

    Args:
        weight_decay: L2 of the kernels.
        use_batch_norm: Whether convolutions are normalized.
        batch_norm_var_collection: Where moving moments are put.

    Source: `tf.contrib.slim.nets.inception.inception_v1_arg_scope`.
    """
    norm = parts.norm_arguments(batch_norm_var_collection)
    if use_batch_norm:
        return parts.layer_arguments(weight_decay, layers.batch_norm, norm)
    return parts.layer_arguments(weight_decay, None, {})
