"""`tf.contrib.slim.nets.overfeat`."""

from compat.contrib.slim.nets.overfeat.network import overfeat, overfeat_arg_scope

__all__ = ["overfeat", "overfeat_arg_scope"]
