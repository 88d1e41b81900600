"""`tf.contrib.slim.nets.vgg`."""

from compat.contrib.slim.nets.vgg.networks import (
    vgg_16,
    vgg_19,
    vgg_a,
    vgg_arg_scope,
    vgg_d,
    vgg_e,
)

__all__ = ["vgg_16", "vgg_19", "vgg_a", "vgg_arg_scope", "vgg_d", "vgg_e"]
