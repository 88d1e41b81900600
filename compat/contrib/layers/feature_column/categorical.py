"""Columns of categories: by number, by hash, by keys, by a file."""

from __future__ import annotations

import collections
from typing import Any

import tensorflow as tf

from compat.contrib.layers.feature_column.base import FeatureColumn, Wide, sparse

tf1 = tf.compat.v1

_COMBINERS = ("mean", "sqrtn", "sum")

_SparseIdLookupConfig = collections.namedtuple(
    "_SparseIdLookupConfig",
    ["vocabulary_file", "keys", "num_oov_buckets", "vocab_size", "default_value"],
    defaults=[None, None, 0, None, -1],
)


class _SparseColumn(
    FeatureColumn,
    collections.namedtuple(
        "_SparseColumn",
        "column_name is_integerized bucket_size lookup_config combiner dtype",
    ),
):
    """A feature of categories, as a sparse tensor of numbers."""

    def __new__(
        cls,
        column_name: str,
        is_integerized: bool = False,
        bucket_size: Any = None,
        lookup_config: Any = None,
        combiner: str = "sum",
        dtype: Any = tf.string,
    ) -> Any:
        if is_integerized and bucket_size is None:
            raise ValueError(
                "bucket_size must be set if is_integerized is True. column_name: "
                f"{column_name}"
            )
        if is_integerized and not dtype.is_integer:
            raise ValueError(
                f"dtype must be an integer if is_integerized is True. dtype: {dtype}, "
                f"column_name: {column_name}."
            )
        if dtype != tf.string and not dtype.is_integer:
            raise ValueError(
                f"dtype must be string or integer. dtype: {dtype}, column_name: "
                f"{column_name}"
            )
        if bucket_size is None and lookup_config is None:
            raise ValueError(
                "one of bucket_size or lookup_config must be set. column_name: "
                f"{column_name}"
            )
        if bucket_size is not None and lookup_config:
            raise ValueError(
                "one and only one of bucket_size or lookup_config must be set. "
                f"column_name: {column_name}"
            )
        if bucket_size is not None and bucket_size < 1:
            raise ValueError(
                f"bucket_size must be at least 1. bucket_size: {bucket_size}, "
                f"column_name: {column_name}"
            )
        if (
            lookup_config
            and lookup_config.vocabulary_file
            and lookup_config.vocab_size is None
        ):
            raise ValueError(f"vocab_size must be defined. column_name: {column_name}")
        return super().__new__(
            cls,
            column_name,
            is_integerized=is_integerized,
            bucket_size=bucket_size,
            lookup_config=lookup_config,
            combiner=combiner,
            dtype=dtype,
        )

    @property
    def name(self) -> str:
        return self.column_name

    @property
    def length(self) -> int:
        """How many categories there are."""
        config = self.lookup_config
        if config is not None:
            return config.vocab_size + config.num_oov_buckets
        return self.bucket_size

    @property
    def config(self) -> dict[str, Any]:
        return {self.column_name: tf1.VarLenFeature(self.dtype)}

    def id_tensor(self, input_tensor: Any) -> Any:
        """The numbers of the categories."""
        return input_tensor

    def weight_tensor(self, input_tensor: Any) -> Any:
        """Their weights: none."""
        return None

    def _given(self, tensors: dict[Any, Any]) -> Any:
        """The feature as a sparse tensor."""
        return sparse(tensors[self.name])

    def _replaced(self, given: Any, values: Any) -> Any:
        return tf.SparseTensor(given.indices, values, given.dense_shape)

    def _wide_embedding_lookup_arguments(self, input_tensor: Any) -> Wide:
        return Wide(
            input_tensor=self.id_tensor(input_tensor),
            weight_tensor=self.weight_tensor(input_tensor),
            vocab_size=self.length,
            initializer=tf1.zeros_initializer(),
            combiner=self.combiner,
        )

    def _to_dnn_input_layer(
        self,
        input_tensor: Any,
        weight_collection: Any = None,
        trainable: bool = True,
        output_rank: int = 2,
    ) -> Any:
        raise ValueError(
            "SparseColumn is not supported in DNN. Please use embedding_column or "
            f"one_hot_column. column: {self}"
        )

    def is_compatible(self, other: Any) -> bool:
        """Whether another column has the same numbers for the same categories."""
        if self.lookup_config is not None:
            return self.lookup_config == other.lookup_config
        return (
            self.length == other.length
            and (
                self.dtype == other.dtype
                or not (self.dtype.is_integer ^ other.dtype.is_integer)
            )
            and other.lookup_config is None
        )


