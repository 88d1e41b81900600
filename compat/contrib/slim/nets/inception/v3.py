"""Inception, version 3 (Szegedy et al. 2015)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.contrib import layers
from compat.contrib.framework.arg_scope import arg_scope
from compat.contrib.slim.nets.inception import branches as parts

tf1 = tf.compat.v1

_VALID_TWO = {"stride": 2, "padding": "VALID"}


def _five(pooled: int, second: tuple[str, str]) -> list[list[parts.Step]]:
    """The branches of a block at 35 by 35."""
    return [
        [("conv", "Conv2d_0a_1x1", 64, [1, 1])],
        [("conv", second[0], 48, [1, 1]), ("conv", second[1], 64, [5, 5])],
        [
            ("conv", "Conv2d_0a_1x1", 64, [1, 1]),
            ("conv", "Conv2d_0b_3x3", 96, [3, 3]),
            ("conv", "Conv2d_0c_3x3", 96, [3, 3]),
        ],
        [
            ("avg", "AvgPool_0a_3x3", [3, 3]),
            ("conv", "Conv2d_0b_1x1", pooled, [1, 1]),
        ],
    ]


def _six(d: int) -> list[list[parts.Step]]:
    """The branches of a block at 17 by 17."""
    return [
        [("conv", "Conv2d_0a_1x1", 192, [1, 1])],
        [
            ("conv", "Conv2d_0a_1x1", d, [1, 1]),
            ("conv", "Conv2d_0b_1x7", d, [1, 7]),
            ("conv", "Conv2d_0c_7x1", 192, [7, 1]),
        ],
        [
            ("conv", "Conv2d_0a_1x1", d, [1, 1]),
            ("conv", "Conv2d_0b_7x1", d, [7, 1]),
            ("conv", "Conv2d_0c_1x7", d, [1, 7]),
            ("conv", "Conv2d_0d_7x1", d, [7, 1]),
            ("conv", "Conv2d_0e_1x7", 192, [1, 7]),
        ],
        [
            ("avg", "AvgPool_0a_3x3", [3, 3]),
            ("conv", "Conv2d_0b_1x1", 192, [1, 1]),
        ],
    ]


def _seven(last: str) -> list[list[parts.Step]]:
    """The branches of a block at 8 by 8."""
    return [
        [("conv", "Conv2d_0a_1x1", 320, [1, 1])],
        [
            ("conv", "Conv2d_0a_1x1", 384, [1, 1]),
            (
                "both",
                ("conv", "Conv2d_0b_1x3", 384, [1, 3]),
                ("conv", last, 384, [3, 1]),
            ),
        ],
        [
            ("conv", "Conv2d_0a_1x1", 448, [1, 1]),
            ("conv", "Conv2d_0b_3x3", 384, [3, 3]),
            (
                "both",
                ("conv", "Conv2d_0c_1x3", 384, [1, 3]),
                ("conv", "Conv2d_0d_3x1", 384, [3, 1]),
            ),
        ],
        [
            ("avg", "AvgPool_0a_3x3", [3, 3]),
            ("conv", "Conv2d_0b_1x1", 192, [1, 1]),
        ],
    ]


# End point → step: before the blocks, where padding is VALID.
_STEM: dict[str, parts.Step] = {
    "Conv2d_1a_3x3": ("conv", "Conv2d_1a_3x3", 32, [3, 3], {"stride": 2}),
    "Conv2d_2a_3x3": ("conv", "Conv2d_2a_3x3", 32, [3, 3]),
    "Conv2d_2b_3x3": ("conv", "Conv2d_2b_3x3", 64, [3, 3], {"padding": "SAME"}),
    "MaxPool_3a_3x3": ("max", "MaxPool_3a_3x3", [3, 3], {"stride": 2}),
    "Conv2d_3b_1x1": ("conv", "Conv2d_3b_1x1", 80, [1, 1]),
    "Conv2d_4a_3x3": ("conv", "Conv2d_4a_3x3", 192, [3, 3]),
    "MaxPool_5a_3x3": ("max", "MaxPool_5a_3x3", [3, 3], {"stride": 2}),
}

# End point → branches; the scopes that break the rule did so in 1.15.
_BLOCKS: dict[str, list[list[parts.Step]]] = {
    "Mixed_5b": _five(32, ("Conv2d_0a_1x1", "Conv2d_0b_5x5")),
    "Mixed_5c": _five(64, ("Conv2d_0b_1x1", "Conv_1_0c_5x5")),
    "Mixed_5d": _five(64, ("Conv2d_0a_1x1", "Conv2d_0b_5x5")),
    "Mixed_6a": [
        [("conv", "Conv2d_1a_1x1", 384, [3, 3], _VALID_TWO)],
        [
            ("conv", "Conv2d_0a_1x1", 64, [1, 1]),
            ("conv", "Conv2d_0b_3x3", 96, [3, 3]),
            ("conv", "Conv2d_1a_1x1", 96, [3, 3], _VALID_TWO),
        ],
        [("max", "MaxPool_1a_3x3", [3, 3], _VALID_TWO)],
    ],
    "Mixed_6b": _six(128),
    "Mixed_6c": _six(160),
    "Mixed_6d": _six(160),
    "Mixed_6e": _six(192),
    "Mixed_7a": [
        [
            ("conv", "Conv2d_0a_1x1", 192, [1, 1]),
            ("conv", "Conv2d_1a_3x3", 320, [3, 3], _VALID_TWO),
        ],
        [
            ("conv", "Conv2d_0a_1x1", 192, [1, 1]),
            ("conv", "Conv2d_0b_1x7", 192, [1, 7]),
            ("conv", "Conv2d_0c_7x1", 192, [7, 1]),
            ("conv", "Conv2d_1a_3x3", 192, [3, 3], _VALID_TWO),
        ],
        [("max", "MaxPool_1a_3x3", [3, 3], _VALID_TWO)],
    ],
    "Mixed_7b": _seven("Conv2d_0b_3x1"),
    "Mixed_7c": _seven("Conv2d_0c_3x1"),
}


def inception_v3_base(
    inputs: Any,
    final_endpoint: str = "Mixed_7c",
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

    Source: `tf.contrib.slim.nets.inception.inception_v3_base`.
    """
    end_points: dict[str, Any] = {}
    if depth_multiplier <= 0:
        raise ValueError("depth_multiplier is not greater than zero.")
    depth = parts.scaled_depth(depth_multiplier, min_depth)
    functions = [layers.conv2d, layers.max_pool2d, layers.avg_pool2d]
    with tf1.variable_scope(scope, "InceptionV3", [inputs]):
        net = inputs
        with arg_scope(functions, stride=1, padding="VALID"):
            for name, step in _STEM.items():
                net = parts.take(net, step, depth)
                end_points[name] = net
                if name == final_endpoint:
                    return net, end_points
        with arg_scope(functions, stride=1, padding="SAME"):
            for name, made in _BLOCKS.items():
                net = parts.block(net, name, made, depth)
                end_points[name] = net
                if name == final_endpoint:
                    return net, end_points
    raise ValueError(f"Unknown final endpoint {final_endpoint}")


