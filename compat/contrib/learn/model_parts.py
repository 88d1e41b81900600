"""The networks of the canned Estimators, from features to logits and steps."""

from __future__ import annotations

import math
from typing import Any

import tensorflow as tf

from compat.contrib import layers
from compat.contrib.layers.feature_column.base import FeatureColumn
from compat.contrib.learn.modes import ModeKeys

tf1 = tf.compat.v1

LEARNING_RATE = 0.05  # of a deep model


def features_of(features: Any) -> dict[str, Any]:
    """Features by name; a single one has the empty name."""
    return features if isinstance(features, dict) else {"": features}


def partitioner(config: Any, smallest: Any = None) -> Any:
    """How variables are cut, as 1.15 did even for one machine."""
    most = config.num_ps_replicas if config else 0
    if smallest is None:
        return tf1.min_max_variable_partitioner(max_partitions=most)
    return tf1.min_max_variable_partitioner(
        max_partitions=most, min_slice_size=smallest
    )


def optimizer_of(given: Any) -> Any:
    """An optimizer of what may be a function that makes it."""
    return given() if callable(given) else given


def activation_of(given: Any) -> Any:
    """An activation of what may be its name."""
    if isinstance(given, str):
        return getattr(tf1.nn, given)
    return given


def summarize(value: Any, tag: str) -> None:
    """Summaries of a hidden layer."""
    tf1.summary.scalar(f"{tag}/fraction_of_zero_values", tf.math.zero_fraction(value))
    tf1.summary.histogram(f"{tag}/activation", value)


def contributed(columns: Any) -> bool:
    """Whether columns are those of `tf.contrib.layers`."""
    return all(isinstance(column, FeatureColumn) for column in columns)


def deep_input(
    features: Any, columns: Any, scope: str, collection: str, config: Any, smallest: Any
) -> Any:
    """The input of a deep model."""
    with tf1.variable_scope(
        scope,
        values=tuple(features.values()),
        partitioner=partitioner(config, smallest or (64 << 20)),
    ) as inner:
        if contributed(columns):
            return layers.input_from_feature_columns(
                columns_to_tensors=features,
                feature_columns=columns,
                weight_collections=[collection],
                scope=inner,
            )
        return tf1.feature_column.input_layer(
            features=features,
            feature_columns=columns,
            weight_collections=[collection],
        )


def hidden_layers(
    net: Any,
    units: Any,
    scope: str,
    collection: str,
    activation: Any,
    dropout: Any,
    mode: Any,
) -> Any:
    """The hidden layers of a deep model."""
    for number, size in enumerate(units):
        with tf1.variable_scope(f"{scope}hiddenlayer_{number}", values=(net,)) as inner:
            net = layers.fully_connected(
                net,
                size,
                activation_fn=activation,
                variables_collections=[collection],
                scope=inner,
            )
            if dropout is not None and mode == ModeKeys.TRAIN:
                net = layers.dropout(net, keep_prob=1.0 - dropout)
        summarize(net, inner.name)
    return net


def deep_logits(net: Any, dimension: int, scope: str, collection: str) -> Any:
    """The logits of a deep model."""
    with tf1.variable_scope(scope + "logits", values=(net,)) as inner:
        logits = layers.fully_connected(
            net,
            dimension,
            activation_fn=None,
            variables_collections=[collection],
            scope=inner,
        )
    summarize(logits, inner.name)
    return logits


def wide_logits(
    features: Any,
    columns: Any,
    dimension: int,
    scope: Any,
    collection: str,
    joint: bool,
) -> tuple[Any, Any, Any]:
    """The logits of a wide model, its variables by column, and its bias."""
    if not contributed(columns):
        by_column: dict[Any, Any] = {}
        logits = tf1.feature_column.linear_model(
            features=features,
            feature_columns=columns,
            units=dimension,
            weight_collections=[collection],
            cols_to_vars=by_column,
        )
        return logits, by_column, by_column.pop("bias", [None])[0]
    made = (
        layers.joint_weighted_sum_from_feature_columns
        if joint
        else layers.weighted_sum_from_feature_columns
    )
    return made(
        columns_to_tensors=features,
        feature_columns=columns,
        num_outputs=dimension,
        weight_collections=[collection],
        scope=scope,
    )


def wide_learning_rate(columns: int) -> float:
    """The learning rate of a wide model with so many columns."""
    return min(0.2, 1.0 / math.sqrt(columns))


def embedding_multipliers(given: Any, collection: str, scope: str) -> Any:
    """What gradients of embeddings are multiplied with, by variable."""
    if not given:
        return None
    found = {}
    for column, rate in given.items():
        name = f"{scope}/{column.name}/weights"
        shared = getattr(column, "shared_embedding_name", None)
        if shared:
            (variable,) = tf1.get_collection(
                "SHARED_EMBEDDING_COLLECTION_" + shared.upper()
            )
        else:
            (variable,) = [one for one in tf1.get_collection(collection, scope=name)]
        found[variable] = rate
    return found
