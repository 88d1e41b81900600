"""`tf.contrib.slim.nets.resnet_v1`."""

from compat.contrib.slim.nets.resnet_utils.blocks import resnet_arg_scope
from compat.contrib.slim.nets.resnet_v1.networks import (
    bottleneck,
    resnet_v1,
    resnet_v1_50,
    resnet_v1_101,
    resnet_v1_152,
    resnet_v1_200,
    resnet_v1_block,
)

__all__ = [
    "bottleneck",
    "resnet_arg_scope",
    "resnet_v1",
    "resnet_v1_101",
    "resnet_v1_152",
    "resnet_v1_200",
    "resnet_v1_50",
    "resnet_v1_block",
]
