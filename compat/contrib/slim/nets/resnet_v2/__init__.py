"""`tf.contrib.slim.nets.resnet_v2`."""

from compat.contrib.slim.nets.resnet_utils.blocks import resnet_arg_scope
from compat.contrib.slim.nets.resnet_v2.networks import (
    bottleneck,
    resnet_v2,
    resnet_v2_50,
    resnet_v2_101,
    resnet_v2_152,
    resnet_v2_200,
    resnet_v2_block,
)

__all__ = [
    "bottleneck",
    "resnet_arg_scope",
    "resnet_v2",
    "resnet_v2_101",
    "resnet_v2_152",
    "resnet_v2_200",
    "resnet_v2_50",
    "resnet_v2_block",
]
