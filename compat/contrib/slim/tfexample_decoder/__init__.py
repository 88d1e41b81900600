"""`tf.contrib.slim.tfexample_decoder`."""

from compat.contrib.slim.tfexample_decoder.decoder import TFExampleDecoder
from compat.contrib.slim.tfexample_decoder.handlers import (
    BackupHandler,
    BoundingBox,
    ItemHandler,
    ItemHandlerCallback,
    LookupTensor,
    SparseTensor,
    Tensor,
)
from compat.contrib.slim.tfexample_decoder.images import Image

__all__ = [
    "BackupHandler",
    "BoundingBox",
    "Image",
    "ItemHandler",
    "ItemHandlerCallback",
    "LookupTensor",
    "SparseTensor",
    "TFExampleDecoder",
    "Tensor",
]
