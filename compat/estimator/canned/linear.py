"""`tf.estimator.LinearClassifier`, `LinearRegressor` and `LinearEstimator`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.estimator.canned import heads, parts
from compat.estimator.estimator import Estimator

tf1 = tf.compat.v1
_SUM = tf1.losses.Reduction.SUM


def _model_fn(
    head: Any, feature_columns: Any, optimizer: Any, partitioner: Any, combiner: str
) -> Any:
    columns = tuple(feature_columns or ())

    def model_fn(features: Any, labels: Any, mode: Any, config: Any) -> Any:
        parts.check_features(features)
        made = parts.optimizer_of(optimizer, parts.linear_learning_rate(len(columns)))
        with tf1.variable_scope(
            "linear",
            values=tuple(features.values()),
            partitioner=partitioner or parts.partitioner(config, 64 << 20),
            use_resource=True,
        ):
            logits = parts.linear(features, head.logits_dimension, columns, combiner)
            return head.create_estimator_spec(
                features=features,
                mode=mode,
                labels=labels,
                optimizer=made,
                logits=logits,
            )

    return model_fn


class LinearClassifier(Estimator):
    """A linear classifier.

    Args:
        feature_columns: What goes in.
        model_dir: Folder for checkpoints and events.
        n_classes: How many classes.
        weight_column: Key of the examples' weights, or a numeric column.
        label_vocabulary: Names of the classes.
        optimizer: An optimizer, its name, or a function that makes it.
        config: A `RunConfig`.
        partitioner: Of the weights.
        warm_start_from: As for `Estimator`.
        loss_reduction: A `tf.losses.Reduction`.
        sparse_combiner: How several values of a categorical column add up.

    Source: `tf.estimator.LinearClassifier`.
    """

    def __init__(
        self,
        feature_columns: Any,
        model_dir: Any = None,
        n_classes: int = 2,
        weight_column: Any = None,
        label_vocabulary: Any = None,
        optimizer: Any = "Ftrl",
        config: Any = None,
        partitioner: Any = None,
        warm_start_from: Any = None,
        loss_reduction: str = _SUM,
        sparse_combiner: str = "sum",
    ) -> None:
        head = heads.of_classes(
            n_classes, weight_column, label_vocabulary, loss_reduction
        )
        super().__init__(
            _model_fn(head, feature_columns, optimizer, partitioner, sparse_combiner),
            model_dir,
            config,
            warm_start_from=warm_start_from,
        )


class LinearRegressor(Estimator):
    """A linear regressor.

    Args:
        feature_columns: What goes in.
        model_dir: Folder for checkpoints and events.
        label_dimension: How many numbers.
        weight_column: Key of the examples' weights, or a numeric column.
        optimizer: An optimizer, its name, or a function that makes it.
        config: A `RunConfig`.
        partitioner: Of the weights.
        warm_start_from: As for `Estimator`.
        loss_reduction: A `tf.losses.Reduction`.
        sparse_combiner: How several values of a categorical column add up.

    Source: `tf.estimator.LinearRegressor`.
    """

    def __init__(
        self,
        feature_columns: Any,
        model_dir: Any = None,
        label_dimension: int = 1,
        weight_column: Any = None,
        optimizer: Any = "Ftrl",
        config: Any = None,
        partitioner: Any = None,
        warm_start_from: Any = None,
        loss_reduction: str = _SUM,
        sparse_combiner: str = "sum",
    ) -> None:
        head = heads.regression(weight_column, label_dimension, loss_reduction)
        super().__init__(
            _model_fn(head, feature_columns, optimizer, partitioner, sparse_combiner),
            model_dir,
            config,
            warm_start_from=warm_start_from,
        )


class LinearEstimator(Estimator):
    """A linear model under any head.

    Args:
        head: The head.
        feature_columns: What goes in.
        model_dir: Folder for checkpoints and events.
        optimizer: An optimizer, its name, or a function that makes it.
        config: A `RunConfig`.
        partitioner: Of the weights.
        sparse_combiner: How several values of a categorical column add up.

    Source: `tf.estimator.LinearEstimator`.
    """

    def __init__(
        self,
        head: Any,
        feature_columns: Any,
        model_dir: Any = None,
        optimizer: Any = "Ftrl",
        config: Any = None,
        partitioner: Any = None,
        sparse_combiner: str = "sum",
    ) -> None:
        super().__init__(
            _model_fn(head, feature_columns, optimizer, partitioner, sparse_combiner),
            model_dir,
            config,
        )


def logit_fn_builder(
    units: int, feature_columns: Any, sparse_combiner: str = "sum"
) -> Any:
    """Make a function from features to the logits of a linear model.

    Args:
        units: Dimension of the logits.
        feature_columns: What goes in.
        sparse_combiner: How several values of a categorical column add up.

    Source: `tf.estimator.experimental.linear_logit_fn_builder`.
    """

    def linear_logit_fn(features: Any) -> Any:
        return parts.linear(features, units, feature_columns, sparse_combiner)

    return linear_logit_fn


logit_fn_builder.__name__ = "linear_logit_fn_builder"
