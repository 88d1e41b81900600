"""`tf.contrib.seq2seq`."""

from compat.contrib.seq2seq.loss import sequence_loss

__all__ = ["sequence_loss"]
