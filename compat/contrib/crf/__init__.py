"""`tf.contrib.crf`: linear-chain conditional random fields."""

from compat.contrib.crf.cells import (
    CrfDecodeBackwardRnnCell,
    CrfDecodeForwardRnnCell,
    CrfForwardRnnCell,
)
from compat.contrib.crf.decoding import crf_decode, viterbi_decode
from compat.contrib.crf.norms import (
    crf_log_likelihood,
    crf_log_norm,
    crf_multitag_sequence_score,
)
from compat.contrib.crf.scores import (
    crf_binary_score,
    crf_sequence_score,
    crf_unary_score,
)

__all__ = [
    "CrfDecodeBackwardRnnCell",
    "CrfDecodeForwardRnnCell",
    "CrfForwardRnnCell",
    "crf_binary_score",
    "crf_decode",
    "crf_log_likelihood",
    "crf_log_norm",
    "crf_multitag_sequence_score",
    "crf_sequence_score",
    "crf_unary_score",
    "viterbi_decode",
]
