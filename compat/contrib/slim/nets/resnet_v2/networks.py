"""Residual networks, version 2 (He, Zhang, Ren and Sun 2016)."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib import layers
from compat.contrib.framework.arg_scope import add_arg_scope, arg_scope
from compat.contrib.layers import utils
from compat.contrib.slim.nets.resnet_utils import blocks as parts

tf1 = tf.compat.v1


@add_arg_scope
def bottleneck(
    inputs: Any,
    depth: int,
    depth_bottleneck: int,
    stride: int,
    rate: int = 1,
    outputs_collections: Any = None,
    scope: str | None = None,
) -> Any:
    """A residual unit of three convolutions, normalized before each.

    Args:
        inputs: Images [batch, height, width, channels].
        depth: Channels of the output.
        depth_bottleneck: Channels in between.
        stride: Of the second convolution.
        rate: Its dilation.
        outputs_collections: Where the output is put.
        scope: Name of the variables.

    Source: `tf.contrib.slim.nets.resnet_v2.bottleneck`.
    """
    with tf1.variable_scope(scope, "bottleneck_v2", [inputs]) as found:
        depth_in = utils.last_dimension(inputs.get_shape(), min_rank=4)
        before = layers.batch_norm(inputs, activation_fn=tf.nn.relu, scope="preact")
        if depth == depth_in:
            shortcut = parts.subsample(inputs, stride, "shortcut")
        else:
            shortcut = layers.conv2d(
                before,
                depth,
                [1, 1],
                stride=stride,
                normalizer_fn=None,
                activation_fn=None,
                scope="shortcut",
            )
        residual = layers.conv2d(
            before, depth_bottleneck, [1, 1], stride=1, scope="conv1"
        )
        residual = parts.conv2d_same(
            residual, depth_bottleneck, 3, stride, rate=rate, scope="conv2"
        )
        residual = layers.conv2d(
            residual,
            depth,
            [1, 1],
            stride=1,
            normalizer_fn=None,
            activation_fn=None,
            scope="conv3",
        )
        output = shortcut + residual
        return utils.collect_named_outputs(outputs_collections, found.name, output)


def resnet_v2(
    inputs: Any,
    blocks: list[parts.Block],
    num_classes: int | None = None,
    is_training: Any = True,
    global_pool: bool = True,
    output_stride: float | None = None,
    include_root_block: bool = True,
    reuse: Any = None,
    scope: str | None = None,
) -> tuple[Any, dict[str, Any]]:
    """A residual network of given blocks.

    Args:
        inputs: Images [batch, height, width, channels].
        blocks: The blocks.
        num_classes: How many classes; `None` for no logits.
        is_training: Whether batch normalization takes the batch's moments.
        global_pool: Whether the images are averaged at the end.
        output_stride: How many pixels of the input make one at the end.
        include_root_block: Whether the first convolution is there.
        reuse: Whether the variables are there already.
        scope: Name of the variables.

    Returns:
        The logits, and the outputs of all layers by name.

    Raises:
        ValueError: For an `output_stride` that cannot be.

    Source: `tf.contrib.slim.nets.resnet_v2.resnet_v2`.
    """
    with tf1.variable_scope(scope, "resnet_v2", [inputs], reuse=reuse) as found:
        collection = found.original_name_scope + "_end_points"
        functions = [layers.conv2d, bottleneck, parts.stack_blocks_dense]
        with (
            arg_scope(functions, outputs_collections=collection),
            arg_scope([layers.batch_norm], is_training=is_training),
        ):
            net = inputs
            if include_root_block:
                # the first convolution has no ReLU, for the units begin with one
                with arg_scope([layers.conv2d], activation_fn=None, normalizer_fn=None):
                    net, output_stride = parts.rooted(net, output_stride)
                net = layers.max_pool2d(net, [3, 3], stride=2, scope="pool1")
            net = parts.stack_blocks_dense(net, blocks, output_stride)
            net = layers.batch_norm(net, activation_fn=tf.nn.relu, scope="postnorm")
            return parts.classified(net, num_classes, global_pool, collection)


def resnet_v2_block(
    scope: str, base_depth: int, num_units: int, stride: int
) -> parts.Block:
    """A block of bottlenecks, of which the last takes the stride.

    Args:
        scope: Name of the block.
        base_depth: Channels within the units; four times as many come out.
        num_units: How many units.
        stride: Of the last unit.

    Source: `tf.contrib.slim.nets.resnet_v2.resnet_v2_block`.
    """
    return parts.block_of(bottleneck, scope, base_depth, num_units, stride)


resnet_v2_50 = parts.of_layers(resnet_v2, resnet_v2_block, 50)
resnet_v2_101 = parts.of_layers(resnet_v2, resnet_v2_block, 101)
resnet_v2_152 = parts.of_layers(resnet_v2, resnet_v2_block, 152)
resnet_v2_200 = parts.of_layers(resnet_v2, resnet_v2_block, 200)

resnet_v2.default_image_size = 224  # type: ignore[attr-defined]
