"""Inception, version 2: with batch normalization (Ioffe and Szegedy 2015)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.contrib import layers
from compat.contrib.framework.arg_scope import arg_scope
from compat.contrib.slim.nets.inception import branches as parts

tf1 = tf.compat.v1

_TWO = {"stride": 2}


def _first(depth: int) -> parts.Step:
    """A branch's first convolution, where others follow."""
    narrow = {"weights_initializer": parts.trunc_normal(0.09)}
    return ("conv", "Conv2d_0a_1x1", depth, [1, 1], narrow)


def _block(*d: int, pool: str = "avg") -> list[list[parts.Step]]:
    """A block's branches from the depths of its seven convolutions."""
    name = {"avg": "AvgPool_0a_3x3", "max": "MaxPool_0a_3x3"}[pool]
    narrow = {"weights_initializer": parts.trunc_normal(0.1)}
    return [
        [("conv", "Conv2d_0a_1x1", d[0], [1, 1])],
        [_first(d[1]), ("conv", "Conv2d_0b_3x3", d[2], [3, 3])],
        [
            _first(d[3]),
            ("conv", "Conv2d_0b_3x3", d[4], [3, 3]),
            ("conv", "Conv2d_0c_3x3", d[5], [3, 3]),
        ],
        [
            (pool, name, [3, 3]),
            ("conv", "Conv2d_0b_1x1", d[6], [1, 1], narrow),
        ],
    ]


def _halved(*d: int) -> list[list[parts.Step]]:
    """The branches of a block that halves height and width."""
    return [
        [_first(d[0]), ("conv", "Conv2d_1a_3x3", d[1], [3, 3], _TWO)],
        [
            _first(d[2]),
            ("conv", "Conv2d_0b_3x3", d[3], [3, 3]),
            ("conv", "Conv2d_1a_3x3", d[4], [3, 3], _TWO),
        ],
        [("max", "MaxPool_1a_3x3", [3, 3], _TWO)],
    ]


def _network() -> dict[str, Any]:
    """End point → a step, or a block's branches; after the first convolution."""
    narrow = {"weights_initializer": parts.trunc_normal(0.1)}
    return {
        "MaxPool_2a_3x3": ("max", "MaxPool_2a_3x3", [3, 3], _TWO),
        "Conv2d_2b_1x1": ("conv", "Conv2d_2b_1x1", 64, [1, 1], narrow),
        "Conv2d_2c_3x3": ("conv", "Conv2d_2c_3x3", 192, [3, 3]),
        "MaxPool_3a_3x3": ("max", "MaxPool_3a_3x3", [3, 3], _TWO),
        "Mixed_3b": _block(64, 64, 64, 64, 96, 96, 32),
        "Mixed_3c": _block(64, 64, 96, 64, 96, 96, 64),
        "Mixed_4a": _halved(128, 160, 64, 96, 96),
        "Mixed_4b": _block(224, 64, 96, 96, 128, 128, 128),
        "Mixed_4c": _block(192, 96, 128, 96, 128, 128, 128),
        "Mixed_4d": _block(160, 128, 160, 128, 160, 160, 96),
        "Mixed_4e": _block(96, 128, 192, 160, 192, 192, 96),
        "Mixed_5a": _halved(128, 192, 192, 256, 256),
        "Mixed_5b": _block(352, 192, 320, 160, 224, 224, 128),
        "Mixed_5c": _block(352, 192, 320, 192, 224, 224, 128, pool="max"),
    }


