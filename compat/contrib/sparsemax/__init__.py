"""`tf.contrib.sparsemax`."""

from compat.contrib.sparsemax.sparsemax import sparsemax, sparsemax_loss

__all__ = ["sparsemax", "sparsemax_loss"]
