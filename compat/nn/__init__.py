"""`tf.nn`: what `tf.compat.v1.nn` does otherwise than 1.15; the rest falls through."""

from compat.count.ops.dropout import dropout
from compat.nn.cross_entropy import (
    sigmoid_cross_entropy_with_logits,
    softmax_cross_entropy_with_logits,
    sparse_softmax_cross_entropy_with_logits,
)
from compat.nn.recurrent import bidirectional_dynamic_rnn, dynamic_rnn, static_rnn

__all__ = [
    "bidirectional_dynamic_rnn",
    "dropout",
    "dynamic_rnn",
    "sigmoid_cross_entropy_with_logits",
    "softmax_cross_entropy_with_logits",
    "sparse_softmax_cross_entropy_with_logits",
    "static_rnn",
]
