"""What hands out the items of one sample after the other."""

from __future__ import annotations

import abc
from typing import Any


class DataProvider(metaclass=abc.ABCMeta):  # noqa: B024 (as it was)
    """Hands out items by name.

    Args:
        items_to_tensors: From an item's name to its tensor.
        num_samples: How many samples there are.

    Source: `tf.contrib.slim.data_provider.DataProvider`.
    """

    def __init__(self, items_to_tensors: dict[str, Any], num_samples: int) -> None:
        self._items_to_tensors = items_to_tensors
        self._num_samples = num_samples

    def get(self, items: Any) -> list[Any]:
        """Give the tensors of items, in their order.

        Args:
            items: The items' names.

        Raises:
            ValueError: For a name that is none.
        """
        self._validate_items(items)
        return [self._items_to_tensors[item] for item in items]

    def list_items(self) -> Any:
        """Give the names of all items."""
        return self._items_to_tensors.keys()

    def num_samples(self) -> int:
        """Give how many samples there are."""
        return self._num_samples

    def _validate_items(self, items: Any) -> None:
        if not isinstance(items, (list, tuple)):
            raise ValueError("items_to_get must be a list or tuple")
        valid = self.list_items()
        for item in items:
            if item not in valid:
                raise ValueError(
                    f"Item [{item}] is invalid. Valid entries include: {valid}"
                )
