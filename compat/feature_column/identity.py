"""Columns of ids: 1.15 checked them when a graph ran, and today's drop what is none."""

from __future__ import annotations

import functools
from typing import Any

import tensorflow as tf

from compat.count import opseed

tf1 = tf.compat.v1

# 1.15's two checks, and the tensors around them
_CHECKED_OPS = 38


def categorical_column_with_identity(
    key: str, num_buckets: int, default_value: Any = None
) -> Any:
    """A column of ids.

    Args:
        key: Of the feature.
        num_buckets: How many ids there are.
        default_value: The id for those that are out of range; or `None`, to have none.

    Raises:
        ValueError: For fewer than one bucket, or a default that is none.

    Source: `tf.feature_column.categorical_column_with_identity`.
    """
    made = tf.feature_column.categorical_column_with_identity(
        key, num_buckets, default_value
    )
    return _checked(made)


def sequence_categorical_column_with_identity(
    key: str, num_buckets: int, default_value: Any = None
) -> Any:
    """A column of sequences of ids.

    Args:
        key: Of the feature, a `SparseTensor` `[batch, time]`.
        num_buckets: How many ids there are.
        default_value: The id for those that are out of range; or `None`, to have none.

    Raises:
        ValueError: For fewer than one bucket, or a default that is none.

    Source: `tf.feature_column.sequence_categorical_column_with_identity`.
    """
    made = tf.feature_column.sequence_categorical_column_with_identity(
        key, num_buckets, default_value
    )
    return made._replace(categorical_column=_checked(made.categorical_column))


@functools.cache
def _kind(base: Any) -> Any:
    """The class of such columns, below TensorFlow's own."""

    class IdentityCategoricalColumn(base):  # type: ignore[valid-type, misc]
        __slots__ = ()

        def transform_feature(self, features: Any, state_manager: Any) -> Any:
            """The ids, which are checked."""
            given = features.get(self.key, state_manager)
            if self.default_value is None:
                return _ids(self, given)
            return _cast_once(given, super().transform_feature(features, state_manager))

        def _transform_feature(self, inputs: Any) -> Any:
            given = inputs.get(self.key)
            if self.default_value is None:
                return _ids(self, given)
            return _cast_once(given, super()._transform_feature(inputs))

    return IdentityCategoricalColumn


def _checked(column: Any) -> Any:
    base: Any = type(column)
    return _kind(base)(*column)


def _cast_once(given: Any, found: Any) -> Any:
    """What is made of a feature: today's casts ids twice that 1.15 cast once."""
    if given.dtype != tf.int64:
        opseed.account(-1)
    return found


def _ids(column: Any, given: Any) -> Any:
    """The ids of a feature as a sparse tensor.

    Raises:
        ValueError: If they are no integers.
    """
    sparse = _sparse(given)
    if not sparse.dtype.is_integer:
        raise ValueError(
            f"Invalid input, not integer. key: {column.key} dtype: {sparse.dtype}"
        )
    values = tf.cast(sparse.values, tf.int64, name="values")
    with opseed.exactly(_CHECKED_OPS):
        most = tf.cast(column.number_buckets, tf.int64, name="num_buckets")
        name = f'Bucket index for categorical column "{column.key}"'
        zero = tf.cast(0, tf.int64, name="zero")
        checks = [
            tf1.assert_less(
                values,
                most,
                data=(f"{name} exceeds number of buckets", values, most),
                name="assert_less_than_num_buckets",
            ),
            tf1.assert_greater_equal(
                values,
                zero,
                data=(f"{name} must be greater than or equal to zero", values),
                name="assert_greater_or_equal_0",
            ),
        ]
        with tf.control_dependencies(checks):
            values = tf1.identity(values)
    return tf.SparseTensor(sparse.indices, values, sparse.dense_shape)


def _sparse(given: Any) -> Any:
    """A feature as a sparse tensor: what is -1, or empty, is not there."""
    if isinstance(given, tf.SparseTensor):
        return given
    given = tf1.convert_to_tensor(given)
    with tf1.name_scope("to_sparse_input"):
        nothing = tf.constant("" if given.dtype == tf.string else -1, given.dtype)
        indices = tf1.where(tf.not_equal(given, nothing), name="indices")
        values = tf1.gather_nd(given, indices, name="values")
        shape = tf1.shape(given, out_type=tf.int64, name="dense_shape")
        return tf.SparseTensor(indices, values, shape)
