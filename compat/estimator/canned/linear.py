"""`tf.estimator.LinearClassifier` and `LinearRegressor`."""

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
        if not isinstance(features, dict):
            raise ValueError(
                "features should be a dictionary of `Tensor`s. Given type: "
                f"{type(features)}"
            )
        made = parts.optimizer_of(optimizer, parts.linear_learning_rate(len(columns)))
        with tf1.variable_scope(
            "linear",
            values=tuple(features.values()),
            partitioner=partitioner or parts.partitioner(config, 64 << 20),
            use_resource=True,
        ):
            logits = parts.linear(features, head.logits_dimension, columns, combiner)
            return head.create_estimator_spec(features, mode, logits, labels, made)

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
        head = heads.RegressionHead(label_dimension, weight_column, loss_reduction)
        super().__init__(
            _model_fn(head, feature_columns, optimizer, partitioner, sparse_combiner),
            model_dir,
            config,
            warm_start_from=warm_start_from,
        )
