"""`tf.contrib.slim.nets.alexnet`."""

from compat.contrib.slim.nets.alexnet.network import alexnet_v2, alexnet_v2_arg_scope

__all__ = ["alexnet_v2", "alexnet_v2_arg_scope"]