def _auxiliary(
    net: Any, num_classes: int, depth: Callable[[int], int], spatial_squeeze: bool
) -> Any:
    """The logits in the middle of the network."""
    functions = [layers.conv2d, layers.max_pool2d, layers.avg_pool2d]
    with (
        arg_scope(functions, stride=1, padding="SAME"),
        tf1.variable_scope("AuxLogits"),
    ):
        net = layers.avg_pool2d(
            net, [5, 5], stride=3, padding="VALID", scope="AvgPool_1a_5x5"
        )
        net = layers.conv2d(net, depth(128), [1, 1], scope="Conv2d_1b_1x1")
        kernel = parts.small_kernel(net, [5, 5])
        net = layers.conv2d(
            net,
            depth(768),
            kernel,
            weights_initializer=parts.trunc_normal(0.01),
            padding="VALID",
            scope="Conv2d_2a_{}x{}".format(*kernel),
        )
        net = layers.conv2d(
            net,
            num_classes,
            [1, 1],
            activation_fn=None,
            normalizer_fn=None,
            weights_initializer=parts.trunc_normal(0.001),
            scope="Conv2d_2b_1x1",
        )
        if spatial_squeeze:
            net = tf1.squeeze(net, [1, 2], name="SpatialSqueeze")
    return net


