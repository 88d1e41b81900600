"""`tf.nn`: what `tf.compat.v1.nn` does otherwise than 1.15; the rest falls through."""

from compat.nn.dropout import dropout

__all__ = ["dropout"]