class _SparseColumnIntegerized(_SparseColumn):
    """Categories that are numbers already."""

    def insert_transformed_feature(self, columns_to_tensors: dict[Any, Any]) -> None:
        given = self._given(columns_to_tensors)
        values = tf1.mod(given.values, self.bucket_size, name="mod")
        columns_to_tensors[self] = self._replaced(given, values)


class _SparseColumnHashed(_SparseColumn):
    """Categories by the hash of their text."""

    def insert_transformed_feature(self, columns_to_tensors: dict[Any, Any]) -> None:
        given = self._given(columns_to_tensors)
        values = given.values
        if self.dtype.is_integer:
            values = tf1.as_string(values)
        values = tf1.string_to_hash_bucket_fast(values, self.bucket_size, name="lookup")
        columns_to_tensors[self] = self._replaced(given, values)


class _SparseColumnKeys(_SparseColumn):
    """Categories by their place among keys."""

    def insert_transformed_feature(self, columns_to_tensors: dict[Any, Any]) -> None:
        from compat.contrib import lookup

        given = self._given(columns_to_tensors)
        table = lookup.index_table_from_tensor(
            mapping=tuple(self.lookup_config.keys),
            default_value=self.lookup_config.default_value,
            dtype=self.dtype,
            name="lookup",
        )
        columns_to_tensors[self] = table.lookup(given)


class _SparseColumnVocabulary(_SparseColumn):
    """Categories by their line in a file."""

    def insert_transformed_feature(self, columns_to_tensors: dict[Any, Any]) -> None:
        from compat.contrib import lookup

        given = self._given(columns_to_tensors)
        if self.dtype.is_integer:
            given = self._replaced(given, tf1.as_string(given.values))
        config = self.lookup_config
        table = lookup.index_table_from_file(
            vocabulary_file=config.vocabulary_file,
            num_oov_buckets=config.num_oov_buckets,
            vocab_size=config.vocab_size,
            default_value=config.default_value,
            name=self.name + "_lookup",
        )
        columns_to_tensors[self] = table.lookup(given)


class _WeightedSparseColumn(
    FeatureColumn,
    collections.namedtuple(
        "_WeightedSparseColumn", ["sparse_id_column", "weight_column_name", "dtype"]
    ),
):
    """Categories, each with a weight that is another feature."""

    @property
    def name(self) -> str:
        return f"{self.sparse_id_column.name}_weighted_by_{self.weight_column_name}"

    @property
    def length(self) -> int:
        """How many categories there are."""
        return self.sparse_id_column.length

    @property
    def config(self) -> dict[str, Any]:
        found = dict(self.sparse_id_column.config)
        found[self.weight_column_name] = tf1.VarLenFeature(self.dtype)
        return found

    @property
    def lookup_config(self) -> Any:
        """Of the categories."""
        return self.sparse_id_column.lookup_config

    def id_tensor(self, input_tensor: Any) -> Any:
        """The numbers of the categories."""
        return input_tensor[0]

    def weight_tensor(self, input_tensor: Any) -> Any:
        """Their weights."""
        return input_tensor[1]

    def insert_transformed_feature(self, columns_to_tensors: dict[Any, Any]) -> None:
        inner = self.sparse_id_column
        if inner not in columns_to_tensors:
            inner.insert_transformed_feature(columns_to_tensors)
        weights = columns_to_tensors[self.weight_column_name]
        if not isinstance(weights, tf.SparseTensor):
            # a weight for each category that is there
            indices = columns_to_tensors[inner].indices
            weights = tf.SparseTensor(
                indices,
                tf1.gather_nd(weights, indices),
                tf1.shape(weights, out_type=tf.int64),
            )
        columns_to_tensors[self] = (columns_to_tensors[inner], weights)

    def _wide_embedding_lookup_arguments(self, input_tensor: Any) -> Wide:
        return Wide(
            input_tensor=self.id_tensor(input_tensor),
            weight_tensor=self.weight_tensor(input_tensor),
            vocab_size=self.length,
            initializer=tf1.zeros_initializer(),
            combiner=self.sparse_id_column.combiner,
        )

    def _to_dnn_input_layer(
        self,
        input_tensor: Any,
        weight_collection: Any = None,
        trainable: bool = True,
        output_rank: int = 2,
    ) -> Any:
        raise ValueError(
            "WeightedSparseColumn is not supported in DNN. Please use embedding_column "
            f"or one_hot_column. column: {self}"
        )

    def is_compatible(self, other: Any) -> bool:
        """Whether another column has the same numbers for the same categories."""
        return self.sparse_id_column.is_compatible(
            getattr(other, "sparse_id_column", other)
        )


