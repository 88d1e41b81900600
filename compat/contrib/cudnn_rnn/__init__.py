"""`tf.contrib.cudnn_rnn`."""

from compat.contrib.cudnn_rnn.compatible import (
    CudnnCompatibleGRUCell,
    CudnnCompatibleLSTMCell,
)

__all__ = ["CudnnCompatibleGRUCell", "CudnnCompatibleLSTMCell"]
