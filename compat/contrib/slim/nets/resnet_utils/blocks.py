"""Blocks of residual units, and what they are made of."""

from __future__ import annotations

import collections
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.contrib import layers
from compat.contrib.framework.arg_scope import add_arg_scope, arg_scope
from compat.contrib.layers import utils
from compat.signatures import variant

tf1 = tf.compat.v1


class Block(collections.namedtuple("Block", ["scope", "unit_fn", "args"])):
    """A block of a residual network: its scope, its unit, and each unit's arguments.

    Source: `tf.contrib.slim.nets.resnet_utils.Block`.
    """


def subsample(inputs: Any, factor: int, scope: str | None = None) -> Any:
    """Every `factor`-th row and column.

    Args:
        inputs: Images [batch, height, width, channels].
        factor: How many make one.
        scope: Name of the op.

    Source: `tf.contrib.slim.nets.resnet_utils.subsample`.
    """
    if factor == 1:
        return inputs
    return layers.max_pool2d(inputs, [1, 1], stride=factor, scope=scope)


def conv2d_same(
    inputs: Any,
    num_outputs: int,
    kernel_size: int,
    stride: int,
    rate: int = 1,
    scope: str | None = None,
) -> Any:
    """A convolution padded alike on both sides, whatever the stride.

    Args:
        inputs: Images [batch, height, width, channels].
        num_outputs: Filters.
        kernel_size: Height and width of the kernel.
        stride: Steps of the kernel.
        rate: Dilation.
        scope: Name of the variables.

    Source: `tf.contrib.slim.nets.resnet_utils.conv2d_same`.
    """
    if stride == 1:
        return layers.conv2d(
            inputs,
            num_outputs,
            kernel_size,
            stride=1,
            rate=rate,
            padding="SAME",
            scope=scope,
        )
    wide = kernel_size + (kernel_size - 1) * (rate - 1)
    before = (wide - 1) // 2
    after = wide - 1 - before
    inputs = tf1.pad(inputs, [[0, 0], [before, after], [before, after], [0, 0]])
    return layers.conv2d(
        inputs,
        num_outputs,
        kernel_size,
        stride=stride,
        rate=rate,
        padding="VALID",
        scope=scope,
    )


@add_arg_scope
def stack_blocks_dense(
    net: Any,
    blocks: list[Block],
    output_stride: float | None = None,
    outputs_collections: Any = None,
) -> Any:
    """Blocks one after the other; dilated where the stride asked for is reached.

    Args:
        net: Images [batch, height, width, channels].
        blocks: The blocks.
        output_stride: How many pixels of the input make one at the end; `None` for as
            many as the blocks' strides make.
        outputs_collections: Where each block's output is put.

    Raises:
        ValueError: For a stride that the blocks do not reach.

    Source: `tf.contrib.slim.nets.resnet_utils.stack_blocks_dense`.
    """
    stride, rate = 1, 1
    for block in blocks:
        with tf1.variable_scope(block.scope, "block", [net]) as scope:
            for number, unit in enumerate(block.args, start=1):
                if output_stride is not None and stride > output_stride:
                    raise ValueError("The target output_stride cannot be reached.")
                with tf1.variable_scope(f"unit_{number}", values=[net]):
                    if output_stride is not None and stride == output_stride:
                        net = block.unit_fn(net, rate=rate, **dict(unit, stride=1))
                        rate *= unit.get("stride", 1)
                    else:
                        net = block.unit_fn(net, rate=1, **unit)
                        stride *= unit.get("stride", 1)
            net = utils.collect_named_outputs(outputs_collections, scope.name, net)
    if output_stride is not None and stride != output_stride:
        raise ValueError("The target output_stride cannot be reached.")
    return net


