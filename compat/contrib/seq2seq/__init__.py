"""`tf.contrib.seq2seq`."""

from compat.contrib.seq2seq.attention_base import AttentionMechanism
from compat.contrib.seq2seq.attention_state import AttentionWrapperState
from compat.contrib.seq2seq.attention_wrapper import AttentionWrapper
from compat.contrib.seq2seq.bahdanau import (
    BahdanauAttention,
    BahdanauMonotonicAttention,
)
from compat.contrib.seq2seq.basic_decoder import BasicDecoder, BasicDecoderOutput
from compat.contrib.seq2seq.beam_search_decoder import (
    BeamSearchDecoder,
    FinalBeamSearchDecoderOutput,
)
from compat.contrib.seq2seq.beam_search_ops import gather_tree, tile_batch
from compat.contrib.seq2seq.beam_search_step import (
    BeamSearchDecoderOutput,
    BeamSearchDecoderState,
)
from compat.contrib.seq2seq.decoder import Decoder, dynamic_decode
from compat.contrib.seq2seq.feeding import (
    GreedyEmbeddingHelper,
    InferenceHelper,
    SampleEmbeddingHelper,
)
from compat.contrib.seq2seq.helper import CustomHelper, Helper, TrainingHelper
from compat.contrib.seq2seq.loss import sequence_loss
from compat.contrib.seq2seq.luong import LuongAttention, LuongMonotonicAttention
from compat.contrib.seq2seq.monotonic import (
    hardmax,
    monotonic_attention,
    safe_cumprod,
)
from compat.contrib.seq2seq.scheduled import (
    ScheduledEmbeddingTrainingHelper,
    ScheduledOutputTrainingHelper,
)

__all__ = [
    "AttentionMechanism",
    "AttentionWrapper",
    "AttentionWrapperState",
    "BahdanauAttention",
    "BahdanauMonotonicAttention",
    "BasicDecoder",
    "BasicDecoderOutput",
    "BeamSearchDecoder",
    "BeamSearchDecoderOutput",
    "BeamSearchDecoderState",
    "CustomHelper",
    "Decoder",
    "FinalBeamSearchDecoderOutput",
    "GreedyEmbeddingHelper",
    "Helper",
    "InferenceHelper",
    "LuongAttention",
    "LuongMonotonicAttention",
    "SampleEmbeddingHelper",
    "ScheduledEmbeddingTrainingHelper",
    "ScheduledOutputTrainingHelper",
    "TrainingHelper",
    "dynamic_decode",
    "gather_tree",
    "hardmax",
    "monotonic_attention",
    "safe_cumprod",
    "sequence_loss",
    "tile_batch",
]
