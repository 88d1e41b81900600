"""`tf.contrib.slim.nets.resnet_utils`."""

from compat.contrib.slim.nets.resnet_utils.blocks import (
    Block,
    conv2d_same,
    resnet_arg_scope,
    stack_blocks_dense,
    subsample,
)

__all__ = [
    "Block",
    "conv2d_same",
    "resnet_arg_scope",
    "stack_blocks_dense",
    "subsample",
]
