"""The networks of the Visual Geometry Group (Simonyan and Zisserman 2014)."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib import layers
from compat.contrib.framework.arg_scope import arg_scope
from compat.contrib.slim.nets import convolutional

tf1 = tf.compat.v1


def vgg_arg_scope(weight_decay: float = 0.0005) -> Any:
    """The arguments of VGG's layers.

    Args:
        weight_decay: L2 of the kernels.

    Source: `tf.contrib.slim.nets.vgg.vgg_arg_scope`.
    """
    with arg_scope(
        [layers.conv2d, layers.fully_connected],
        activation_fn=tf.nn.relu,
        weights_regularizer=layers.l2_regularizer(weight_decay),
        biases_initializer=tf1.zeros_initializer(),
    ):
        with arg_scope([layers.conv2d], padding="SAME") as scope:
            return scope


def _vgg(
    repeats: tuple[int, ...],
    default: str,
    inputs: Any,
    num_classes: int,
    is_training: Any,
    dropout_keep_prob: float,
    spatial_squeeze: bool,
    scope: str,
) -> tuple[Any, dict[str, Any]]:
    functions = [layers.conv2d, layers.fully_connected, layers.max_pool2d]
    with convolutional.named(scope, default, inputs, functions) as (found, collection):
        net = inputs
        for number, times in enumerate(repeats, start=1):
            net = layers.repeat(
                net,
                times,
                layers.conv2d,
                min(64 * 2 ** (number - 1), 512),
                [3, 3],
                scope=f"conv{number}",
            )
            net = layers.max_pool2d(net, [2, 2], scope=f"pool{number}")
        sizes = (4096, 7), (4096, 1)
        net = convolutional.classifier(
            net, sizes, num_classes, is_training, dropout_keep_prob
        )
        return convolutional.ended(net, found, collection, spatial_squeeze)


def vgg_a(
    inputs: Any,
    num_classes: int = 1000,
    is_training: Any = True,
    dropout_keep_prob: float = 0.5,
    spatial_squeeze: bool = True,
    scope: str = "vgg_a",
) -> tuple[Any, dict[str, Any]]:
    """VGG of 11 layers.

    Args:
        inputs: Images [batch, 224, 224, 3].
        num_classes: How many classes.
        is_training: Whether there is dropout.
        dropout_keep_prob: What it keeps.
        spatial_squeeze: Whether the logits are [batch, classes].
        scope: Name of the variables.

    Returns:
        The logits, and the outputs of all layers by name.

    Source: `tf.contrib.slim.nets.vgg.vgg_a`.
    """
    return _vgg(
        (1, 1, 2, 2, 2),
        "vgg_a",
        inputs,
        num_classes,
        is_training,
        dropout_keep_prob,
        spatial_squeeze,
        scope,
    )


def vgg_16(
    inputs: Any,
    num_classes: int = 1000,
    is_training: Any = True,
    dropout_keep_prob: float = 0.5,
    spatial_squeeze: bool = True,
    scope: str = "vgg_16",
) -> tuple[Any, dict[str, Any]]:
    """VGG of 16 layers; arguments and results as of `vgg_a`.

    Source: `tf.contrib.slim.nets.vgg.vgg_16`.
    """
    return _vgg(
        (2, 2, 3, 3, 3),
        "vgg_16",
        inputs,
        num_classes,
        is_training,
        dropout_keep_prob,
        spatial_squeeze,
        scope,
    )


def vgg_19(
    inputs: Any,
    num_classes: int = 1000,
    is_training: Any = True,
    dropout_keep_prob: float = 0.5,
    spatial_squeeze: bool = True,
    scope: str = "vgg_19",
) -> tuple[Any, dict[str, Any]]:
    """VGG of 19 layers; arguments and results as of `vgg_a`.

    Source: `tf.contrib.slim.nets.vgg.vgg_19`.
    """
    return _vgg(
        (2, 2, 4, 4, 4),
        "vgg_19",
        inputs,
        num_classes,
        is_training,
        dropout_keep_prob,
        spatial_squeeze,
        scope,
    )


for _network in (vgg_a, vgg_16, vgg_19):
    _network.default_image_size = 224  # type: ignore[attr-defined]

vgg_d = vgg_16
vgg_e = vgg_19
