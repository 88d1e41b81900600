"""`tf.estimator.Baseline*`: models that see nothing but the labels."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.estimator.canned import heads, parts
from compat.estimator.estimator import Estimator

tf1 = tf.compat.v1
_SUM = tf1.losses.Reduction.SUM
_LEARNING_RATE = 0.3


def _batch_size(features: dict[str, Any]) -> Any:
    """How many examples there are, from the first feature."""
    found = [value for _, value in features.items()]
    return tf1.shape(found[0] if found else None)[0]


def _model_fn(head: Any, optimizer: Any) -> Any:
    def model_fn(features: Any, labels: Any, mode: Any, config: Any) -> Any:
        size = _batch_size(features)
        with tf1.variable_scope("baseline", values=(size,)):
            units = head.logits_dimension
            bias = tf1.get_variable(
                "bias", initializer=tf1.initializers.zeros(), shape=[units]
            )
            logits = bias * tf1.ones(shape=[size, units])

        def train_op_fn(loss: Any) -> Any:
            made = parts.optimizer_of(optimizer, _LEARNING_RATE)
            return made.minimize(loss, global_step=tf1.train.get_global_step())

        return head.create_estimator_spec(
            features=features,
            mode=mode,
            logits=logits,
            labels=labels,
            train_op_fn=train_op_fn,
        )

    return model_fn


class BaselineClassifier(Estimator):
    """A classifier that predicts how often each class is seen.

    Args:
        model_dir: Folder for checkpoints and events.
        n_classes: How many classes.
        weight_column: Key of the examples' weights, or a numeric column.
        label_vocabulary: Names of the classes.
        optimizer: An optimizer, its name, or a function that makes it.
        config: A `RunConfig`.
        loss_reduction: A `tf.losses.Reduction`.

    Source: `tf.estimator.BaselineClassifier`.
    """

    def __init__(
        self,
        model_dir: Any = None,
        n_classes: int = 2,
        weight_column: Any = None,
        label_vocabulary: Any = None,
        optimizer: Any = "Ftrl",
        config: Any = None,
        loss_reduction: str = _SUM,
    ) -> None:
        head = heads.of_classes(
            n_classes, weight_column, label_vocabulary, loss_reduction
        )
        super().__init__(_model_fn(head, optimizer), model_dir, config)


class BaselineRegressor(Estimator):
    """A regressor that predicts the labels' mean.

    Args:
        model_dir: Folder for checkpoints and events.
        label_dimension: How many numbers.
        weight_column: Key of the examples' weights, or a numeric column.
        optimizer: An optimizer, its name, or a function that makes it.
        config: A `RunConfig`.
        loss_reduction: A `tf.losses.Reduction`.

    Source: `tf.estimator.BaselineRegressor`.
    """

    def __init__(
        self,
        model_dir: Any = None,
        label_dimension: int = 1,
        weight_column: Any = None,
        optimizer: Any = "Ftrl",
        config: Any = None,
        loss_reduction: str = _SUM,
    ) -> None:
        head = heads.regression(weight_column, label_dimension, loss_reduction)
        super().__init__(_model_fn(head, optimizer), model_dir, config)


class BaselineEstimator(Estimator):
    """A baseline under any head.

    Args:
        head: The head.
        model_dir: Folder for checkpoints and events.
        optimizer: An optimizer, its name, or a function that makes it.
        config: A `RunConfig`.

    Source: `tf.estimator.BaselineEstimator`.
    """

    def __init__(
        self,
        head: Any,
        model_dir: Any = None,
        optimizer: Any = "Ftrl",
        config: Any = None,
    ) -> None:
        super().__init__(_model_fn(head, optimizer), model_dir, config)
