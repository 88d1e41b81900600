"""The networks of the canned models, from features to logits."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import tensorflow as tf

from compat.estimator.modes import ModeKeys
from compat.feature_column.linear import linear_model

tf1 = tf.compat.v1


def optimizer_of(given: Any, learning_rate: float | None = None) -> Any:
    """An optimizer, by name, as an object, or from a function.

    Raises:
        ValueError: For something else.
    """
    named = {
        "Adagrad": tf1.train.AdagradOptimizer,
        "Adam": tf1.train.AdamOptimizer,
        "Ftrl": tf1.train.FtrlOptimizer,
        "RMSProp": tf1.train.RMSPropOptimizer,
        "SGD": tf1.train.GradientDescentOptimizer,
    }
    if isinstance(given, str):
        if given not in named:
            raise ValueError(
                "Unsupported optimizer name: "
                f"{given}. Supported names are: {tuple(sorted(named))}"
            )
        if not learning_rate:
            raise ValueError("learning_rate must be specified when opt is string.")
        return named[given](learning_rate=learning_rate)
    if callable(given):
        given = given()
    if not isinstance(given, tf1.train.Optimizer):
        raise ValueError(
            f"The given object is not an Optimizer instance. Given: {given}"
        )
    return given


def check_features(features: Any) -> None:
    """Raise unless features are a dict.

    Raises:
        ValueError: If not.
    """
    if not isinstance(features, dict):
        raise ValueError(
            "features should be a dictionary of `Tensor`s. Given type: "
            f"{type(features)}"
        )


def partitioner(config: Any, smallest: int | None = None) -> Any:
    """How variables are cut, as 1.15 did even for one machine."""
    most = config.num_ps_replicas if config else 0
    if smallest is None:
        return tf1.min_max_variable_partitioner(max_partitions=most)
    return tf1.min_max_variable_partitioner(
        max_partitions=most, min_slice_size=smallest
    )


def summarize(value: Any, tag: str) -> None:
    """Summaries of a layer's output."""
    tf1.summary.scalar(f"{tag}/fraction_of_zero_values", tf.math.zero_fraction(value))
    tf1.summary.histogram(f"{tag}/activation", value)


def _make_embeddings(feature_columns: Any) -> None:
    """Make the variables of all embeddings: 1.15 did so before it looked any up."""
    for column in sorted(feature_columns, key=lambda one: one.name):
        categorical = getattr(column, "categorical_column", None)
        if categorical is None or not hasattr(column, "max_norm"):
            continue
        tf1.get_variable(
            f"input_layer/{column.name}/embedding_weights",
            shape=(categorical.num_buckets, column.dimension),
            dtype=tf.float32,
            initializer=column.initializer,
            trainable=column.trainable,
        )


def _as_tensors(features: Any) -> Any:
    """Arrays of NumPy as tensors, as 1.15's network made them: it was a Keras layer."""

    def made(value: Any) -> Any:
        plain = isinstance(value, np.ndarray | float | int)
        return tf.convert_to_tensor(value) if plain else value

    return tf.nest.map_structure(made, features)


def dnn(
    features: Any,
    mode: str,
    units: int,
    hidden_units: Any,
    feature_columns: Any,
    activation_fn: Any,
    dropout: Any,
    input_partitioner: Any,
    batch_norm: bool,
) -> Any:
    """A network's logits, in the variable scope of the caller.

    Args:
        features: Dict of tensors.
        mode: A `ModeKeys`.
        units: Dimension of the logits.
        hidden_units: Of the layers.
        feature_columns: What goes in.
        activation_fn: Of the hidden layers.
        dropout: Rate, or `None`.
        input_partitioner: Of the embeddings.
        batch_norm: Whether layers are normalized.
    """
    from compat import layers

    training = mode == ModeKeys.TRAIN
    features = _as_tensors(features)
    with tf1.variable_scope(
        "input_from_feature_columns",
        partitioner=input_partitioner,
        reuse=tf1.AUTO_REUSE,
    ):
        _make_embeddings(feature_columns)
        net = tf1.feature_column.input_layer(features, feature_columns)
    above = tf1.get_variable_scope().name
    above = f"{above}/" if above else ""
    glorot = tf1.glorot_uniform_initializer()
    for number, size in enumerate(hidden_units):
        name = f"hiddenlayer_{number}"
        tag = f"{above}{name}"
        net = layers.dense(
            net, size, activation=activation_fn, kernel_initializer=glorot, name=name
        )
        if dropout is not None and training:
            net = layers.dropout(net, rate=dropout, training=True)
        if batch_norm:
            net = layers.batch_normalization(
                net,
                momentum=0.999,
                training=training,
                name=f"{name}/batchnorm_{number}",
            )
        summarize(net, tag)
    logits = layers.dense(
        net, units, activation=None, kernel_initializer=glorot, name="logits"
    )
    summarize(logits, f"{above}logits")
    return logits


def linear(features: Any, units: int, feature_columns: Any, combiner: str) -> Any:
    """A linear model's logits, in the variable scope of the caller."""
    variables: dict[str, Any] = {}
    logits = linear_model(
        features,
        feature_columns,
        units=units,
        sparse_combiner=combiner,
        cols_to_vars=variables,
    )
    bias = variables.pop("bias")
    if units > 1:
        tf1.summary.histogram("bias", bias[0])
    else:
        tf1.summary.scalar("bias", bias[0][0])
    weights = [one for each in variables.values() for one in each]
    if weights:
        flat = tf1.concat([tf1.reshape(one, [-1]) for one in weights], 0)
        tf1.summary.scalar("fraction_of_zero_weights", tf.math.zero_fraction(flat))
    return logits


def linear_learning_rate(columns: int, most: float = 0.2) -> float:
    """The learning rate of a linear model with so many feature columns."""
    return min(most, 1.0 / math.sqrt(columns))