def sparse_column_with_integerized_feature(
    column_name: str, bucket_size: int, combiner: str = "sum", dtype: Any = tf.int64
) -> _SparseColumn:
    """A column of categories that are numbers below a size.

    Args:
        column_name: The feature.
        bucket_size: How many categories there are.
        combiner: How several of an example add up in a wide model.
        dtype: Of the feature.

    Raises:
        ValueError: For a size below 1, or a type that is no integer.

    Source: `tf.contrib.layers.sparse_column_with_integerized_feature`.
    """
    return _SparseColumnIntegerized(
        column_name,
        is_integerized=True,
        bucket_size=bucket_size,
        combiner=combiner,
        dtype=dtype,
    )


def sparse_column_with_hash_bucket(
    column_name: str,
    hash_bucket_size: int,
    combiner: str = "sum",
    dtype: Any = tf.string,
    hash_keys: Any = None,
) -> _SparseColumn:
    """A column of categories by the hash of their text.

    Args:
        column_name: The feature.
        hash_bucket_size: How many hashes there are.
        combiner: How several of an example add up in a wide model.
        dtype: Of the feature: texts or integers.
        hash_keys: Must be left out.

    Raises:
        ValueError: For a size below 1, or another type.
        NotImplementedError: For keys of hashes.

    Source: `tf.contrib.layers.sparse_column_with_hash_bucket`.
    """
    if hash_keys is not None:
        raise NotImplementedError(
            "sparse_column_with_hash_bucket: expected no hash_keys, received "
            f"{hash_keys}"
        )
    return _SparseColumnHashed(
        column_name, bucket_size=hash_bucket_size, combiner=combiner, dtype=dtype
    )


def sparse_column_with_keys(
    column_name: str,
    keys: Any,
    default_value: int = -1,
    combiner: str = "sum",
    dtype: Any = tf.string,
) -> _SparseColumn:
    """A column of categories by their place among keys.

    Args:
        column_name: The feature.
        keys: The keys.
        default_value: The number of what is none of them.
        combiner: How several of an example add up in a wide model.
        dtype: Of the feature: texts or integers.

    Source: `tf.contrib.layers.sparse_column_with_keys`.
    """
    keys = tuple(keys)
    return _SparseColumnKeys(
        column_name,
        lookup_config=_SparseIdLookupConfig(
            keys=keys, vocab_size=len(keys), default_value=default_value
        ),
        combiner=combiner,
        dtype=dtype,
    )


def sparse_column_with_vocabulary_file(
    column_name: str,
    vocabulary_file: Any,
    num_oov_buckets: int = 0,
    vocab_size: Any = None,
    default_value: int = -1,
    combiner: str = "sum",
    dtype: Any = tf.string,
) -> _SparseColumn:
    """A column of categories by their line in a file.

    Args:
        column_name: The feature.
        vocabulary_file: The file.
        num_oov_buckets: How many numbers there are for what is not in it.
        vocab_size: How many lines are read.
        default_value: The number of what is not in it, where there are no buckets.
        combiner: How several of an example add up in a wide model.
        dtype: Of the feature: texts or integers.

    Raises:
        ValueError: Without a size.

    Source: `tf.contrib.layers.sparse_column_with_vocabulary_file`.
    """
    if vocab_size is None:
        raise ValueError(f"vocab_size should be specified. column_name: {column_name}")
    return _SparseColumnVocabulary(
        column_name,
        lookup_config=_SparseIdLookupConfig(
            vocabulary_file=vocabulary_file,
            num_oov_buckets=num_oov_buckets,
            vocab_size=vocab_size,
            default_value=default_value,
        ),
        combiner=combiner,
        dtype=dtype,
    )


def weighted_sparse_column(
    sparse_id_column: Any, weight_column_name: str, dtype: Any = tf.float32
) -> _WeightedSparseColumn:
    """A column of categories with weights.

    Args:
        sparse_id_column: The categories.
        weight_column_name: The feature of the weights.
        dtype: Of the weights.

    Raises:
        ValueError: For weights that are no numbers.

    Source: `tf.contrib.layers.weighted_sparse_column`.
    """
    if not (dtype.is_integer or dtype.is_floating):
        raise ValueError(f"dtype is not convertible to float. Given {dtype}")
    return _WeightedSparseColumn(sparse_id_column, weight_column_name, dtype)
