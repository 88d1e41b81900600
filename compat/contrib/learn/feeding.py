"""Feeds of arrays and iterators: what `fit(x, y)` trains on.

Source: `tensorflow.contrib.learn.python.learn.learn_io.data_feeder`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import tensorflow as tf

from compat.contrib.learn import frames

tf1 = tf.compat.v1


def in_out_shape(
    x_shape: Any, y_shape: Any, n_classes: Any, batch_size: Any = None
) -> tuple[Any, Any, Any]:
    """Shapes of a batch's features and labels, and its size.

    Args:
        x_shape: Shape of all features, or a dict of such.
        y_shape: Shape of all labels, a dict of such, or `None`.
        n_classes: Number of classes that labels are turned into, or `None`.
        batch_size: Rows of a batch; by default all.

    Raises:
        ValueError: For a size below one.
    """
    if batch_size is None:
        first = next(iter(x_shape.values())) if isinstance(x_shape, dict) else x_shape
        batch_size = first[0]
    elif batch_size <= 0:
        raise ValueError(f"Invalid batch_size {batch_size}.")

    def of_features(shape: Any) -> list[Any]:
        return [batch_size, *(list(shape[1:]) if len(shape) > 1 else [1])]

    def of_labels(shape: Any, classes: Any) -> list[Any]:
        rest = list(shape[1:]) if len(shape) > 1 else []
        if classes is not None and classes > 1:
            rest = [*rest, classes] if rest != [1] else [1, classes]
        return [batch_size, *rest]

    given = _each(x_shape, of_features)
    if y_shape is None:
        return given, None, batch_size
    if isinstance(y_shape, dict):
        classes = n_classes if isinstance(n_classes, dict) else {}
        shapes = {
            key: of_labels(shape, classes.get(key)) for key, shape in y_shape.items()
        }
        return given, shapes, batch_size
    return given, of_labels(y_shape, n_classes), batch_size


def _each(value: Any, function: Callable[..., Any]) -> Any:
    if isinstance(value, dict):
        return {key: function(one) for key, one in value.items()}
    return function(value)


def check_array(array: Any, dtype: Any) -> Any:
    """An array, as NumPy's."""
    # 1.15 turned what is no array into one of this type
    return (
        np.array(array, dtype=dtype, order=None, copy=True)
        if (not hasattr(array, "__array_interface__"))
        else array
    )


def dtype_of(dtype: Any) -> Any:
    """A type that models work with: float64 is logged."""
    if tf.dtypes.as_dtype(dtype) == tf.float64:
        tf1.logging.warning(
            "float64 is not supported by many models, consider casting to float32."
        )
    return dtype


def rows_of(data: Any, index: Any) -> Any:
    """Rows of an array or a data frame, by their numbers."""
    if frames.is_frame(data):
        return data.iloc[index]
    return data[index]


def is_iterable(x: Any) -> bool:
    """Whether features come one by one: an iterator."""
    return hasattr(x, "__next__") or hasattr(x, "next")


