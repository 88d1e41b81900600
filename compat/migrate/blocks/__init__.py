"""What tf.contrib has and Keras 3 has not, as Keras 3 layers and functions.

They are written on `keras.ops`, for every backend of Keras; their weights are those of
TensorFlow 1.x as they are, and `load` reads them from a checkpoint.
"""

from compat.migrate.blocks.attention import (
    BahdanauAttention,
    BahdanauMonotonicAttention,
    LuongAttention,
    LuongMonotonicAttention,
)
from compat.migrate.blocks.beams import Beams, beam_search
from compat.migrate.blocks.bidirectional import BidirectionalStack
from compat.migrate.blocks.crf import CRF
from compat.migrate.blocks.decoding import greedy, sample
from compat.migrate.blocks.loading import load
from compat.migrate.blocks.losses import sequence_loss
from compat.migrate.blocks.normalization import BatchNorm, LayerNorm
from compat.migrate.blocks.scheduled import scheduled
from compat.migrate.blocks.sparse import sparsemax, sparsemax_loss
from compat.migrate.blocks.wrapper import AttentionRNN

__all__ = [
    "CRF",
    "AttentionRNN",
    "BahdanauAttention",
    "BahdanauMonotonicAttention",
    "BatchNorm",
    "Beams",
    "BidirectionalStack",
    "LayerNorm",
    "LuongAttention",
    "LuongMonotonicAttention",
    "beam_search",
    "greedy",
    "load",
    "sample",
    "scheduled",
    "sequence_loss",
    "sparsemax",
    "sparsemax_loss",
]