def inception_v2_base(
    inputs: Any,
    final_endpoint: str = "Mixed_5c",
    min_depth: int = 16,
    depth_multiplier: float = 1.0,
    scope: str | None = None,
) -> tuple[Any, dict[str, Any]]:
    """The network up to one of its parts.

    Args:
        inputs: Images [batch, height, width, 3].
        final_endpoint: The last part.
        min_depth: Least filters of a convolution.
        depth_multiplier: Factor of their number.
        scope: Name of the variables.

    Returns:
        That part's output, and all outputs by name.

    Raises:
        ValueError: For a part that is none, or a factor that is not above 0.

    Source: `tf.contrib.slim.nets.inception.inception_v2_base`.
    """
    end_points: dict[str, Any] = {}
    if depth_multiplier <= 0:
        raise ValueError("depth_multiplier is not greater than zero.")
    depth = parts.scaled_depth(depth_multiplier, min_depth)
    functions = [layers.conv2d, layers.max_pool2d, layers.avg_pool2d]
    with (
        tf1.variable_scope(scope, "InceptionV2", [inputs]),
        arg_scope(functions, stride=1, padding="SAME"),
    ):
        net = layers.separable_conv2d(
            inputs,
            depth(64),
            [7, 7],
            depth_multiplier=min(int(depth(64) / 3), 8),
            stride=2,
            weights_initializer=parts.trunc_normal(1.0),
            scope="Conv2d_1a_7x7",
        )
        end_points["Conv2d_1a_7x7"] = net
        if final_endpoint == "Conv2d_1a_7x7":
            return net, end_points
        for name, made in _network().items():
            if isinstance(made, tuple):
                net = parts.take(net, made, depth)
            else:
                net = parts.block(net, name, made, depth)
            end_points[name] = net
            if name == final_endpoint:
                return net, end_points
    raise ValueError(f"Unknown final endpoint {final_endpoint}")


def inception_v2(
    inputs: Any,
    num_classes: int = 1000,
    is_training: Any = True,
    dropout_keep_prob: float = 0.8,
    min_depth: int = 16,
    depth_multiplier: float = 1.0,
    prediction_fn: Callable[..., Any] = layers.softmax,
    spatial_squeeze: bool = True,
    reuse: Any = None,
    scope: str = "InceptionV2",
) -> tuple[Any, dict[str, Any]]:
    """Inception, version 2.

    Args:
        inputs: Images [batch, 224, 224, 3].
        num_classes: How many classes.
        is_training: Whether there is dropout, and the batch's moments are taken.
        dropout_keep_prob: What dropout keeps.
        min_depth: Least filters of a convolution.
        depth_multiplier: Factor of their number.
        prediction_fn: From logits to predictions.
        spatial_squeeze: Whether the logits are [batch, classes].
        reuse: Whether the variables are there already.
        scope: Name of the variables.

    Returns:
        The logits, and all outputs by name.

    Raises:
        ValueError: For a factor that is not above 0.

    Source: `tf.contrib.slim.nets.inception.inception_v2`.
    """
    if depth_multiplier <= 0:
        raise ValueError("depth_multiplier is not greater than zero.")
    with tf1.variable_scope(
        scope, "InceptionV2", [inputs, num_classes], reuse=reuse
    ) as scope:
        with arg_scope([layers.batch_norm, layers.dropout], is_training=is_training):
            net, end_points = inception_v2_base(
                inputs,
                scope=scope,
                min_depth=min_depth,
                depth_multiplier=depth_multiplier,
            )
            with tf1.variable_scope("Logits"):
                kernel = parts.small_kernel(net, [7, 7])
                net = layers.avg_pool2d(
                    net,
                    kernel,
                    padding="VALID",
                    scope="AvgPool_1a_{}x{}".format(*kernel),
                )
                net = layers.dropout(
                    net, keep_prob=dropout_keep_prob, scope="Dropout_1b"
                )
                logits = parts.logits_of(
                    net, num_classes, spatial_squeeze, "Conv2d_1c_1x1", "SpatialSqueeze"
                )
            end_points["Logits"] = logits
            end_points["Predictions"] = prediction_fn(logits, scope="Predictions")
    return logits, end_points


inception_v2.default_image_size = 224  # type: ignore[attr-defined]


def inception_v2_arg_scope(
    weight_decay: float = 0.00004, batch_norm_var_collection: str = "moving_vars"
) -> Any:
    """The arguments of the network's layers.

    Args:
        weight_decay: L2 of the kernels.
        batch_norm_var_collection: Where moving moments are put.

    Source: `tf.contrib.slim.nets.inception.inception_v2_arg_scope`.
    """
    norm = parts.norm_arguments(batch_norm_var_collection)
    return parts.layer_arguments(weight_decay, layers.batch_norm, norm)
