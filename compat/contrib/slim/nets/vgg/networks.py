"""The networks of the Visual Geometry Group (Simonyan and Zisserman 2014)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.contrib import layers
from compat.contrib.framework.arg_scope import arg_scope
from compat.contrib.slim.nets import convolutional
from compat.signatures import variant

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
    num_classes: int = 1000,
    is_training: Any = True,
    dropout_keep_prob: float = 0.5,
    spatial_squeeze: bool = True,
    scope: str = "vgg",
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


def _of_layers(
    name: str, layer_count: int, repeats: tuple[int, ...]
) -> Callable[..., Any]:
    doc = f"""VGG of {layer_count} layers.

    Args:
        inputs: Images [batch, 224, 224, 3].
        num_classes: How many classes.
        is_training: Whether there is dropout.
        dropout_keep_prob: What it keeps.
        spatial_squeeze: Whether the logits are [batch, classes].
        scope: Name of the variables.

    Returns:
        The logits, and the outputs of all layers by name.

    Source: `tf.contrib.slim.nets.vgg.{name}`.
    """
    order = "inputs num_classes is_training dropout_keep_prob spatial_squeeze scope"
    given = {"repeats": repeats, "default": name}
    made = variant(_vgg, name, order, doc, given, {"scope": name})
    made.default_image_size = 224  # type: ignore[attr-defined]
    return made


vgg_a = _of_layers("vgg_a", 11, (1, 1, 2, 2, 2))
vgg_16 = vgg_d = _of_layers("vgg_16", 16, (2, 2, 3, 3, 3))
vgg_19 = vgg_e = _of_layers("vgg_19", 19, (2, 2, 4, 4, 4))
