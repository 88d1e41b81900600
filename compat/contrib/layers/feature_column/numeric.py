"""Columns of numbers: as they are, or by the bucket they fall into."""

from __future__ import annotations

import collections
from typing import Any

import tensorflow as tf

from compat.contrib.layers import inside
from compat.contrib.layers.feature_column import base
from compat.contrib.layers.feature_column.base import FeatureColumn, Wide
from compat.count.ops import arrays

tf1 = tf.compat.v1


def reshaped(tensor: Any, rank: int, column_name: Any = None) -> Any:
    """A tensor of numbers with another rank.

    Args:
        tensor: The tensor.
        rank: How many axes it is to have.
        column_name: Of its column.

    Raises:
        ValueError: If it lacks more than one axis.
    """
    there = tensor.shape.rank
    if there is None:
        return tf1.reshape(tensor, [-1, *[1] * (rank - 1)])
    if rank > there + 1:
        about = f"Error while processing column {column_name}: " if column_name else ""
        raise ValueError(
            f"{about}Rank of input Tensor ({there}) should be the same as output_rank "
            f"({rank}). For example, sequence data should typically be 3 dimensional "
            "(rank 3) while non-sequence data is typically 2 dimensional (rank 2)."
        )
    if rank == there + 1:
        tf1.logging.warning(
            "Rank of input Tensor (%d) should be the same as output_rank (%d) for "
            "column. Will attempt to expand dims. It is highly recommended that you "
            "resize your input, as this behavior may change.",
            there,
            rank,
        )
        return tf1.expand_dims(tensor, -1, name="expand_dims")
    return tensor if rank == there else inside._inner_flatten(tensor, rank)


class _Real(FeatureColumn):
    """What columns of numbers have in common."""

    column_name: str
    dtype: Any
    normalizer: Any

    @property
    def name(self) -> str:
        return self.column_name

    @property
    def key(self) -> str:
        return base.without(self, "normalizer")

    @property
    def normalizer_fn(self) -> Any:
        """What is done to the numbers, or `None`."""
        return self.normalizer

    def _normalized_input_tensor(self, input_tensor: Any) -> Any:
        return self.normalizer(input_tensor) if self.normalizer else input_tensor

    def insert_transformed_feature(self, columns_to_tensors: dict[Any, Any]) -> None:
        given = columns_to_tensors[self.name]
        columns_to_tensors[self] = self._normalized_input_tensor(
            self._to_dense_tensor(given)
        )


class _RealValuedColumn(
    _Real,
    collections.namedtuple(
        "_RealValuedColumn",
        ["column_name", "dimension", "default_value", "dtype", "normalizer"],
    ),
):
    """A feature of so many numbers."""

    @property
    def config(self) -> dict[str, Any]:
        default = self.default_value
        return {
            self.column_name: tf1.FixedLenFeature(
                [self.dimension], self.dtype, None if default is None else list(default)
            )
        }

    def _to_dense_tensor(self, input_tensor: Any) -> Any:
        return input_tensor

    def _to_dnn_input_layer(
        self,
        input_tensor: Any,
        weight_collections: Any = None,
        trainable: bool = True,
        output_rank: int = 2,
    ) -> Any:
        tensor = self._to_dense_tensor(input_tensor)
        if tensor.dtype != tf.float32:
            tensor = tf.cast(tensor, tf.float32)
        return reshaped(tensor, output_rank, self.name)


class _RealValuedVarLenColumn(
    _Real,
    collections.namedtuple(
        "_RealValuedVarLenColumn",
        ["column_name", "default_value", "dtype", "normalizer", "is_sparse"],
    ),
):
    """A feature of any number of numbers."""

    @property
    def config(self) -> dict[str, Any]:
        if self.is_sparse:
            return {self.column_name: tf1.VarLenFeature(self.dtype)}
        return {
            self.column_name: tf1.FixedLenSequenceFeature(
                [], self.dtype, allow_missing=True, default_value=self.default_value
            )
        }

    def _normalized_input_tensor(self, input_tensor: Any) -> Any:
        if self.normalizer is None:
            return input_tensor
        if self.is_sparse:
            return tf.SparseTensor(
                input_tensor.indices,
                self.normalizer(input_tensor.values),
                input_tensor.dense_shape,
            )
        return self.normalizer(input_tensor)

    def _to_dense_tensor(self, input_tensor: Any) -> Any:
        if not self.is_sparse:
            return input_tensor
        raise ValueError("Set is_sparse to False if you want a dense Tensor.")

    def insert_transformed_feature(self, columns_to_tensors: dict[Any, Any]) -> None:
        columns_to_tensors[self] = self._normalized_input_tensor(
            columns_to_tensors[self.name]
        )

    def _to_dnn_input_layer(
        self,
        input_tensor: Any,
        weight_collections: Any = None,
        trainable: bool = True,
        output_rank: int = 2,
    ) -> Any:
        return reshaped(self._to_dense_tensor(input_tensor), output_rank, self.name)