class DataFeeder:
    """Feeds batches of arrays.

    Args:
        x: An array of features, or a dict of such.
        y: The same for labels, or `None`.
        n_classes: How many classes labels are turned into; `None`: as they are.
        batch_size: Rows of a batch; all by default.
        shuffle: Whether rows come in any order.
        random_state: A `numpy.random.RandomState` for that.
        epochs: How often all rows come; `None`: without end.
    """

    def __init__(
        self,
        x: Any,
        y: Any,
        n_classes: Any,
        batch_size: Any = None,
        shuffle: bool = True,
        random_state: Any = None,
        epochs: Any = None,
    ) -> None:
        self._x = _each(x, lambda one: check_array(one, one.dtype))
        self._y = None if y is None else _each(y, lambda o: check_array(o, o.dtype))
        self.n_classes = n_classes
        self.max_epochs = epochs
        x_shape = _each(self._x, lambda one: one.shape)
        y_shape = None if y is None else _each(self._y, lambda one: one.shape)
        self.input_shape, self.output_shape, self._batch_size = in_out_shape(
            x_shape, y_shape, n_classes, batch_size
        )
        self._input_dtype = _each(self._x, lambda one: dtype_of(one.dtype))
        self._output_dtype: Any = np.float32
        if y is not None:
            self._output_dtype = _each(self._y, lambda one: dtype_of(one.dtype))
        self._shuffle = shuffle
        self.random_state = (
            np.random.RandomState(42) if random_state is None else random_state
        )
        self._rows = len(_first(self._x))
        self.indices = self._order()
        self.offset = 0
        self.epoch = 0
        self._epoch_placeholder: Any = None
        self._input_placeholder: Any = None
        self._output_placeholder: Any = None

    def _order(self) -> Any:
        if self._shuffle:
            return self.random_state.permutation(self._rows)
        return np.arange(self._rows)

    @property
    def x(self) -> Any:
        """The features."""
        return self._x

    @property
    def y(self) -> Any:
        """The labels."""
        return self._y

    @property
    def shuffle(self) -> bool:
        """Whether rows come in any order."""
        return self._shuffle

    @property
    def input_dtype(self) -> Any:
        """Type of the features."""
        return self._input_dtype

    @property
    def output_dtype(self) -> Any:
        """Type of the labels."""
        return self._output_dtype

    @property
    def batch_size(self) -> Any:
        """Rows of a batch."""
        return self._batch_size

    def make_epoch_variable(self) -> Any:
        """A placeholder for the number of the epoch."""
        self._epoch_placeholder = tf1.placeholder(tf.int32, [1], name="epoch")
        return self._epoch_placeholder

    def input_builder(self) -> tuple[Any, Any]:
        """Placeholders of the features and the labels."""
        self._input_placeholder = _placeholders(
            self.input_shape, self._input_dtype, "input"
        )
        if self.output_shape is None:
            self._output_placeholder = None
        else:
            self._output_placeholder = _placeholders(
                self.output_shape, self._output_dtype, "output"
            )
        return self._input_placeholder, self._output_placeholder

    def set_placeholders(self, input_placeholder: Any, output_placeholder: Any) -> None:
        """Feed other placeholders.

        Args:
            input_placeholder: Of the features.
            output_placeholder: Of the labels.
        """
        self._input_placeholder = input_placeholder
        self._output_placeholder = output_placeholder

    def get_feed_params(self) -> dict[str, Any]:
        """Where the feed stands."""
        return {
            "epoch": self.epoch,
            "offset": self.offset,
            "batch_size": self._batch_size,
        }

    def get_feed_dict_fn(self) -> Callable[[], dict[str, Any]]:
        """A function that gives the next batch's feed."""

        def feed_dict_fn() -> dict[str, Any]:
            if self.max_epochs is not None and self.epoch + 1 > self.max_epochs:
                raise StopIteration
            assert self._input_placeholder is not None
            feed: dict[str, Any] = {}
            if self._epoch_placeholder is not None:
                feed[self._epoch_placeholder.name] = [self.epoch]
            end = min(self._rows, self.offset + self._batch_size)
            rows = self.indices[self.offset : end]
            _add(
                feed, self._input_placeholder, self._x, lambda one, _: _given(one, rows)
            )
            self.offset += self._batch_size
            if self.offset >= self._rows:
                self.indices = self._order()
                self.offset = 0
                self.epoch += 1
            if self._output_placeholder is not None:
                _add(
                    feed,
                    self._output_placeholder,
                    self._y,
                    lambda one, key: self._labels(one, key, rows),
                )
            return feed

        return feed_dict_fn

    def _labels(self, values: Any, key: Any, rows: Any) -> Any:
        n_classes = self.n_classes
        dtype, shape = self._output_dtype, self.output_shape
        if key is not None:
            n_classes = n_classes.get(key) if isinstance(n_classes, dict) else None
            dtype, shape = dtype[key], shape[key]
        chosen = rows_of(values, rows)
        if n_classes is None or n_classes < 2:
            return np.asarray(chosen, dtype=dtype)
        return one_hot(np.asarray(chosen), [len(rows), *shape[1:]], dtype)


def one_hot(labels: Any, shape: Any, dtype: Any) -> Any:
    """Class numbers as ones in arrays of zeros."""
    out = np.zeros(shape, dtype=dtype)
    flat = out.reshape(-1, shape[-1])
    flat[np.arange(len(flat)), np.reshape(labels, -1).astype(np.int64)] = 1
    return out


def _first(value: Any) -> Any:
    return next(iter(value.values())) if isinstance(value, dict) else value


def _given(values: Any, rows: Any) -> Any:
    chosen = np.asarray(rows_of(values, rows))
    return chosen.reshape(-1, 1) if chosen.ndim == 1 else chosen


def _placeholders(shape: Any, dtype: Any, name: str) -> Any:
    """Placeholders of any batch size."""

    def made(shape: Any, dtype: Any, name: str) -> Any:
        kind = tf.string if np.dtype(dtype).kind in "OSU" else tf.as_dtype(dtype)
        return tf1.placeholder(kind, [None, *shape[1:]], name=name)

    if isinstance(shape, dict):
        return {key: made(shape[key], dtype[key], f"{name}_{key}") for key in shape}
    return made(shape, dtype, name)


def _add(feed: dict[str, Any], placeholders: Any, values: Any, pick: Any) -> None:
    if isinstance(placeholders, dict):
        for key, placeholder in placeholders.items():
            feed[placeholder.name] = pick(values[key], key)
    else:
        feed[placeholders.name] = pick(values, None)


