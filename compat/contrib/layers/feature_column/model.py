"""From feature columns to the input of a model, or to a wide model's sum."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.framework import model_variable
from compat.contrib.layers import hashed, inside
from compat.contrib.layers.embeddings import safe_embedding_lookup_sparse
from compat.contrib.layers.feature_column.base import FeatureColumn
from compat.contrib.layers.feature_column.embedded import _EmbeddingColumn
from compat.contrib.layers.feature_column.numeric import _RealValuedColumn

tf1 = tf.compat.v1
_GLOBAL = tf1.GraphKeys.GLOBAL_VARIABLES


class Transformer:
    """What columns make of features, once for each column.

    Args:
        columns_to_tensors: The features by name, where the rest is added.
    """

    def __init__(self, columns_to_tensors: dict[Any, Any]) -> None:
        self._made = columns_to_tensors

    def transform(self, feature_column: Any) -> Any:
        """What a column makes of the features.

        Args:
            feature_column: The column.

        Raises:
            ValueError: If it makes nothing.
        """
        if feature_column not in self._made:
            feature_column.insert_transformed_feature(self._made)
        try:
            return self._made[feature_column]
        except KeyError:
            said = f"Column {feature_column} is not supported."
            raise ValueError(said) from None


def check_feature_columns(feature_columns: Any) -> None:
    """Raise for two columns of one name.

    Args:
        feature_columns: The columns.

    Raises:
        ValueError: For such two.

    Source: `tf.contrib.layers.check_feature_columns`.
    """
    seen: set[str] = set()
    for column in feature_columns:
        if column.name in seen:
            raise ValueError(
                "Duplicate feature column key found for column: "
                f"{column.name}. This usually means that the column is almost "
                "identical to another column, and one must be discarded."
            )
        seen.add(column.name)


def collections_of(weight_collections: Any) -> Any:
    """The collections of variables, with that of all global ones."""
    if not weight_collections:
        return weight_collections
    return list({*weight_collections, _GLOBAL})


def _parts(variable: Any) -> list[Any]:
    return list(variable) if hasattr(variable, "as_tensor") else [variable]


def embeddings(
    column: Any,
    arguments: Any,
    weight_collections: Any,
    trainable: bool,
    output_rank: int = 2,
) -> Any:
    """The vectors of a column's categories."""
    given = inside._inner_flatten(arguments.input_tensor, output_rank)
    weights = arguments.weight_tensor
    if weights is not None:
        weights = inside._inner_flatten(weights, output_rank)
    if arguments.hash_key is not None:
        numbers = model_variable(
            name="weights",
            shape=[arguments.vocab_size],
            dtype=tf.float32,
            initializer=arguments.initializer,
            trainable=trainable and arguments.trainable,
            collections=weight_collections,
        )
        return hashed.scattered_embedding_lookup_sparse(
            numbers,
            given,
            arguments.dimension,
            hash_key=arguments.hash_key,
            combiner=arguments.combiner,
            name="lookup",
        )
    shared = arguments.shared_embedding_name
    made: Any = None
    if shared is not None:
        collection = "SHARED_EMBEDDING_COLLECTION_" + shared.upper()
        graph = tf1.get_default_graph()
        there = graph.get_collection_ref(collection)
        if len(there) > 1:
            raise ValueError(
                f"Collection {there} can only contain one (partitioned) variable."
            )
        if there:
            made = there[0]
        else:
            made = _variable(arguments, shared, weight_collections, trainable)
            graph.add_to_collection(collection, made)
    else:
        made = _variable(arguments, "weights", weight_collections, trainable)
    return safe_embedding_lookup_sparse(
        _parts(made),
        given,
        sparse_weights=weights,
        combiner=arguments.combiner,
        name=column.name + "weights",
        max_norm=arguments.max_norm,
    )


def _variable(arguments: Any, name: str, collections: Any, trainable: bool) -> Any:
    return model_variable(
        name=name,
        shape=[arguments.vocab_size, arguments.dimension],
        dtype=tf.float32,
        initializer=arguments.initializer,
        trainable=trainable and arguments.trainable,
        collections=collections,
    )


