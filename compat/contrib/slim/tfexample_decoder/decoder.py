"""Decodes `tf.train.Example`s by a handler for each item."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat import _private
from compat.contrib.slim.data_decoder.decoder import DataDecoder
from compat.count.ops import arrays

tf1 = tf.compat.v1


class TFExampleDecoder(DataDecoder):
    """Decodes `tf.train.Example`s.

    Args:
        keys_to_features: From a feature's name to `tf.FixedLenFeature` or its like.
        items_to_handlers: From an item's name to its `ItemHandler`.

    Source: `tf.contrib.slim.tfexample_decoder.TFExampleDecoder`.
    """

    def __init__(
        self, keys_to_features: dict[str, Any], items_to_handlers: dict[str, Any]
    ) -> None:
        self._keys_to_features = keys_to_features
        self._items_to_handlers = items_to_handlers

    def list_items(self) -> Any:
        """Give the names of all items."""
        return list(self._items_to_handlers.keys())

    def decode(self, serialized_example: Any, items: Any = None) -> list[Any]:
        """Give the tensors of items.

        Args:
            serialized_example: A string.
            items: The items' names; by default all.
        """
        parse = _private.wrapped("parse_single_example") or tf1.parse_single_example
        example = parse(serialized_example, self._keys_to_features)
        for key in sorted(self._keys_to_features):
            feature = self._keys_to_features[key]
            if isinstance(feature, tf1.FixedLenFeature):
                example[key] = arrays.reshape(example[key], feature.shape)
        outputs = []
        for item in items or self._items_to_handlers.keys():
            handler = self._items_to_handlers[item]
            given = {key: example[key] for key in handler.keys}
            outputs.append(handler.tensors_to_item(given))
        return outputs
