"""The sum of a wide model over feature columns."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.framework import model_variable
from compat.contrib.layers import inside
from compat.contrib.layers.embeddings import safe_embedding_lookup_sparse
from compat.contrib.layers.feature_column.model import (
    Transformer,
    _parts,
    check_feature_columns,
    collections_of,
)

tf1 = tf.compat.v1


def _bias(predictions: Any, num_outputs: int, collections: Any) -> tuple[Any, Any]:
    bias = model_variable(
        "bias_weight",
        shape=[num_outputs],
        initializer=tf1.zeros_initializer(),
        collections=collections,
    )
    return tf1.nn.bias_add(predictions, bias), bias


def weighted_sum_from_feature_columns(
    columns_to_tensors: Any,
    feature_columns: Any,
    num_outputs: int,
    weight_collections: Any = None,
    trainable: bool = True,
    scope: Any = None,
) -> Any:
    """A wide model's sum.

    Args:
        columns_to_tensors: Features by name.
        feature_columns: The columns.
        num_outputs: How many sums.
        weight_collections: Collections of the variables.
        trainable: Whether the variables are learned.
        scope: Variable scope.

    Returns:
        Tensor `[batch, num_outputs]`, the variables by column, and the bias.

    Raises:
        ValueError: For a column that a wide model cannot take.

    Source: `tf.contrib.layers.weighted_sum_from_feature_columns`.
    """
    tensors = dict(columns_to_tensors)
    check_feature_columns(feature_columns)
    with tf1.variable_scope(
        scope,
        default_name="weighted_sum_from_feature_columns",
        values=list(tensors.values()),
    ):
        outputs = []
        by_column: dict[Any, Any] = {}
        transformer = Transformer(tensors)
        weight_collections = collections_of(weight_collections)
        for column in sorted(set(feature_columns), key=lambda one: one.key):
            transformed = transformer.transform(column)
            try:
                arguments = column._wide_embedding_lookup_arguments(transformed)
                variable, sums = _looked_up(
                    column, arguments, num_outputs, trainable, weight_collections
                )
            except NotImplementedError:
                variable, sums = _of_numbers(
                    column,
                    transformed,
                    num_outputs,
                    trainable,
                    weight_collections,
                    list(tensors.values()),
                )
            except ValueError as error:
                raise ValueError(
                    f"Error creating weighted sum for column: {column.name}.\n{error}"
                ) from error
            outputs.append(tf1.reshape(sums, shape=(-1, num_outputs)))
            by_column[column] = variable
        total = outputs[0] if len(outputs) == 1 else tf1.add_n(outputs)
        total, bias = _bias(total, num_outputs, weight_collections)
        return total, by_column, bias


def _of_numbers(
    column: Any,
    transformed: Any,
    num_outputs: int,
    trainable: bool,
    collections: Any,
    values: list[Any],
) -> tuple[Any, Any]:
    with tf1.variable_scope(None, default_name=column.name, values=values):
        tensor = column._to_dense_tensor(transformed)
        tensor = _flattened(tensor, column)
        variable = [
            model_variable(
                name="weight",
                shape=[tensor.shape[1], num_outputs],
                initializer=tf1.zeros_initializer(),
                trainable=trainable,
                collections=collections,
            )
        ]
        return variable, tf1.matmul(tensor, variable[0], name="matmul")


def _flattened(tensor: Any, column: Any) -> Any:
    from compat.contrib.layers.feature_column.numeric import reshaped

    return reshaped(tensor, 2, column.name)


def _looked_up(
    column: Any, arguments: Any, num_outputs: int, trainable: bool, collections: Any
) -> tuple[Any, Any]:
    with tf1.variable_scope(
        None,
        default_name=column.name,
        values=[arguments.input_tensor.values],
    ):
        weights = model_variable(
            name="weights",
            shape=[arguments.vocab_size, num_outputs],
            initializer=arguments.initializer,
            trainable=trainable,
            collections=collections,
        )
        found = _parts(weights)
        sums = safe_embedding_lookup_sparse(
            found,
            arguments.input_tensor,
            sparse_weights=arguments.weight_tensor,
            combiner=arguments.combiner,
            name=column.name + "_weights",
        )
        return found, sums


def joint_weighted_sum_from_feature_columns(
    columns_to_tensors: Any,
    feature_columns: Any,
    num_outputs: int,
    weight_collections: Any = None,
    trainable: bool = True,
    scope: Any = None,
) -> Any:
    """A wide model's sum, whose weights are one variable.

    Args:
        columns_to_tensors: Features by name.
        feature_columns: Columns of categories.
        num_outputs: How many sums.
        weight_collections: Collections of the variables.
        trainable: Whether the variables are learned.
        scope: Variable scope.

    Returns:
        Tensor `[batch, num_outputs]`, the variable's parts, and the bias.

    Raises:
        NotImplementedError: For a column of numbers.

    Source: `tf.contrib.layers.joint_weighted_sum_from_feature_columns`.
    """
    tensors = dict(columns_to_tensors)
    check_feature_columns(feature_columns)
    with tf1.variable_scope(
        scope,
        default_name="joint_weighted_sum_from_feature_columns",
        values=list(tensors.values()),
    ):
        transformer = Transformer(tensors)
        several = []
        for column in sorted(set(feature_columns), key=lambda one: one.key):
            transformed = transformer.transform(column)
            try:
                several.append(column._wide_embedding_lookup_arguments(transformed))
            except NotImplementedError as error:
                raise NotImplementedError(
                    "Real-valued columns are not supported. Use "
                    "weighted_sum_from_feature_columns instead, or bucketize these "
                    "columns."
                ) from error
        variables, total = _joint(
            several, num_outputs, trainable, collections_of(weight_collections)
        )
        total, bias = _bias(total, num_outputs, collections_of(weight_collections))
        return total, variables, bias


def _joint(
    several: list[Any], num_outputs: int, trainable: bool, collections: Any
) -> tuple[Any, Any]:
    for one in several:
        if one.combiner != "sum":
            raise ValueError("Only combiner='sum' is supported.")
    offset, ids, values = 0, [], []
    for one in several:
        given = one.input_tensor
        shifted = given.values + offset
        flat = tf.SparseTensor(given.indices, shifted, given.dense_shape)
        ids.append(inside._inner_flatten(flat, 2))
        weights = one.weight_tensor
        if weights is None:
            ones = tf.ones_like(shifted, tf.float32)
            weights = tf.SparseTensor(given.indices, ones, given.dense_shape)
        values.append(inside._inner_flatten(weights, 2))
        offset += one.vocab_size
    with tf1.variable_scope(None, default_name="linear_weights"):
        variable = model_variable(
            name="weights",
            shape=[offset, num_outputs],
            initializer=tf1.zeros_initializer(),
            trainable=trainable,
            collections=collections,
        )
        found = _parts(variable)
        sums = safe_embedding_lookup_sparse(
            found,
            tf1.sparse_concat(1, ids),
            sparse_weights=tf1.sparse_concat(1, values),
            combiner="sum",
            name="_weights",
        )
    return found, sums
