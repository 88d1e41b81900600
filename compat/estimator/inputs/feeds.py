"""Functions that give the next values for the placeholders of an input queue."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import tensorflow as tf


class _Rows:
    """Counts through the rows of data, again and again or for some epochs.

    Args:
        placeholders: What is fed: the row numbers first.
        rows: How many rows there are.
        batch_size: How many are fed at once.
        random_start: Whether to begin with any row.
        seed: Of that choice.
        num_epochs: How often all rows are fed, or `None` for no end.
    """

    def __init__(
        self,
        placeholders: Any,
        rows: int,
        batch_size: int,
        random_start: bool,
        seed: Any,
        num_epochs: int | None,
    ) -> None:
        self._placeholders = placeholders
        self._rows = rows
        self._batch_size = batch_size
        self._num_epochs = num_epochs
        self._epoch = 0
        random.seed(seed)
        self._next = random.randrange(rows) if random_start else 0
        self._end = (self._next - 1) % rows  # the last row of an epoch

    def _indexes(self) -> list[int]:
        """The next rows; the last ones of all may be fewer.

        Raises:
            StopIteration: After the last epoch.
        """
        if self._num_epochs is not None and self._epoch >= self._num_epochs:
            raise tf.errors.OutOfRangeError(
                None, None, f"Already emitted {self._epoch} epochs."
            )
        found: list[int] = []
        while len(found) < self._batch_size:
            row = self._next
            self._next = (row + 1) % self._rows
            found.append(row)
            if row == self._end:
                self._epoch += 1
                if self._num_epochs is not None and self._epoch >= self._num_epochs:
                    break
        return found


class ArrayFeedFn(_Rows):
    """Feeds row numbers and rows of an array.

    Args:
        placeholders: Two: of the numbers, of the rows.
        array: The array.
        batch_size: How many rows at once.
        random_start: Whether to begin with any row.
        seed: Of that choice.
        num_epochs: How often all rows are fed, or `None`.

    Raises:
        ValueError: For another number of placeholders.
    """

    def __init__(
        self,
        placeholders: Any,
        array: Any,
        batch_size: int,
        random_start: bool = False,
        seed: Any = None,
        num_epochs: int | None = None,
    ) -> None:
        if len(placeholders) != 2:
            raise ValueError(
                f"_array_feed_fn expects 2 placeholders; got {len(placeholders)}."
            )
        super().__init__(
            placeholders, len(array), batch_size, random_start, seed, num_epochs
        )
        self._array = array

    def __call__(self) -> dict[Any, Any]:
        rows = self._indexes()
        return {
            self._placeholders[0]: rows,
            self._placeholders[1]: [self._array[row] for row in rows],
        }


class OrderedDictNumpyFeedFn(_Rows):
    """Feeds row numbers and rows of several arrays.

    Args:
        placeholders: One of the numbers, one for each array.
        ordered_dict_of_arrays: The arrays, of one length.
        batch_size: How many rows at once.
        random_start: Whether to begin with any row.
        seed: Of that choice.
        num_epochs: How often all rows are fed, or `None`.

    Raises:
        ValueError: For another number of placeholders, or arrays of other lengths.
    """

    def __init__(
        self,
        placeholders: Any,
        ordered_dict_of_arrays: Mapping[Any, Any],
        batch_size: int,
        random_start: bool = False,
        seed: Any = None,
        num_epochs: int | None = None,
    ) -> None:
        arrays = ordered_dict_of_arrays
        if len(placeholders) != len(arrays) + 1:
            raise ValueError(
                f"Expected {len(arrays) + 1} placeholders; got {len(placeholders)}."
            )
        lengths = {key: len(array) for key, array in arrays.items()}
        rows = next(iter(lengths.values()))
        if any(length != rows for length in lengths.values()):
            raise ValueError("Array lengths must be equal.")
        super().__init__(placeholders, rows, batch_size, random_start, seed, num_epochs)
        self._arrays = arrays

    def __call__(self) -> dict[Any, Any]:
        rows = self._indexes()
        feed = {self._placeholders[0]: rows}
        columns = [array[rows] for array in self._arrays.values()]
        return feed | dict(zip(self._placeholders[1:], columns, strict=True))


class PandasFeedFn(_Rows):
    """Feeds the index and the columns of a data frame.

    Args:
        placeholders: One of the index, one for each column.
        dataframe: The data frame.
        batch_size: How many rows at once.
        random_start: Whether to begin with any row.
        seed: Of that choice.
        num_epochs: How often all rows are fed, or `None`.

    Raises:
        ValueError: For another number of placeholders.
    """

    def __init__(
        self,
        placeholders: Any,
        dataframe: Any,
        batch_size: int,
        random_start: bool = False,
        seed: Any = None,
        num_epochs: int | None = None,
    ) -> None:
        wanted = len(dataframe.columns) + 1
        if len(placeholders) != wanted:
            raise ValueError(
                f"Expected {wanted} placeholders; got {len(placeholders)}."
            )
        super().__init__(
            placeholders, len(dataframe), batch_size, random_start, seed, num_epochs
        )
        self._frame = dataframe

    def __call__(self) -> dict[Any, Any]:
        frame = self._frame.iloc[self._indexes()]
        columns = [frame[column].values for column in frame.columns]
        values = [frame.index.values, *columns]
        return dict(zip(self._placeholders, values, strict=True))


class GeneratorFeedFn:
    """Feeds what a generator of dicts gives.

    Args:
        placeholders: One of the numbers, one for each key of a dict, in order.
        generator: A function that returns a generator of dicts.
        batch_size: How many dicts at once.
        random_start: Must be false: a generator begins where it begins.
        seed: Not used.
        num_epochs: How often the generator is begun, or `None`.
        pad_value: What shorter arrays of a batch are filled with; none are by default.

    Raises:
        ValueError: For another number of placeholders.
    """

    def __init__(
        self,
        placeholders: Any,
        generator: Callable[[], Any],
        batch_size: int,
        random_start: bool = False,
        seed: Any = None,
        num_epochs: int | None = None,
        pad_value: Any = None,
    ) -> None:
        first = next(generator())
        if len(placeholders) != len(first) + 1:
            raise ValueError(
                f"Expected {len(first) + 1} placeholders; got {len(placeholders)}."
            )
        self._keys = sorted(first)
        self._placeholders = placeholders
        self._generator = generator
        self._iterator = generator()
        self._batch_size = batch_size
        self._num_epochs = num_epochs
        self._epoch = 0
        self._pad_value = pad_value
        self._numbers = itertools.count()
        random.seed(seed)

    def __call__(self) -> dict[Any, Any]:
        if self._num_epochs is not None and self._epoch >= self._num_epochs:
            raise tf.errors.OutOfRangeError(
                None, None, f"Already emitted {self._epoch} epochs."
            )
        numbers: list[int] = []
        columns: dict[Any, list[Any]] = {key: [] for key in self._keys}
        while len(numbers) < self._batch_size:
            try:
                row = next(self._iterator)
            except StopIteration:
                self._epoch += 1  # the last batch is filled up from the beginning
                self._iterator = self._generator()
                row = next(self._iterator)
            numbers.append(next(self._numbers))
            for key in self._keys:
                if key not in row:
                    raise KeyError(
                        "key mismatch between dicts emitted by GenFun Expected "
                        f"{self._keys} keys; got {row.keys()}"
                    )
                columns[key].append(row[key])
        values = [numbers, *columns.values()]
        if self._pad_value is not None:
            values = [pad_if_needed(value, self._pad_value) for value in values]
        return dict(zip(self._placeholders, values, strict=True))


def fill_array(filled: Any, rows: Any, fillvalue: Any = 0) -> None:
    """Copy rows of different lengths in the last axis into an array, and fill it.

    Args:
        filled: The array.
        rows: Nested lists.
        fillvalue: For what a row leaves.
    """
    if filled.ndim == 1:
        rows = list(itertools.islice(rows, len(filled)))
        filled[: len(rows)] = rows
        filled[len(rows) :] = fillvalue
        return
    for to, given in zip(filled, rows, strict=False):
        fill_array(to, given, fillvalue)


def pad_if_needed(batch: Any, fillvalue: Any = 0) -> Any:
    """One array of arrays that may differ in length.

    Args:
        batch: List of arrays, or of numbers.
        fillvalue: What shorter ones are filled with.

    Raises:
        ValueError: If they differ in rank.
    """
    shapes = [np.shape(each) for each in batch]
    if not shapes or not shapes[0]:
        return batch
    if any(len(shape) != len(shapes[0]) for shape in shapes):
        raise ValueError(
            "Array rank mismatch: expected arrays of one rank, received shapes "
            f"{sorted(set(shapes))}"
        )
    if all(shape == shapes[0] for shape in shapes):
        return batch
    largest = tuple(np.max(shapes, axis=0))
    padded = np.full((len(batch), *largest), fillvalue, np.asarray(batch[0]).dtype)
    for row, given in zip(padded, batch, strict=True):
        fill_array(row, np.asarray(given).tolist(), fillvalue)
    return padded
