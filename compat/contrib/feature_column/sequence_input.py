"""`tf.contrib.feature_column.sequence_input_layer`, and what it keeps meanwhile."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat import _private

tf1 = tf.compat.v1


class Features:
    """Features as columns see them, each changed once.

    Args:
        features: Dict of tensors.
    """

    def __init__(self, features: dict[str, Any]) -> None:
        self._features, self._known = features, {}  # type: ignore[var-annotated]

    def get(self, key: Any, state_manager: Any = None, training: Any = None) -> Any:
        """A feature by its key, or what a column makes of it.

        Raises:
            ValueError: If there is no such feature.
        """
        found = self._known.get(key)
        if found is None:
            if isinstance(key, str):
                found = self._raw(key)
            elif state_manager is None:
                found = _private.transformed_by_column(key, self)
            else:
                found = key.transform_feature(self, state_manager)
            self._known[key] = found
        return found

    def _raw(self, key: str) -> Any:
        if key not in self._features:
            raise ValueError(f"Feature {key} is not in features dictionary.")
        found = tf1.convert_to_tensor_or_sparse_tensor(self._features[key])
        rank = found.shape.rank
        if rank == 0:
            raise ValueError(f"Feature (key: {key}) cannot have rank 0. Given: {found}")
        if rank != 1:
            return found
        if isinstance(found, tf.SparseTensor):
            size = tf1.shape(found, out_type=tf.int64)[0]
            return tf1.sparse_reshape(found, [size, 1])
        return tf1.expand_dims(found, -1)


class Variables:
    """Makes a column's variables where they are asked for, as 1.15's columns did.

    Args:
        weight_collections: Collections that they are added to.
        trainable: Whether they are trained.
    """

    def __init__(self, weight_collections: Any, trainable: bool) -> None:
        self._collections, self._trainable = weight_collections, trainable
        self._resources: dict[Any, Any] = {}

    def get_variable(self, feature_column: Any, name: str) -> Any:
        """The variable of a column."""
        categories = feature_column.categorical_column.num_buckets
        return tf1.get_variable(
            name=name,
            shape=(categories, feature_column.dimension),
            dtype=tf.float32,
            initializer=feature_column.initializer,
            trainable=feature_column.trainable and self._trainable,
            collections=self._collections,
        )

    def add_resource(self, feature_column: Any, name: str, resource: Any) -> None:
        """Keep something else of a column, such as a table."""
        self._resources[feature_column, name] = resource

    def has_resource(self, feature_column: Any, name: str) -> bool:
        """Whether something else of a column is kept."""
        return (feature_column, name) in self._resources

    def get_resource(self, feature_column: Any, name: str) -> Any:
        """What else of a column is kept."""
        return self._resources[feature_column, name]


def _check(columns: Any) -> list[Any]:
    """The columns by name.

    Raises:
        ValueError: For none, or one that is no sequence.
    """
    if hasattr(columns, "name") or not isinstance(columns, list | tuple):
        columns = [columns]
    if not columns:
        raise ValueError("feature_columns must not be empty.")
    for column in columns:
        if not _private.is_sequence_column(column):
            raise ValueError(
                "All feature_columns must be of type _SequenceDenseColumn. You can "
                "wrap a sequence_categorical_column with an embedding_column or "
                f"indicator_column. Given (type {type(column)}): {column}"
            )
    return sorted(columns, key=lambda one: one.name)


def _equal_lengths(lengths: list[Any]) -> Any:
    """The lengths, which must be the same of all columns."""
    first = lengths[0]
    if len(lengths) == 1:
        return first
    with tf1.name_scope("assert_all_equal", values=lengths):
        checks = [tf1.assert_equal(first, other) for other in lengths[1:]]
        with tf.control_dependencies(checks):
            return tf1.identity(first)


def sequence_input_layer(
    features: dict[str, Any],
    feature_columns: Any,
    weight_collections: Any = None,
    trainable: bool = True,
) -> tuple[Any, Any]:
    """Join columns of sequences to the input of a network.

    Args:
        features: Dict of sparse tensors.
        feature_columns: Embedding, indicator and numeric columns of sequences.
        weight_collections: Collections that variables are added to.
        trainable: Whether variables are trained.

    Returns:
        The input `[batch, time, depth]`, and the lengths `[batch]`.

    Raises:
        ValueError: For no columns, or one that is no sequence.

    Source: `tf.contrib.feature_column.sequence_input_layer`.
    """
    columns = _check(feature_columns)
    collections = list(weight_collections or [])
    if tf1.GraphKeys.GLOBAL_VARIABLES not in collections:
        collections.append(tf1.GraphKeys.GLOBAL_VARIABLES)
    outputs, lengths = [], []
    with tf1.variable_scope(
        None, default_name="sequence_input_layer", values=list(features.values())
    ):
        known, variables = Features(features), Variables(collections, trainable)
        for column in columns:
            scope = _private.scope_of_column(column)
            with tf1.variable_scope(None, default_name=scope, values=features.values()):
                if hasattr(column, "get_sequence_dense_tensor"):
                    dense, length = column.get_sequence_dense_tensor(known, variables)
                else:
                    dense, length = _private.sequence_of_column(
                        column, known, collections, trainable
                    )
                depth = _private.shape_of_column(column).num_elements()
                shape = tf1.shape(dense)
                outputs.append(tf1.reshape(dense, [shape[0], shape[1], depth]))
                lengths.append(length)
        length = _equal_lengths(lengths)
        return tf1.concat(outputs, -1), length