def resnet_arg_scope(
    weight_decay: float = 0.0001,
    batch_norm_decay: float = 0.997,
    batch_norm_epsilon: float = 1e-5,
    batch_norm_scale: bool = True,
) -> Any:
    """The arguments of a residual network's layers.

    Args:
        weight_decay: L2 of the kernels.
        batch_norm_decay: Of the moving averages.
        batch_norm_epsilon: Added to the variance.
        batch_norm_scale: Whether there is a gamma.

    Source: `tf.contrib.slim.nets.resnet_utils.resnet_arg_scope`.
    """
    norm = {
        "decay": batch_norm_decay,
        "epsilon": batch_norm_epsilon,
        "scale": batch_norm_scale,
        "updates_collections": tf1.GraphKeys.UPDATE_OPS,
    }
    with arg_scope(
        [layers.conv2d],
        weights_regularizer=layers.l2_regularizer(weight_decay),
        weights_initializer=layers.variance_scaling_initializer(),
        activation_fn=tf.nn.relu,
        normalizer_fn=layers.batch_norm,
        normalizer_params=norm,
    ):
        with arg_scope([layers.batch_norm], **norm):
            with arg_scope([layers.max_pool2d], padding="SAME") as scope:
                return scope


# Units of each of the four blocks, by the network's layers.
DEPTHS = {50: (3, 4, 6, 3), 101: (3, 4, 23, 3), 152: (3, 8, 36, 3), 200: (3, 24, 36, 3)}


def block_of(
    unit: Callable[..., Any], scope: str, base_depth: int, num_units: int, stride: int
) -> Block:
    """A block of bottlenecks, of which the last takes the stride."""
    each = {"depth": base_depth * 4, "depth_bottleneck": base_depth}
    args = [{**each, "stride": 1}] * (num_units - 1) + [{**each, "stride": stride}]
    return Block(scope, unit, args)


def blocks_of(block: Callable[..., Block], layer_count: int) -> list[Block]:
    """The four blocks of a network of so many layers."""
    strides = (2, 2, 2, 1)
    return [
        block(
            f"block{number + 1}",
            base_depth=64 * 2**number,
            num_units=units,
            stride=strides[number],
        )
        for number, units in enumerate(DEPTHS[layer_count])
    ]


def of_layers(
    network: Callable[..., Any], block: Callable[..., Block], layer_count: int
) -> Callable[..., Any]:
    """The function that builds a network of so many layers.

    Args:
        network: `resnet_v1` or `resnet_v2`.
        block: To its blocks.
        layer_count: A key of `DEPTHS`.
    """
    version = network.__name__
    name = f"{version}_{layer_count}"
    doc = (
        f"The residual network of {layer_count} layers; arguments and results as of "
        f"`{version}`.\n\n    Source: `tf.contrib.slim.nets.{version}.{name}`.\n    "
    )
    return variant(
        network,
        name,
        "inputs num_classes is_training global_pool output_stride reuse scope",
        doc,
        given={"blocks": blocks_of(block, layer_count)},
        defaults={"scope": name},
    )


def rooted(net: Any, output_stride: float | None) -> tuple[Any, float | None]:
    """The first layers, and the stride that is left.

    Raises:
        ValueError: For a stride that is no multiple of 4.
    """
    if output_stride is not None:
        if output_stride % 4 != 0:
            raise ValueError("The output_stride needs to be a multiple of 4.")
        output_stride /= 4
    return conv2d_same(net, 64, 7, stride=2, scope="conv1"), output_stride


def classified(
    net: Any, num_classes: int | None, global_pool: bool, collection: str
) -> tuple[Any, dict[str, Any]]:
    """Pooling and logits, where they are asked for, and the outputs by name."""
    if global_pool:
        net = tf1.reduce_mean(net, [1, 2], name="pool5", keepdims=True)
    if num_classes is not None:
        net = layers.conv2d(
            net,
            num_classes,
            [1, 1],
            activation_fn=None,
            normalizer_fn=None,
            scope="logits",
        )
    end_points = utils.convert_collection_to_dict(collection)
    if num_classes is not None:
        end_points["predictions"] = layers.softmax(net, scope="predictions")
    return net, end_points