class _BucketizedColumn(
    FeatureColumn,
    collections.namedtuple("_BucketizedColumn", ["source_column", "boundaries"]),
):
    """Numbers by the bucket they fall into."""

    @property
    def name(self) -> str:
        return f"{self.source_column.name}_bucketized"

    @property
    def length(self) -> int:
        """How many buckets there are."""
        return len(self.boundaries) + 1

    @property
    def config(self) -> dict[str, Any]:
        return self.source_column.config

    def insert_transformed_feature(self, columns_to_tensors: dict[Any, Any]) -> None:
        if self.source_column not in columns_to_tensors:
            self.source_column.insert_transformed_feature(columns_to_tensors)
        columns_to_tensors[self] = tf.raw_ops.Bucketize(
            input=columns_to_tensors[self.source_column],
            boundaries=list(self.boundaries),
            name="bucketize",
        )

    def to_sparse_tensor(self, input_tensor: Any) -> Any:
        """The numbers of the buckets, those of one more dimension behind the others.

        Args:
            input_tensor: The buckets.
        """
        dimension = self.source_column.dimension
        batch = tf1.shape(input_tensor, name="shape")[0]
        if dimension > 1:
            rows = tf1.reshape(
                tf1.tile(
                    tf1.expand_dims(tf1.range(0, batch), 1, name="expand_dims"),
                    [1, dimension],
                    name="tile",
                ),
                [-1],
                name="reshape",
            )
            columns = tf1.tile(tf1.range(0, dimension), [batch], name="tile")
            numbers = (
                tf1.reshape(input_tensor, [-1], name="reshape") + self.length * columns
            )
        else:
            rows = tf1.range(0, batch)
            columns = tf1.zeros([batch], dtype=tf.int32)
            numbers = tf1.reshape(input_tensor, [-1], name="reshape")
        indices = tf.cast(tf1.transpose(tf1.stack((rows, columns))), tf.int64)
        shape = tf.cast(tf1.stack([batch, dimension]), tf.int64)
        return tf.SparseTensor(indices, numbers, shape)

    def _wide_embedding_lookup_arguments(self, input_tensor: Any) -> Wide:
        return Wide(
            input_tensor=self.to_sparse_tensor(input_tensor),
            weight_tensor=None,
            vocab_size=self.length * self.source_column.dimension,
            initializer=tf1.zeros_initializer(),
            combiner="sum",
        )

    def _to_dnn_input_layer(
        self,
        input_tensor: Any,
        weight_collections: Any = None,
        trainable: bool = True,
        output_rank: int = 2,
    ) -> Any:
        if output_rank != 2:
            raise ValueError("BucketizedColumn currently only supports output_rank=2")
        one_hot = arrays.one_hot(
            tf.cast(input_tensor, tf.int64),
            self.length,
            on_value=1.0,
            off_value=0.0,
            name="one_hot",
        )
        size = self.length * self.source_column.dimension
        return tf1.reshape(one_hot, [-1, size], name="reshape")


