"""`tf.estimator.DNNClassifier`, `DNNRegressor` and `DNNEstimator`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.estimator.canned import heads, parts
from compat.estimator.estimator import Estimator

tf1 = tf.compat.v1
_SUM = tf1.losses.Reduction.SUM


def _model_fn(head: Any, given: dict[str, Any]) -> Any:
    def model_fn(features: Any, labels: Any, mode: Any, config: Any) -> Any:
        parts.check_features(features)
        optimizer = parts.optimizer_of(given["optimizer"], 0.05)
        cut = given["input_layer_partitioner"] or parts.partitioner(config, 64 << 20)
        with tf1.variable_scope(
            "dnn",
            values=tuple(features.values()),
            partitioner=parts.partitioner(config),
            use_resource=True,
        ):
            logits = parts.dnn(
                features,
                mode,
                head.logits_dimension,
                given["hidden_units"],
                given["feature_columns"],
                given["activation_fn"],
                given["dropout"],
                cut,
                given["batch_norm"],
            )
            return head.create_estimator_spec(
                features=features,
                mode=mode,
                labels=labels,
                optimizer=optimizer,
                logits=logits,
            )

    return model_fn


class DNNClassifier(Estimator):
    """A classifier of hidden layers.

    Args:
        hidden_units: Units of the layers.
        feature_columns: What goes in.
        model_dir: Folder for checkpoints and events.
        n_classes: How many classes.
        weight_column: Key of the examples' weights, or a numeric column.
        label_vocabulary: Names of the classes.
        optimizer: An optimizer, its name, or a function that makes it.
        activation_fn: Of the hidden layers.
        dropout: Rate, or `None`.
        input_layer_partitioner: Of the embeddings.
        config: A `RunConfig`.
        warm_start_from: As for `Estimator`.
        loss_reduction: A `tf.losses.Reduction`.
        batch_norm: Whether hidden layers are normalized.

    Source: `tf.estimator.DNNClassifier`.
    """

    def __init__(
        self,
        hidden_units: Any,
        feature_columns: Any,
        model_dir: Any = None,
        n_classes: int = 2,
        weight_column: Any = None,
        label_vocabulary: Any = None,
        optimizer: Any = "Adagrad",
        activation_fn: Any = tf1.nn.relu,
        dropout: Any = None,
        input_layer_partitioner: Any = None,
        config: Any = None,
        warm_start_from: Any = None,
        loss_reduction: str = _SUM,
        batch_norm: bool = False,
    ) -> None:
        given = dict(locals())
        head = heads.of_classes(
            n_classes, weight_column, label_vocabulary, loss_reduction
        )
        super().__init__(
            _model_fn(head, given), model_dir, config, warm_start_from=warm_start_from
        )


class DNNRegressor(Estimator):
    """A regressor of hidden layers.

    Args:
        hidden_units: Units of the layers.
        feature_columns: What goes in.
        model_dir: Folder for checkpoints and events.
        label_dimension: How many numbers.
        weight_column: Key of the examples' weights, or a numeric column.
        optimizer: An optimizer, its name, or a function that makes it.
        activation_fn: Of the hidden layers.
        dropout: Rate, or `None`.
        input_layer_partitioner: Of the embeddings.
        config: A `RunConfig`.
        warm_start_from: As for `Estimator`.
        loss_reduction: A `tf.losses.Reduction`.
        batch_norm: Whether hidden layers are normalized.

    Source: `tf.estimator.DNNRegressor`.
    """

    def __init__(
        self,
        hidden_units: Any,
        feature_columns: Any,
        model_dir: Any = None,
        label_dimension: int = 1,
        weight_column: Any = None,
        optimizer: Any = "Adagrad",
        activation_fn: Any = tf1.nn.relu,
        dropout: Any = None,
        input_layer_partitioner: Any = None,
        config: Any = None,
        warm_start_from: Any = None,
        loss_reduction: str = _SUM,
        batch_norm: bool = False,
    ) -> None:
        given = dict(locals())
        head = heads.regression(weight_column, label_dimension, loss_reduction)
        super().__init__(
            _model_fn(head, given), model_dir, config, warm_start_from=warm_start_from
        )


class DNNEstimator(Estimator):
    """Hidden layers under any head.

    Args:
        head: The head.
        hidden_units: Units of the layers.
        feature_columns: What goes in.
        model_dir: Folder for checkpoints and events.
        optimizer: An optimizer, its name, or a function that makes it.
        activation_fn: Of the hidden layers.
        dropout: Rate, or `None`.
        input_layer_partitioner: Of the embeddings.
        config: A `RunConfig`.
        warm_start_from: As for `Estimator`.
        batch_norm: Whether hidden layers are normalized.

    Source: `tf.estimator.DNNEstimator`.
    """

    def __init__(
        self,
        head: Any,
        hidden_units: Any,
        feature_columns: Any,
        model_dir: Any = None,
        optimizer: Any = "Adagrad",
        activation_fn: Any = tf1.nn.relu,
        dropout: Any = None,
        input_layer_partitioner: Any = None,
        config: Any = None,
        warm_start_from: Any = None,
        batch_norm: bool = False,
    ) -> None:
        given = dict(locals())
        super().__init__(
            _model_fn(head, given), model_dir, config, warm_start_from=warm_start_from
        )


def logit_fn_builder(
    units: int,
    hidden_units: Any,
    feature_columns: Any,
    activation_fn: Any,
    dropout: Any,
    input_layer_partitioner: Any,
    batch_norm: bool,
) -> Any:
    """Make a function from features and mode to the logits of hidden layers.

    Args:
        units: Dimension of the logits.
        hidden_units: Units of the layers.
        feature_columns: What goes in.
        activation_fn: Of the hidden layers.
        dropout: Rate, or `None`.
        input_layer_partitioner: Of the embeddings.
        batch_norm: Whether hidden layers are normalized.

    Raises:
        ValueError: If `units` is not a number.

    Source: `tf.estimator.experimental.dnn_logit_fn_builder`.
    """
    if not isinstance(units, int):
        raise ValueError(f"units must be an int.  Given type: {type(units)}")

    def dnn_logit_fn(features: Any, mode: Any) -> Any:
        return parts.dnn(
            features,
            mode,
            units,
            hidden_units,
            feature_columns,
            activation_fn,
            dropout,
            input_layer_partitioner,
            batch_norm,
        )

    return dnn_logit_fn


logit_fn_builder.__name__ = "dnn_logit_fn_builder"
