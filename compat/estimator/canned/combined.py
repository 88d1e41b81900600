"""`tf.estimator.DNNLinearCombined*`: a wide and a deep model together."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.estimator.canned import heads, parts
from compat.estimator.estimator import Estimator

tf1 = tf.compat.v1
_SUM = tf1.losses.Reduction.SUM
_DEEP_LEARNING_RATE, _LINEAR_LEARNING_RATE = 0.001, 0.005


def _deep(
    features: Any, mode: str, head: Any, given: dict[str, Any], config: Any
) -> Any:
    """The deep part's logits and optimizer."""
    if not given["dnn_hidden_units"]:
        raise ValueError(
            "dnn_hidden_units must be defined when dnn_feature_columns is specified."
        )
    cut = given["input_layer_partitioner"] or parts.partitioner(config, 64 << 20)
    optimizer = parts.optimizer_of(given["dnn_optimizer"], _DEEP_LEARNING_RATE)
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
            given["dnn_hidden_units"],
            given["dnn_feature_columns"],
            given["dnn_activation_fn"],
            given["dnn_dropout"],
            cut,
            given["batch_norm"],
        )
    return logits, optimizer


def _wide(features: Any, head: Any, given: dict[str, Any], config: Any) -> Any:
    """The wide part's logits and optimizer."""
    columns = given["linear_feature_columns"]
    rate = parts.linear_learning_rate(len(columns), _LINEAR_LEARNING_RATE)
    optimizer = parts.optimizer_of(given["linear_optimizer"], rate)
    cut = given["input_layer_partitioner"] or parts.partitioner(config, 64 << 20)
    with tf1.variable_scope(
        "linear", values=tuple(features.values()), partitioner=cut
    ) as scope:
        logits = parts.linear(
            features, head.logits_dimension, columns, given["linear_sparse_combiner"]
        )
        parts.summarize(logits, scope.name)
    return logits, optimizer


def _model_fn(head: Any, given: dict[str, Any]) -> Any:
    given["linear_feature_columns"] = list(given["linear_feature_columns"] or [])
    given["dnn_feature_columns"] = list(given["dnn_feature_columns"] or [])
    if not given["linear_feature_columns"] + given["dnn_feature_columns"]:
        raise ValueError(
            "Either linear_feature_columns or dnn_feature_columns must be defined."
        )

    def model_fn(features: Any, labels: Any, mode: Any, config: Any) -> Any:
        parts.check_features(features)
        found: dict[str, Any] = {}
        if given["dnn_feature_columns"]:
            found["dnn"] = _deep(features, mode, head, given, config)
        if given["linear_feature_columns"]:
            found["linear"] = _wide(features, head, given, config)
        each = [logits for logits, _ in found.values()]
        logits = each[0] if len(each) == 1 else each[0] + each[1]

        def train_op_fn(loss: Any) -> Any:
            ops = [
                optimizer.minimize(
                    loss,
                    var_list=tf1.get_collection(
                        tf1.GraphKeys.TRAINABLE_VARIABLES, scope=scope
                    ),
                )
                for scope, (_, optimizer) in found.items()
            ]
            train_op = tf1.group(*ops)
            with tf.control_dependencies([train_op]):
                return tf1.assign_add(tf1.train.get_global_step(), 1).op

        return head.create_estimator_spec(
            features=features,
            mode=mode,
            labels=labels,
            train_op_fn=train_op_fn,
            logits=logits,
        )

    return model_fn


