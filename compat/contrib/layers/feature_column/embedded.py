"""Columns of categories as vectors: embeddings, one-hot, scattered."""

from __future__ import annotations

import collections
import math
from collections.abc import Sequence
from typing import Any

import tensorflow as tf

from compat.contrib.layers import inside
from compat.contrib.layers.feature_column import base
from compat.contrib.layers.feature_column.base import Deep, FeatureColumn, Wide
from compat.contrib.layers.feature_column.categorical import (
    _COMBINERS,
    _SparseColumn,
    _WeightedSparseColumn,
)
from compat.count.ops import arrays

tf1 = tf.compat.v1


class _OneHotColumn(
    FeatureColumn, collections.namedtuple("_OneHotColumn", ["sparse_id_column"])
):
    """Categories as vectors with a one."""

    @property
    def name(self) -> str:
        return f"{self.sparse_id_column.name}_one_hot"

    @property
    def length(self) -> int:
        """How many categories there are."""
        return self.sparse_id_column.length

    @property
    def config(self) -> dict[str, Any]:
        return self.sparse_id_column.config

    def insert_transformed_feature(self, columns_to_tensors: dict[Any, Any]) -> None:
        inner = self.sparse_id_column
        if inner not in columns_to_tensors:
            inner.insert_transformed_feature(columns_to_tensors)
        columns_to_tensors[self] = columns_to_tensors[inner]

    def _to_dnn_input_layer(
        self,
        input_tensor: Any,
        weight_collection: Any = None,
        trainable: bool = True,
        output_rank: int = 2,
    ) -> Any:
        ids = self.sparse_id_column.id_tensor(input_tensor)
        weights = self.sparse_id_column.weight_tensor(input_tensor)
        if weights is not None:
            merged = tf1.sparse_merge(
                sp_ids=ids, sp_values=weights, vocab_size=self.length
            )
            return tf1.sparse_tensor_to_dense(merged)
        flat = inside._inner_flatten(ids, output_rank)
        dense = tf1.sparse_tensor_to_dense(flat, default_value=-1)
        one_hot = arrays.one_hot(
            dense, depth=self.length, on_value=1.0, off_value=0.0, axis=-1
        )
        return tf1.reduce_sum(one_hot, axis=[output_rank - 1])


class _EmbeddingColumn(
    FeatureColumn,
    collections.namedtuple(
        "_EmbeddingColumn",
        "sparse_id_column dimension combiner initializer "
        "ckpt_to_load_from tensor_name_in_ckpt shared_embedding_name "
        "shared_vocab_size max_norm trainable",
    ),
):
    """Categories as vectors that are learned."""

    def __new__(
        cls,
        sparse_id_column: Any,
        dimension: int,
        combiner: str = "mean",
        initializer: Any = None,
        ckpt_to_load_from: Any = None,
        tensor_name_in_ckpt: Any = None,
        shared_embedding_name: Any = None,
        shared_vocab_size: Any = None,
        max_norm: Any = None,
        trainable: bool = True,
    ) -> Any:
        if initializer is not None and not callable(initializer):
            raise ValueError(
                "initializer must be callable if specified. Embedding of column_name: "
                f"{sparse_id_column.name}"
            )
        if (ckpt_to_load_from is None) != (tensor_name_in_ckpt is None):
            raise ValueError(
                "Must specify both `ckpt_to_load_from` and `tensor_name_in_ckpt` or "
                "none of them."
            )
        if initializer is None:
            tf1.logging.warning(
                'The default stddev value of initializer was changed from "1/sqrt('
                'vocab_size)" to "1/sqrt(dimension)" in core implementation '
                "(tf.feature_column.embedding_column)."
            )
            initializer = tf1.truncated_normal_initializer(
                mean=0.0, stddev=1 / math.sqrt(sparse_id_column.length)
            )
        return super().__new__(
            cls,
            sparse_id_column,
            dimension,
            combiner,
            initializer,
            ckpt_to_load_from,
            tensor_name_in_ckpt,
            shared_embedding_name,
            shared_vocab_size,
            max_norm,
            trainable,
        )

    @property
    def name(self) -> str:
        kind = "embedding" if self.shared_embedding_name is None else "shared_embedding"
        return f"{self.sparse_id_column.name}_{kind}"

    @property
    def length(self) -> int:
        """How many categories there are."""
        if self.shared_vocab_size is None:
            return self.sparse_id_column.length
        return self.shared_vocab_size

    @property
    def config(self) -> dict[str, Any]:
        return self.sparse_id_column.config

    @property
    def key(self) -> str:
        return base.without(self, "initializer")

    def insert_transformed_feature(self, columns_to_tensors: dict[Any, Any]) -> None:
        inner = self.sparse_id_column
        if inner not in columns_to_tensors:
            inner.insert_transformed_feature(columns_to_tensors)
        columns_to_tensors[self] = columns_to_tensors[inner]

    def _deep_embedding_lookup_arguments(self, input_tensor: Any) -> Deep:
        return Deep(
            input_tensor=self.sparse_id_column.id_tensor(input_tensor),
            weight_tensor=self.sparse_id_column.weight_tensor(input_tensor),
            vocab_size=self.length,
            dimension=self.dimension,
            initializer=base.initialized(
                self.ckpt_to_load_from, self.initializer, self.tensor_name_in_ckpt
            ),
            combiner=self.combiner,
            shared_embedding_name=self.shared_embedding_name,
            hash_key=None,
            max_norm=self.max_norm,
            trainable=self.trainable,
        )

    def _wide_embedding_lookup_arguments(self, input_tensor: Any) -> Wide:
        raise ValueError(
            f"Column {self} is not supported in linear models. Please use "
            "sparse_column."
        )


