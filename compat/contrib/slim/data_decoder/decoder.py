"""The interface of what decodes a record."""

from __future__ import annotations

import abc
from typing import Any


class DataDecoder(metaclass=abc.ABCMeta):
    """Turns a record into items.

    Source: `tf.contrib.slim.data_decoder.DataDecoder`.
    """

    @abc.abstractmethod
    def decode(self, data: Any, items: Any) -> Any:
        """Give the tensors of items.

        Args:
            data: A record, as a tensor.
            items: The items' names.
        """

    @abc.abstractmethod
    def list_items(self) -> Any:
        """Give the names of all items."""