class DNNLinearCombinedClassifier(Estimator):
    """A wide and deep classifier.

    Args:
        model_dir: Folder for checkpoints and events.
        linear_feature_columns: What goes into the wide part.
        linear_optimizer: Of the wide part.
        dnn_feature_columns: What goes into the deep part.
        dnn_optimizer: Of the deep part.
        dnn_hidden_units: Units of its layers.
        dnn_activation_fn: Of its layers.
        dnn_dropout: Rate, or `None`.
        n_classes: How many classes.
        weight_column: Key of the examples' weights, or a numeric column.
        label_vocabulary: Names of the classes.
        input_layer_partitioner: Of the embeddings.
        config: A `RunConfig`.
        warm_start_from: As for `Estimator`.
        loss_reduction: A `tf.losses.Reduction`.
        batch_norm: Whether hidden layers are normalized.
        linear_sparse_combiner: How several values of a categorical column add up.

    Raises:
        ValueError: Without columns.

    Source: `tf.estimator.DNNLinearCombinedClassifier`.
    """

    def __init__(
        self,
        model_dir: Any = None,
        linear_feature_columns: Any = None,
        linear_optimizer: Any = "Ftrl",
        dnn_feature_columns: Any = None,
        dnn_optimizer: Any = "Adagrad",
        dnn_hidden_units: Any = None,
        dnn_activation_fn: Any = tf1.nn.relu,
        dnn_dropout: Any = None,
        n_classes: int = 2,
        weight_column: Any = None,
        label_vocabulary: Any = None,
        input_layer_partitioner: Any = None,
        config: Any = None,
        warm_start_from: Any = None,
        loss_reduction: str = _SUM,
        batch_norm: bool = False,
        linear_sparse_combiner: str = "sum",
    ) -> None:
        given = dict(locals())
        head = heads.of_classes(
            n_classes, weight_column, label_vocabulary, loss_reduction
        )
        super().__init__(
            _model_fn(head, given), model_dir, config, warm_start_from=warm_start_from
        )


class DNNLinearCombinedRegressor(Estimator):
    """A wide and deep regressor.

    Args:
        model_dir: Folder for checkpoints and events.
        linear_feature_columns: What goes into the wide part.
        linear_optimizer: Of the wide part.
        dnn_feature_columns: What goes into the deep part.
        dnn_optimizer: Of the deep part.
        dnn_hidden_units: Units of its layers.
        dnn_activation_fn: Of its layers.
        dnn_dropout: Rate, or `None`.
        label_dimension: How many numbers.
        weight_column: Key of the examples' weights, or a numeric column.
        input_layer_partitioner: Of the embeddings.
        config: A `RunConfig`.
        warm_start_from: As for `Estimator`.
        loss_reduction: A `tf.losses.Reduction`.
        batch_norm: Whether hidden layers are normalized.
        linear_sparse_combiner: How several values of a categorical column add up.

    Raises:
        ValueError: Without columns.

    Source: `tf.estimator.DNNLinearCombinedRegressor`.
    """

    def __init__(
        self,
        model_dir: Any = None,
        linear_feature_columns: Any = None,
        linear_optimizer: Any = "Ftrl",
        dnn_feature_columns: Any = None,
        dnn_optimizer: Any = "Adagrad",
        dnn_hidden_units: Any = None,
        dnn_activation_fn: Any = tf1.nn.relu,
        dnn_dropout: Any = None,
        label_dimension: int = 1,
        weight_column: Any = None,
        input_layer_partitioner: Any = None,
        config: Any = None,
        warm_start_from: Any = None,
        loss_reduction: str = _SUM,
        batch_norm: bool = False,
        linear_sparse_combiner: str = "sum",
    ) -> None:
        given = dict(locals())
        head = heads.regression(weight_column, label_dimension, loss_reduction)
        super().__init__(
            _model_fn(head, given), model_dir, config, warm_start_from=warm_start_from
        )


class DNNLinearCombinedEstimator(Estimator):
    """A wide and deep model under any head.

    Args:
        head: The head.
        model_dir: Folder for checkpoints and events.
        linear_feature_columns: What goes into the wide part.
        linear_optimizer: Of the wide part.
        dnn_feature_columns: What goes into the deep part.
        dnn_optimizer: Of the deep part.
        dnn_hidden_units: Units of its layers.
        dnn_activation_fn: Of its layers.
        dnn_dropout: Rate, or `None`.
        input_layer_partitioner: Of the embeddings.
        config: A `RunConfig`.
        linear_sparse_combiner: How several values of a categorical column add up.

    Raises:
        ValueError: Without columns.

    Source: `tf.estimator.DNNLinearCombinedEstimator`.
    """

    def __init__(
        self,
        head: Any,
        model_dir: Any = None,
        linear_feature_columns: Any = None,
        linear_optimizer: Any = "Ftrl",
        dnn_feature_columns: Any = None,
        dnn_optimizer: Any = "Adagrad",
        dnn_hidden_units: Any = None,
        dnn_activation_fn: Any = tf1.nn.relu,
        dnn_dropout: Any = None,
        input_layer_partitioner: Any = None,
        config: Any = None,
        linear_sparse_combiner: str = "sum",
    ) -> None:
        given = dict(locals(), batch_norm=False)
        super().__init__(_model_fn(head, given), model_dir, config)
