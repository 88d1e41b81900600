"""`tf.contrib.slim.data_decoder`."""

from compat.contrib.slim.data_decoder.decoder import DataDecoder

__all__ = ["DataDecoder"]
