"""AlexNet, in its second version (Krizhevsky 2014)."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib import layers
from compat.contrib.framework.arg_scope import arg_scope
from compat.contrib.slim.nets import convolutional

tf1 = tf.compat.v1


def alexnet_v2_arg_scope(weight_decay: float = 0.0005) -> Any:
    """The arguments of AlexNet's layers.

    Args:
        weight_decay: L2 of the kernels.

    Source: `tf.contrib.slim.nets.alexnet.alexnet_v2_arg_scope`.
    """
    with arg_scope(
        [layers.conv2d, layers.fully_connected],
        activation_fn=tf.nn.relu,
        biases_initializer=tf1.constant_initializer(0.1),
        weights_regularizer=layers.l2_regularizer(weight_decay),
    ):
        with arg_scope([layers.conv2d], padding="SAME"):
            with arg_scope([layers.max_pool2d], padding="VALID") as scope:
                return scope


def alexnet_v2(
    inputs: Any,
    num_classes: int = 1000,
    is_training: Any = True,
    dropout_keep_prob: float = 0.5,
    spatial_squeeze: bool = True,
    scope: str = "alexnet_v2",
) -> tuple[Any, dict[str, Any]]:
    """AlexNet.

    Args:
        inputs: Images [batch, 224, 224, 3].
        num_classes: How many classes.
        is_training: Whether there is dropout.
        dropout_keep_prob: What it keeps.
        spatial_squeeze: Whether the logits are [batch, classes].
        scope: Name of the variables.

    Returns:
        The logits, and the outputs of all layers by name.

    Source: `tf.contrib.slim.nets.alexnet.alexnet_v2`.
    """
    functions = [layers.conv2d, layers.fully_connected, layers.max_pool2d]
    with convolutional.named(scope, "alexnet_v2", inputs, functions) as found_in:
        net = layers.conv2d(inputs, 64, [11, 11], 4, padding="VALID", scope="conv1")
        net = layers.max_pool2d(net, [3, 3], 2, scope="pool1")
        net = layers.conv2d(net, 192, [5, 5], scope="conv2")
        net = layers.max_pool2d(net, [3, 3], 2, scope="pool2")
        for number, units in ((3, 384), (4, 384), (5, 256)):
            net = layers.conv2d(net, units, [3, 3], scope=f"conv{number}")
        net = layers.max_pool2d(net, [3, 3], 2, scope="pool5")
        with arg_scope(
            [layers.conv2d],
            weights_initializer=convolutional.trunc_normal(0.005),
            biases_initializer=tf1.constant_initializer(0.1),
        ):
            net = convolutional.classifier(
                net,
                ((4096, 5), (4096, 1)),
                num_classes,
                is_training,
                dropout_keep_prob,
                biases_initializer=tf1.zeros_initializer(),
            )
        return convolutional.ended(net, *found_in, spatial_squeeze)


alexnet_v2.default_image_size = 224  # type: ignore[attr-defined]
