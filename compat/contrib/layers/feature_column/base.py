"""What feature columns of `tf.contrib.layers` have in common."""

from __future__ import annotations

import collections
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1

# What a column gives to look up in a wide model, and in a deep one.
Wide = collections.namedtuple(
    "Wide", ["input_tensor", "weight_tensor", "vocab_size", "initializer", "combiner"]
)
Deep = collections.namedtuple(
    "Deep",
    "input_tensor weight_tensor vocab_size initializer combiner "
    "dimension shared_embedding_name hash_key max_norm trainable",
    defaults=[None, None, None, None, None, None, None, None, None, None],
)


class FeatureColumn:
    """What goes into a model of one feature, or of several.

    A column takes its place in a dict of tensors, the features by name, where it adds
    itself with what it makes of them.
    """

    @property
    def name(self) -> str:
        """Name of its variables' scope."""
        raise NotImplementedError

    @property
    def config(self) -> dict[str, Any]:
        """How its features are parsed from an `Example`."""
        raise NotImplementedError

    @property
    def key(self) -> str:
        """By what columns are put in order."""
        return f"{self}"

    def insert_transformed_feature(self, columns_to_tensors: dict[Any, Any]) -> None:
        """Add itself to a dict of tensors."""
        raise NotImplementedError(f"Transform not implemented for column {self}.")

    def _checkpoint_path(self) -> Any:
        return None

    def _wide_embedding_lookup_arguments(self, input_tensor: Any) -> Wide:
        raise NotImplementedError(
            f"No wide embedding lookup arguments for column {self}."
        )

    def _deep_embedding_lookup_arguments(self, input_tensor: Any) -> Deep:
        raise NotImplementedError(
            f"No deep embedding lookup arguments for column {self}."
        )

    def _to_dnn_input_layer(
        self,
        input_tensor: Any,
        weight_collection: Any = None,
        trainable: bool = True,
        output_rank: int = 2,
    ) -> Any:
        raise ValueError(
            f"Calling an abstract method of column {self}: expected a column for "
            "deep models"
        )

    def _to_dense_tensor(self, input_tensor: Any) -> Any:
        raise NotImplementedError(f"No dense tensor representation for column {self}.")


def without(column: Any, *left_out: str) -> str:
    """A column as text, without those parts that say nothing of it."""
    parts = [
        f"{name}={value}"
        for name, value in column._asdict().items()
        if name not in left_out
    ]
    return f"{type(column).__name__}({', '.join(parts)})"


def sparse(value: Any) -> Any:
    """A sparse tensor of a dense one, without what says that nothing is there."""
    from compat.contrib.layers.sparse import dense_to_sparse_tensor

    if isinstance(value, tf.SparseTensor):
        return value
    nothing = "" if value.dtype == tf.string else -1
    return dense_to_sparse_tensor(value, ignore_value=nothing)


def checkpointed(column: Any) -> Any:
    """From a tensor's name to a checkpoint, where a column takes its weights."""
    if column.ckpt_to_load_from is None:
        return None
    return column.ckpt_to_load_from, column.tensor_name_in_ckpt


def initialized(path: Any, initializer: Any, tensor_name: Any) -> Any:
    """An initializer that reads a checkpoint, or the one that is given.

    Raises:
        NotImplementedError: For a checkpoint.
    """
    if path is not None:
        raise NotImplementedError(
            f"ckpt_to_load_from: expected None, received {path}: use "
            "tf.train.init_from_checkpoint"
        )
    return initializer