def inception_v3(
    inputs: Any,
    num_classes: int = 1000,
    is_training: Any = True,
    dropout_keep_prob: float = 0.8,
    min_depth: int = 16,
    depth_multiplier: float = 1.0,
    prediction_fn: Callable[..., Any] = layers.softmax,
    spatial_squeeze: bool = True,
    reuse: Any = None,
    scope: str = "InceptionV3",
) -> tuple[Any, dict[str, Any]]:
    """Inception, version 3.

    Args:
        inputs: Images [batch, 299, 299, 3].
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

    Source: `tf.contrib.slim.nets.inception.inception_v3`.
    """
    if depth_multiplier <= 0:
        raise ValueError("depth_multiplier is not greater than zero.")
    depth = parts.scaled_depth(depth_multiplier, min_depth)
    with tf1.variable_scope(
        scope, "InceptionV3", [inputs, num_classes], reuse=reuse
    ) as scope:
        with arg_scope([layers.batch_norm, layers.dropout], is_training=is_training):
            net, end_points = inception_v3_base(
                inputs,
                scope=scope,
                min_depth=min_depth,
                depth_multiplier=depth_multiplier,
            )
            end_points["AuxLogits"] = _auxiliary(
                end_points["Mixed_6e"], num_classes, depth, spatial_squeeze
            )
            with tf1.variable_scope("Logits"):
                kernel = parts.small_kernel(net, [8, 8])
                net = layers.avg_pool2d(
                    net,
                    kernel,
                    padding="VALID",
                    scope="AvgPool_1a_{}x{}".format(*kernel),
                )
                net = layers.dropout(
                    net, keep_prob=dropout_keep_prob, scope="Dropout_1b"
                )
                end_points["PreLogits"] = net
                logits = parts.logits_of(
                    net, num_classes, spatial_squeeze, "Conv2d_1c_1x1", "SpatialSqueeze"
                )
            end_points["Logits"] = logits
            end_points["Predictions"] = prediction_fn(logits, scope="Predictions")
    return logits, end_points


inception_v3.default_image_size = 299  # type: ignore[attr-defined]


def inception_v3_arg_scope(
    weight_decay: float = 0.00004,
    batch_norm_var_collection: str = "moving_vars",
    batch_norm_decay: float = 0.9997,
    batch_norm_epsilon: float = 0.001,
    updates_collections: Any = tf1.GraphKeys.UPDATE_OPS,
    use_fused_batchnorm: bool = True,
) -> Any:
    """The arguments of the network's layers.

    Args:
        weight_decay: L2 of the kernels.
        batch_norm_var_collection: Where moving moments are put.
        batch_norm_decay: Of the moving averages.
        batch_norm_epsilon: Added to the variance.
        updates_collections: Where the updates of moving averages are put.
        use_fused_batchnorm: Whether normalization is one op.

    Source: `tf.contrib.slim.nets.inception.inception_v3_arg_scope`.
    """
    norm = parts.norm_arguments(
        batch_norm_var_collection,
        decay=batch_norm_decay,
        epsilon=batch_norm_epsilon,
        updates_collections=updates_collections,
        fused=use_fused_batchnorm,
    )
    return parts.layer_arguments(weight_decay, layers.batch_norm, norm)