class StreamingDataFeeder(DataFeeder):
    """Feeds batches of what iterators give.

    Args:
        x: Iterator of one example's features, or of dicts of such.
        y: The same for labels, or `None`.
        n_classes: How many classes labels are turned into; `None`: as they are.
        batch_size: Rows of a batch.
    """

    def __init__(self, x: Any, y: Any, n_classes: Any, batch_size: Any) -> None:
        first_x = next(x)
        self._x = itertools.chain([first_x], x)
        shapes = _each(first_x, lambda one: [1, *np.shape(one)])
        self.n_classes = n_classes
        first_y = None
        if y is not None:
            first_y = next(y)
            self._y = itertools.chain([first_y], y)
        else:
            self._y = None
        self.input_shape, self.output_shape, self._batch_size = in_out_shape(
            shapes,
            None if y is None else _each(first_y, lambda one: [1, *np.shape(one)]),
            n_classes,
            batch_size,
        )
        self._input_dtype = _each(first_x, lambda one: dtype_of(np.asarray(one).dtype))
        self._output_dtype = np.float32
        if y is not None and not (isinstance(n_classes, int) and n_classes > 0):
            self._output_dtype = _each(first_y, lambda o: dtype_of(np.asarray(o).dtype))
        self.stopped = False
        self._input_placeholder = self._output_placeholder = None

    def get_feed_params(self) -> dict[str, Any]:
        """Where the feed stands."""
        return {"batch_size": self._batch_size}

    def get_feed_dict_fn(self) -> Callable[[], dict[str, Any]]:
        """A function that gives the next batch's feed."""

        def feed_dict_fn() -> dict[str, Any]:
            if self.stopped:
                raise StopIteration
            rows = list(itertools.islice(self._x, self._batch_size))
            self.stopped = len(rows) < self._batch_size
            if not rows:
                raise StopIteration
            feed: dict[str, Any] = {}
            _add_rows(
                feed, self._input_placeholder, rows, self._input_dtype, self.input_shape
            )
            if self._output_placeholder is not None:
                labels = list(itertools.islice(self._y or (), len(rows)))
                _add_rows(
                    feed,
                    self._output_placeholder,
                    labels,
                    self._output_dtype,
                    self.output_shape,
                    self.n_classes,
                )
            return feed

        return feed_dict_fn


def _add_rows(
    feed: dict[str, Any],
    placeholders: Any,
    rows: list[Any],
    dtype: Any,
    shape: Any,
    n_classes: Any = None,
) -> None:
    def made(values: list[Any], dtype: Any, shape: Any, n_classes: Any) -> Any:
        full = [len(values), *shape[1:]]
        if isinstance(n_classes, int) and n_classes > 1:
            return one_hot(np.asarray(values), full, dtype)
        if np.dtype(dtype).kind in "OSU":
            dtype = object
        return np.asarray(values, dtype=dtype).reshape(full)

    if isinstance(placeholders, dict):
        for key, placeholder in placeholders.items():
            classes = n_classes.get(key) if isinstance(n_classes, dict) else None
            feed[placeholder.name] = made(
                [row[key] for row in rows], dtype[key], shape[key], classes
            )
    else:
        feed[placeholders.name] = made(rows, dtype, shape, n_classes)


def setup_train_data_feeder(
    x: Any,
    y: Any,
    n_classes: Any,
    batch_size: Any = None,
    shuffle: bool = True,
    epochs: Any = None,
) -> DataFeeder:
    """The feeder for features and labels of a training.

    Args:
        x: Arrays, iterators or data frames.
        y: The same of the labels.
        n_classes: How many classes labels are turned into.
        batch_size: Rows of a batch.
        shuffle: Whether rows come in any order.
        epochs: How often all rows come.

    Raises:
        ValueError: If one of both is an iterator.
    """
    x, y = (
        frames.extract_pandas_data(x),
        (None if y is None else frames.extract_pandas_labels(y)),
    )
    if is_iterable(x):
        if y is not None and not is_iterable(y):
            raise ValueError(
                "Both x and y should be iterators for streaming learning to work."
            )
        return StreamingDataFeeder(x, y, n_classes, batch_size)
    return DataFeeder(x, y, n_classes, batch_size, shuffle=shuffle, epochs=epochs)


def setup_predict_data_feeder(x: Any, batch_size: Any = None) -> Any:
    """Batches of features to predict from.

    Args:
        x: An array, an iterator or a data frame.
        batch_size: Rows of a batch; by default all.

    Raises:
        ValueError: For a size below one.
    """
    x = frames.extract_pandas_data(x)
    if is_iterable(x):
        return _batched(x, batch_size)
    if len(x.shape) == 1:
        x = np.reshape(x, (-1, 1))
    if batch_size is None:
        return [x]
    if batch_size <= 0:
        raise ValueError(f"Invalid batch_size {batch_size}.")
    return [x[start : start + batch_size] for start in range(0, len(x), batch_size)]


def _batched(x: Any, batch_size: Any) -> Iterator[Any]:
    if (batch_size is not None) and (batch_size <= 0):
        raise ValueError(f"Invalid batch_size {batch_size}.")
    while rows := list(itertools.islice(x, batch_size)):
        if isinstance(rows[0], dict):
            yield {key: np.asarray([row[key] for row in rows]) for key in rows[0]}
        else:
            yield np.asmatrix(rows) if np.ndim(rows[0]) == 1 else np.asarray(rows)


def setup_processor_data_feeder(x: Any) -> Any:
    """The rows of data for a processor.

    Args:
        x: Rows, or a data frame.
    """
    return frames.extract_pandas_matrix(x) if frames.HAS_PANDAS else x
