"""The handler of encoded images."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat import _private
from compat.contrib.slim.tfexample_decoder.handlers import ItemHandler
from compat.count.ops import arrays

tf1 = tf.compat.v1


class Image(ItemHandler):
    """An image from its bytes and the name of its format.

    Args:
        image_key: Name of the bytes; by default `image/encoded`.
        format_key: Name of the format; by default `image/format`.
        shape: The image's shape, where it is known.
        channels: Its channels.
        dtype: Its type.
        repeated: Whether there are several, in a tensor [images].
        dct_method: How JPEG is decoded.

    Source: `tf.contrib.slim.tfexample_decoder.Image`.
    """

    def __init__(
        self,
        image_key: str | None = None,
        format_key: str | None = None,
        shape: Any = None,
        channels: int = 3,
        dtype: Any = tf.uint8,
        repeated: bool = False,
        dct_method: str = "",
    ) -> None:
        image_key = image_key or "image/encoded"
        format_key = format_key or "image/format"
        super().__init__([image_key, format_key])
        self._image_key = image_key
        self._format_key = format_key
        self._shape = shape
        self._channels = channels
        self._dtype = dtype
        self._repeated = repeated
        self._dct_method = dct_method

    def tensors_to_item(self, keys_to_tensors: dict[str, Any]) -> Any:
        buffer = keys_to_tensors[self._image_key]
        form = keys_to_tensors[self._format_key]
        if self._repeated:
            return tf1.map_fn(
                lambda one: self._decode(one, form), buffer, dtype=self._dtype
            )
        return self._decode(buffer, form)

    def _decode(self, buffer: Any, form: Any) -> Any:
        def any_format() -> Any:
            decode = _private.wrapped("decode_image") or tf1.image.decode_image
            image = decode(buffer, self._channels)
            return tf1.cast(image, self._dtype)

        def jpeg() -> Any:
            image = tf1.image.decode_jpeg(
                buffer, self._channels, dct_method=self._dct_method
            )
            return tf1.cast(image, self._dtype)

        def encoded() -> Any:
            is_jpeg = tf1.image.is_jpeg(buffer, name="is_jpeg")
            return tf1.cond(is_jpeg, jpeg, any_format, name="cond_jpeg")

        def raw() -> Any:
            return tf1.decode_raw(buffer, out_type=self._dtype)

        is_raw = tf.logical_or(tf.equal(form, "raw"), tf.equal(form, "RAW"))
        image = tf1.case([(is_raw, raw)], default=encoded, exclusive=True)
        image.set_shape([None, None, self._channels])
        if self._shape is not None:
            image = arrays.reshape(image, self._shape)
        return image
