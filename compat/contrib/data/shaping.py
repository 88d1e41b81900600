"""Transformations of the shape of elements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.count import opseed

tf1 = tf.compat.v1
_data = tf1.data.experimental
Transformation = Callable[[Any], Any]


def batch_and_drop_remainder(batch_size: Any) -> Transformation:
    """Batch, without a smaller last batch.

    Args:
        batch_size: Of the batches.

    Returns:
        A function for `Dataset.apply`.

    Source: `tf.contrib.data.batch_and_drop_remainder`.
    """
    return lambda dataset: dataset.batch(batch_size, drop_remainder=True)


def padded_batch_and_drop_remainder(
    batch_size: Any, padded_shapes: Any, padding_values: Any = None
) -> Transformation:
    """Pad and batch, without a smaller last batch.

    Args:
        batch_size: Of the batches.
        padded_shapes: As for `Dataset.padded_batch`.
        padding_values: As for `Dataset.padded_batch`.

    Returns:
        A function for `Dataset.apply`.

    Source: `tf.contrib.data.padded_batch_and_drop_remainder`.
    """
    return lambda dataset: dataset.padded_batch(
        batch_size,
        padded_shapes=padded_shapes,
        padding_values=padding_values,
        drop_remainder=True,
    )


def ignore_errors() -> Transformation:
    """Leave out elements whose making fails.

    Returns:
        A function for `Dataset.apply`.

    Source: `tf.contrib.data.ignore_errors`.
    """
    return _data.ignore_errors()


def reduce_dataset(dataset: Any, reducer: Any) -> Any:
    """Reduce a dataset to one element.

    Args:
        dataset: The dataset.
        reducer: A `Reducer`.

    Returns:
        Nested tensors.

    Source: `tf.contrib.data.reduce_dataset`.
    """
    reducer = _data.Reducer(
        reducer.init_func, reducer.reduce_func, reducer.finalize_func
    )

    def one_key(*args: Any) -> Any:
        del args
        return tf.constant(0, tf.int64)

    return _data.get_single_element(
        dataset.apply(_data.group_by_reducer(one_key, reducer))
    )


def assert_element_shape(expected_shapes: Any) -> Transformation:
    """Assert the shapes of elements, which are known from then on.

    Args:
        expected_shapes: Nested `tf.TensorShape`s.

    Returns:
        A function for `Dataset.apply`, that raises ValueError for shapes that cannot
        be; `InvalidArgumentError` comes with an element of another one.

    Source: `tf.contrib.data.assert_element_shape`.
    """

    def checked(*elements: Any) -> Any:
        flat = tf.nest.flatten(elements)
        shapes = _flat_shapes(expected_shapes)
        found = [
            tf.ensure_shape(tensor, tensor.shape.merge_with(shape))
            for tensor, shape in zip(flat, shapes, strict=True)
        ]
        packed = tf.nest.pack_sequence_as(elements, found)
        return packed[0] if len(packed) == 1 else packed

    return lambda dataset: dataset.map(checked)


def _flat_shapes(shapes: Any) -> list[Any]:
    if isinstance(shapes, tf.TensorShape):
        return [shapes]
    if isinstance(shapes, dict):
        return [one for key in sorted(shapes) for one in _flat_shapes(shapes[key])]
    return [one for inner in shapes for one in _flat_shapes(inner)]


def sliding_window_batch(
    window_size: Any,
    stride: Any = None,
    window_shift: Any = None,
    window_stride: Any = 1,
) -> Transformation:
    """Batch a window that slides over a dataset.

    Args:
        window_size: How many elements are in it.
        stride: The former name of `window_shift`.
        window_shift: How far it slides; 1 by default.
        window_stride: How far its elements are apart.

    Returns:
        A function for `Dataset.apply`.

    Raises:
        ValueError: If both names are used.

    Source: `tf.contrib.data.sliding_window_batch`.
    """
    if stride is not None and window_shift is not None:
        raise ValueError("Cannot specify both `stride` and `window_shift`")
    shift = window_shift if stride is None else stride
    shift = 1 if shift is None else shift

    def slid(dataset: Any) -> Any:
        shapes = tf1.data.get_output_shapes(dataset)
        types = tf1.data.get_output_types(dataset)
        variant = tf.raw_ops.SlidingWindowDataset(
            input_dataset=tf.data.experimental.to_variant(dataset),
            window_size=tf.cast(window_size, tf.int64),
            window_shift=tf.cast(shift, tf.int64),
            window_stride=tf.cast(window_stride, tf.int64),
            output_types=_flat_types(types),
            output_shapes=[
                tf.TensorShape([None]).concatenate(one) for one in _flat_shapes(shapes)
            ],
        )
        spec = tf.nest.map_structure(
            lambda one: tf.TensorSpec([None, *one.shape], one.dtype),
            dataset.element_spec,
        )
        made = tf.data.experimental.from_variant(variant, spec)
        return tf1.data.Dataset.from_tensors(0).flat_map(lambda _: made)

    def apply(dataset: Any) -> Any:
        with opseed.exactly(4):  # three numbers and the dataset
            return slid(dataset)

    return apply


def _flat_types(types: Any) -> list[Any]:
    return tf.nest.flatten(types)