def real_valued_column(
    column_name: str,
    dimension: int = 1,
    default_value: Any = None,
    dtype: Any = tf.float32,
    normalizer: Any = None,
) -> _RealValuedColumn:
    """A column of numbers.

    Args:
        column_name: The feature.
        dimension: How many numbers.
        default_value: Where the feature is missing: a number, or a list of them.
        dtype: Of the feature.
        normalizer: What is done to the numbers.

    Raises:
        TypeError: For a dimension or a default of another type.
        ValueError: For a dimension below 1, or another number of defaults.

    Source: `tf.contrib.layers.real_valued_column`.
    """
    if dimension is None:
        raise TypeError(
            "dimension must be an integer. Use the _real_valued_var_len_column for "
            f"variable length features.dimension: {dimension}, column_name: "
            f"{column_name}"
        )
    if not isinstance(dimension, int):
        raise TypeError(
            f"dimension must be an integer. dimension: {dimension}, column_name: "
            f"{column_name}"
        )
    if dimension < 1:
        raise ValueError(
            f"dimension must be greater than 0. dimension: {dimension}, column_name: "
            f"{column_name}"
        )
    if not (dtype.is_integer or dtype.is_floating):
        raise ValueError(
            f"dtype must be convertible to float. dtype: {dtype}, column_name: "
            f"{column_name}"
        )
    return _RealValuedColumn(
        column_name,
        dimension,
        _defaults(column_name, dimension, default_value, dtype),
        dtype,
        normalizer,
    )


def _defaults(column_name: str, dimension: int, default: Any, dtype: Any) -> Any:
    """A tuple of defaults, one for each number."""
    if default is None:
        return None

    def fits(value: Any) -> bool:
        if isinstance(value, bool):
            return False
        if isinstance(value, int):
            return True
        return isinstance(value, float) and dtype.is_floating

    def cast(value: Any) -> Any:
        return float(value) if dtype.is_floating else int(value)

    if fits(default):
        return tuple([cast(default)] * dimension)
    if isinstance(default, list | tuple):
        if len(default) != dimension:
            raise ValueError(
                "The length of default_value must be equal to dimension. "
                f"default_value: {default}, dimension: {dimension}, column_name: "
                f"{column_name}"
            )
        if all(fits(one) for one in default):
            return tuple(cast(one) for one in default)
    raise TypeError(
        "default_value must be compatible with dtype. "
        f"default_value: {default}, dtype: {dtype}, column_name: {column_name}"
    )


def _real_valued_var_len_column(
    column_name: str,
    default_value: Any = None,
    dtype: Any = tf.float32,
    normalizer: Any = None,
    is_sparse: bool = False,
) -> _RealValuedVarLenColumn:
    """A column of any number of numbers.

    Args:
        column_name: The feature.
        default_value: What fills up shorter ones.
        dtype: Of the feature.
        normalizer: What is done to the numbers.
        is_sparse: Whether the feature stays sparse.

    Raises:
        TypeError: For a default of another type.
    """
    if not (dtype.is_integer or dtype.is_floating):
        raise ValueError(
            f"dtype must be convertible to float. dtype: {dtype}, column_name: "
            f"{column_name}"
        )
    if is_sparse and default_value is not None:
        raise ValueError(
            "It does not make sense to specify default_value for a sparse tensor."
        )
    if default_value is not None:
        if isinstance(default_value, list | tuple) and len(default_value) > 1:
            raise ValueError(
                "Only scalar default value is supported in case of variable length "
                f"real valued column {column_name}."
            )
        default_value = _defaults(column_name, 1, default_value, dtype)[0]
    return _RealValuedVarLenColumn(
        column_name, default_value, dtype, normalizer, is_sparse
    )


def bucketized_column(source_column: Any, boundaries: Any) -> _BucketizedColumn:
    """A column of numbers by the bucket they fall into.

    Args:
        source_column: The numbers.
        boundaries: Between the buckets, in order.

    Raises:
        TypeError: For another column.
        ValueError: For boundaries that are no ordered list.

    Source: `tf.contrib.layers.bucketized_column`.
    """
    if not isinstance(source_column, _RealValuedColumn):
        raise TypeError(
            "source_column must be an instance of _RealValuedColumn. source_column: "
            f"{source_column}"
        )
    if source_column.dimension is None:
        raise ValueError("source_column must have a defined dimension.")
    if not isinstance(boundaries, list | tuple) or not boundaries:
        raise ValueError(
            f"boundaries must be a non-empty list or tuple. boundaries: {boundaries}"
        )
    if any(a > b for a, b in zip(boundaries, boundaries[1:], strict=False)):
        raise ValueError(f"boundaries must be a sorted list. boundaries: {boundaries}")
    kept = [
        one
        for number, one in enumerate(boundaries)
        if number == len(boundaries) - 1 or one != boundaries[number + 1]
    ]
    return _BucketizedColumn(source_column, tuple(kept))