class _ScatteredEmbeddingColumn(
    FeatureColumn,
    collections.namedtuple(
        "_ScatteredEmbeddingColumn",
        ["column_name", "size", "dimension", "hash_key", "combiner", "initializer"],
    ),
):
    """Categories as vectors whose numbers are shared by hash."""

    @property
    def name(self) -> str:
        return f"{self.column_name}_scattered_embedding"

    @property
    def config(self) -> dict[str, Any]:
        return {self.column_name: tf1.VarLenFeature(tf.string)}

    @property
    def key(self) -> str:
        return base.without(self, "initializer")

    def insert_transformed_feature(self, columns_to_tensors: dict[Any, Any]) -> None:
        columns_to_tensors[self] = columns_to_tensors[self.column_name]

    def _deep_embedding_lookup_arguments(self, input_tensor: Any) -> Deep:
        return Deep(
            input_tensor=input_tensor,
            weight_tensor=None,
            vocab_size=self.size,
            initializer=self.initializer,
            combiner=self.combiner,
            dimension=self.dimension,
            shared_embedding_name=None,
            hash_key=self.hash_key,
            max_norm=None,
            trainable=True,
        )


def one_hot_column(sparse_id_column: Any) -> _OneHotColumn:
    """A column of categories as vectors with a one.

    Args:
        sparse_id_column: The categories.

    Source: `tf.contrib.layers.one_hot_column`.
    """
    return _OneHotColumn(sparse_id_column)


def embedding_column(
    sparse_id_column: Any,
    dimension: int,
    combiner: str = "mean",
    initializer: Any = None,
    ckpt_to_load_from: Any = None,
    tensor_name_in_ckpt: Any = None,
    max_norm: Any = None,
    trainable: bool = True,
) -> _EmbeddingColumn:
    """A column of categories as vectors that are learned.

    Args:
        sparse_id_column: The categories.
        dimension: Of the vectors.
        combiner: How several of an example add up: `"mean"`, `"sqrtn"` or `"sum"`.
        initializer: By default a truncated normal one.
        ckpt_to_load_from: Must be left out: checkpoints are not read here.
        tensor_name_in_ckpt: Must be left out.
        max_norm: Longest vector, or `None`.
        trainable: Whether they are learned.

    Source: `tf.contrib.layers.embedding_column`.
    """
    return _EmbeddingColumn(
        sparse_id_column,
        dimension,
        combiner,
        initializer,
        ckpt_to_load_from,
        tensor_name_in_ckpt,
        max_norm=max_norm,
        trainable=trainable,
    )


