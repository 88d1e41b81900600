"""Columns of several categories together."""

from __future__ import annotations

import collections
from typing import Any

import tensorflow as tf

from compat.contrib.layers.feature_column import base
from compat.contrib.layers.feature_column.base import FeatureColumn, Wide
from compat.contrib.layers.feature_column.categorical import _SparseColumn
from compat.contrib.layers.feature_column.crossing import feature_cross
from compat.contrib.layers.feature_column.numeric import _BucketizedColumn

tf1 = tf.compat.v1

# The key of hashes that do not collide as those without a key do.
SPARSE_FEATURE_CROSS_DEFAULT_HASH_KEY = 0xDECAFCAFFE


class _CrossedColumn(
    FeatureColumn,
    collections.namedtuple(
        "_CrossedColumn",
        "columns hash_bucket_size hash_key combiner ckpt_to_load_from "
        "tensor_name_in_ckpt",
    ),
):
    """Several categories together, by hash."""

    def __new__(
        cls,
        columns: Any,
        hash_bucket_size: int,
        hash_key: Any,
        combiner: str = "sum",
        ckpt_to_load_from: Any = None,
        tensor_name_in_ckpt: Any = None,
    ) -> Any:
        for column in columns:
            if not isinstance(
                column, _SparseColumn | _CrossedColumn | _BucketizedColumn
            ):
                raise TypeError(
                    "columns must be a set of _SparseColumn, _CrossedColumn, or "
                    f"_BucketizedColumn instances. (column {column} is a "
                    f"{type(column)})"
                )
        if len(columns) < 2:
            raise ValueError(
                f"columns must contain at least 2 elements. columns: {columns}"
            )
        if hash_bucket_size < 2:
            raise ValueError(
                "hash_bucket_size must be at least 2. hash_bucket_size: "
                f"{hash_bucket_size}"
            )
        if (ckpt_to_load_from is None) != (tensor_name_in_ckpt is None):
            raise ValueError(
                "Must specify both `ckpt_to_load_from` and `tensor_name_in_ckpt` or "
                "none of them."
            )
        return super().__new__(
            cls,
            tuple(sorted(columns, key=lambda column: column.name)),
            hash_bucket_size,
            hash_key,
            combiner,
            ckpt_to_load_from,
            tensor_name_in_ckpt,
        )

    @property
    def name(self) -> str:
        return "_X_".join(sorted(column.name for column in self.columns))

    @property
    def length(self) -> int:
        """How many hashes there are."""
        return self.hash_bucket_size

    @property
    def config(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for column in self.columns:
            found.update(column.config)
        return found

    def id_tensor(self, input_tensor: Any) -> Any:
        """The hashes."""
        return input_tensor

    def weight_tensor(self, input_tensor: Any) -> Any:
        """Their weights: none."""
        return None

    def insert_transformed_feature(self, columns_to_tensors: dict[Any, Any]) -> None:
        given = []
        for column in _leaves(self):
            if isinstance(column, _SparseColumn):
                given.append(base.sparse(columns_to_tensors[column.name]))
                continue
            if column not in columns_to_tensors:
                column.insert_transformed_feature(columns_to_tensors)
            if isinstance(column, _BucketizedColumn):
                given.append(column.to_sparse_tensor(columns_to_tensors[column]))
            else:
                given.append(columns_to_tensors[column])
        columns_to_tensors[self] = feature_cross(
            given, self.hash_bucket_size, self.hash_key, name="cross"
        )

    def _wide_embedding_lookup_arguments(self, input_tensor: Any) -> Wide:
        return Wide(
            input_tensor=input_tensor,
            weight_tensor=None,
            vocab_size=self.length,
            initializer=base.initialized(
                self.ckpt_to_load_from,
                tf1.zeros_initializer(),
                self.tensor_name_in_ckpt,
            ),
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
            "CrossedColumn is not supported in DNN. Please use embedding_column. "
            f"column: {self}"
        )


def _leaves(crossed: _CrossedColumn) -> list[Any]:
    found: list[Any] = []
    for column in crossed.columns:
        if isinstance(column, _CrossedColumn):
            found.extend(_leaves(column))
        else:
            found.append(column)
    return found


def crossed_column(
    columns: Any,
    hash_bucket_size: int,
    combiner: str = "sum",
    ckpt_to_load_from: Any = None,
    tensor_name_in_ckpt: Any = None,
    hash_key: Any = None,
) -> _CrossedColumn:
    """A column of several categories together, by hash.

    Args:
        columns: Columns of categories or of buckets.
        hash_bucket_size: How many hashes there are.
        combiner: How several of an example add up in a wide model.
        ckpt_to_load_from: Must be left out: checkpoints are not read here.
        tensor_name_in_ckpt: Must be left out.
        hash_key: Of the hash.

    Raises:
        TypeError: For other columns.
        ValueError: For fewer than two columns or hashes.

    Source: `tf.contrib.layers.crossed_column`.
    """
    return _CrossedColumn(
        columns,
        hash_bucket_size,
        hash_key,
        combiner,
        ckpt_to_load_from,
        tensor_name_in_ckpt,
    )
