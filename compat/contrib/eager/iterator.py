"""Iterators over datasets, in eager execution."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


class Iterator:
    """The elements of a dataset, one after the other.

    Args:
        dataset: The dataset.

    Raises:
        RuntimeError: Where a graph is being built.

    Source: `tf.contrib.eager.Iterator`.
    """

    def __init__(self, dataset: Any):
        if not tf.executing_eagerly():
            raise RuntimeError(
                "tf.contrib.eager.Iterator only supports when eager execution is "
                "enabled, use tf.data.Dataset.make_initializable_iterator or "
                "tf.data.Dataset.make_one_shot_iterator for graph construction"
            )
        self._elements = iter(dataset)
        self._dataset = dataset

    def __iter__(self) -> Any:
        return self

    def __next__(self) -> Any:
        return next(self._elements)

    def next(self) -> Any:
        """The next element.

        Source: `tf.contrib.eager.Iterator.next`.
        """
        return next(self._elements)

    def get_next(self, name: str | None = None) -> Any:
        """The next element; `OutOfRangeError` behind the last.

        Source: `tf.contrib.eager.Iterator.get_next`.
        """
        del name
        try:
            return next(self._elements)
        except StopIteration:
            raise tf.errors.OutOfRangeError(None, None, "End of sequence") from None

    @property
    def output_classes(self) -> Any:
        """The elements' classes.

        Source: `tf.contrib.eager.Iterator.output_classes`.
        """
        return tf1.data.get_output_classes(self._dataset)

    @property
    def output_shapes(self) -> Any:
        """The elements' shapes.

        Source: `tf.contrib.eager.Iterator.output_shapes`.
        """
        return tf1.data.get_output_shapes(self._dataset)

    @property
    def output_types(self) -> Any:
        """The elements' types.

        Source: `tf.contrib.eager.Iterator.output_types`.
        """
        return tf1.data.get_output_types(self._dataset)