def shared_embedding_columns(
    sparse_id_columns: Any,
    dimension: int,
    combiner: str = "mean",
    shared_embedding_name: Any = None,
    initializer: Any = None,
    ckpt_to_load_from: Any = None,
    tensor_name_in_ckpt: Any = None,
    max_norm: Any = None,
    trainable: bool = True,
) -> list[_EmbeddingColumn]:
    """Columns of categories that share their vectors.

    Args:
        sparse_id_columns: The categories.
        dimension: Of the vectors.
        combiner: How several of an example add up.
        shared_embedding_name: Name of the variable; from the columns by default.
        initializer: By default a truncated normal one.
        ckpt_to_load_from: Must be left out: checkpoints are not read here.
        tensor_name_in_ckpt: Must be left out.
        max_norm: Longest vector, or `None`.
        trainable: Whether they are learned.

    Raises:
        TypeError: For what are no columns of categories.
        ValueError: For none, or columns whose numbers mean different things.

    Source: `tf.contrib.layers.shared_embedding_columns`.
    """
    columns = sparse_id_columns
    if not isinstance(columns, Sequence) or any(
        not isinstance(one, _SparseColumn | _WeightedSparseColumn) for one in columns
    ):
        raise TypeError(
            "Elements of sparse_id_columns must be of type _SparseColumn or "
            "_WeightedSparseColumn."
        )
    if len(columns) < 1:
        raise ValueError(
            "The input sparse_id_columns should have at least one element."
        )
    if len(columns) == 1:
        return [
            _EmbeddingColumn(
                columns[0],
                dimension,
                combiner,
                initializer,
                ckpt_to_load_from,
                tensor_name_in_ckpt,
                shared_embedding_name,
                max_norm=max_norm,
                trainable=trainable,
            )
        ]
    if not all(columns[0].is_compatible(one) for one in columns):
        raise ValueError("The input sparse id columns are not compatible.")
    if not shared_embedding_name:
        names = [one.name for one in sorted(columns, key=lambda one: one.name)]
        rest = f"_plus_{len(names) - 3}_others" if len(names) > 3 else ""
        shared_embedding_name = "_".join(names[:3]) + rest + "_shared_embedding"
    return [
        _EmbeddingColumn(
            one,
            dimension,
            combiner,
            initializer,
            ckpt_to_load_from,
            tensor_name_in_ckpt,
            shared_embedding_name,
            columns[0].length,
            max_norm=max_norm,
            trainable=trainable,
        )
        for one in columns
    ]


def scattered_embedding_column(
    column_name: str,
    size: int,
    dimension: int,
    hash_key: Any,
    combiner: str = "mean",
    initializer: Any = None,
) -> _ScatteredEmbeddingColumn:
    """A column of categories as vectors whose numbers are shared by hash.

    Args:
        column_name: The feature.
        size: How many numbers there are.
        dimension: Of the vectors.
        hash_key: Of the hash.
        combiner: How several of an example add up.
        initializer: By default a truncated normal one.

    Raises:
        ValueError: For a size or dimension below 1, or another combiner.

    Source: `tf.contrib.layers.scattered_embedding_column`.
    """
    if (dimension < 1) or (size < 1):
        raise ValueError("Dimension and size must be greater than 0.")
    if combiner not in _COMBINERS:
        raise ValueError("Combiner must be one of 'mean', 'sqrtn' or 'sum'.")
    if initializer is not None and not callable(initializer):
        raise ValueError(
            f"initializer must be callable if specified. column_name: {column_name}"
        )
    if initializer is None:
        tf1.logging.warning(
            'The default stddev value of initializer was changed from "0.1" to '
            '"1/sqrt(dimension)" in core implementation '
            "(tf.feature_column.embedding_column)."
        )
        initializer = tf1.truncated_normal_initializer(mean=0.0, stddev=0.1)
    return _ScatteredEmbeddingColumn(
        column_name, size, dimension, hash_key, combiner, initializer
    )