def _input(
    columns_to_tensors: dict[Any, Any],
    feature_columns: Any,
    weight_collections: Any,
    trainable: bool,
    scope: Any,
    output_rank: int,
    default_name: str,
    cols_to_outs: Any = None,
) -> Any:
    tensors = dict(columns_to_tensors)
    check_feature_columns(feature_columns)
    if cols_to_outs is not None and not isinstance(cols_to_outs, dict):
        raise ValueError("cols_to_outs must be a dict unless None")
    with tf1.variable_scope(
        scope, default_name=default_name, values=list(tensors.values())
    ):
        outputs = []
        transformer = Transformer(tensors)
        weight_collections = collections_of(weight_collections)
        for column in sorted(set(feature_columns), key=lambda one: one.key):
            with tf1.variable_scope(
                None, default_name=column.name, values=list(tensors.values())
            ):
                transformed = transformer.transform(column)
                if output_rank == 3:
                    transformed = _of_rank(transformed, column.name, output_rank)
                try:
                    made = embeddings(
                        column,
                        column._deep_embedding_lookup_arguments(transformed),
                        weight_collections,
                        trainable,
                        output_rank,
                    )
                except NotImplementedError as first:
                    try:
                        made = column._to_dnn_input_layer(
                            transformed, weight_collections, trainable, output_rank
                        )
                    except ValueError as error:
                        raise ValueError(
                            f"Error creating input layer for column: {column.name}.\n"
                            f"{error}, {first}"
                        ) from error
                outputs.append(made)
                if cols_to_outs is not None:
                    cols_to_outs[column] = made
        return tf1.concat(outputs, output_rank - 1)


def _of_rank(value: Any, name: str, rank: int) -> Any:
    """Features of sequences with one more axis where they are numbers a step."""
    if isinstance(value, tuple):
        return tuple(_of_rank(one, name, rank) for one in value)
    if isinstance(value, tf.SparseTensor):
        there = value.dense_shape.shape.as_list()[0]
        if there is not None and there == rank - 1:
            shape = tf1.concat([value.dense_shape, tf.constant([1], tf.int64)], 0)
            return tf1.sparse_reshape(value, shape)
        return value
    there = value.shape.rank
    if there is not None and there == rank - 1:
        return tf1.expand_dims(value, -1)
    return value


def input_from_feature_columns(
    columns_to_tensors: Any,
    feature_columns: Any,
    weight_collections: Any = None,
    trainable: bool = True,
    scope: Any = None,
    cols_to_outs: Any = None,
) -> Any:
    """The input of a deep model.

    Args:
        columns_to_tensors: Features by name.
        feature_columns: The columns.
        weight_collections: Collections of the variables.
        trainable: Whether the variables are learned.
        scope: Variable scope.
        cols_to_outs: Dict that takes what each column gives.

    Returns:
        Tensor `[batch, width]`.

    Raises:
        ValueError: For a column that a deep model cannot take.

    Source: `tf.contrib.layers.input_from_feature_columns`.
    """
    return _input(
        columns_to_tensors,
        feature_columns,
        weight_collections,
        trainable,
        scope,
        2,
        "input_from_feature_columns",
        cols_to_outs,
    )


def sequence_input_from_feature_columns(
    columns_to_tensors: Any,
    feature_columns: Any,
    weight_collections: Any = None,
    trainable: bool = True,
    scope: Any = None,
) -> Any:
    """The input of a recurrent model.

    Args:
        columns_to_tensors: Features by name.
        feature_columns: The columns.
        weight_collections: Collections of the variables.
        trainable: Whether the variables are learned.
        scope: Variable scope.

    Returns:
        Tensor `[batch, time, width]`.

    Raises:
        ValueError: For a column that a recurrent model cannot take.

    Source: `tf.contrib.layers.sequence_input_from_feature_columns`.
    """
    _check_for_sequences(feature_columns)
    return _input(
        columns_to_tensors,
        feature_columns,
        weight_collections,
        trainable,
        scope,
        3,
        "sequence_input_from_feature_columns",
    )


def _check_for_sequences(feature_columns: Any) -> None:
    """Raise for columns that no sequence can be of."""
    from compat.contrib.layers.feature_column.embedded import (
        _OneHotColumn,
        _ScatteredEmbeddingColumn,
    )

    for column in feature_columns:
        if not isinstance(
            column,
            _RealValuedColumn
            | _OneHotColumn
            | _EmbeddingColumn
            | _ScatteredEmbeddingColumn,
        ):
            raise ValueError(
                f"FeatureColumn {column.name} cannot be used as an input layer of a "
                "sequence: expected numbers, one-hot or embedding columns, received "
                f"{type(column)}. Column: {column}"
            )
        inner = getattr(column, "sparse_id_column", None)
        if isinstance(column, _RealValuedColumn | FeatureColumn) and inner is not None:
            continue


def transform_features(features: Any, feature_columns: Any) -> dict[Any, Any]:
    """What columns make of features.

    Args:
        features: Features by name.
        feature_columns: The columns.

    Returns:
        Tensors by column.

    Source: `tf.contrib.layers.transform_features`.
    """
    tensors = dict(features)
    check_feature_columns(feature_columns)
    transformer = Transformer(tensors)
    for column in sorted(set(feature_columns), key=lambda one: one.key):
        transformer.transform(column)
    return {key: tensors[key] for key in list(tensors) if key not in features}
