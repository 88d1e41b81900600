"""`tf.contrib.learn.LogisticRegressor`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.learn.estimator import Estimator
from compat.contrib.learn.head import measures
from compat.contrib.learn.keys import MetricKey, PredictionKey
from compat.contrib.learn.model_fn import ModelFnOps

tf1 = tf.compat.v1


def LogisticRegressor(
    model_fn: Any,
    thresholds: Any = None,
    model_dir: Any = None,
    config: Any = None,
    feature_engineering_fn: Any = None,
) -> Estimator:
    """An Estimator of probabilities, with the metrics of two classes.

    Args:
        model_fn: From features, labels and mode to predictions, loss and train op.
        thresholds: Of further metrics.
        model_dir: Folder for checkpoints and events.
        config: A `RunConfig`.
        feature_engineering_fn: From features and labels to those the model gets.

    Source: `tf.contrib.learn.LogisticRegressor`.
    """

    def with_metrics(features: Any, labels: Any, mode: Any) -> ModelFnOps:
        predictions, loss, train_op = model_fn(features, labels, mode)
        if mode != "eval":
            found: Any = None
        else:
            found = _metrics(predictions, labels, thresholds or [0.5])
        return ModelFnOps(
            mode=mode,
            predictions={
                PredictionKey.PROBABILITIES: predictions,
                PredictionKey.CLASSES: tf1.to_int32(tf.greater(predictions, 0.5)),
            },
            loss=loss,
            train_op=train_op,
            eval_metric_ops=found,
        )

    return Estimator(
        model_fn=with_metrics,
        model_dir=model_dir,
        config=config,
        feature_engineering_fn=feature_engineering_fn,
    )


def _metrics(predictions: Any, labels: Any, thresholds: Any) -> dict[str, Any]:
    found = measures.of_two_classes(
        None,
        tf.constant(0.0),
        {
            PredictionKey.LOGISTIC: predictions,
            PredictionKey.CLASSES: tf1.to_float(
                tf.greater_equal(tf1.squeeze(predictions), 0.5)
            ),
        },
        labels,
        None,
        thresholds,
    )
    del found[MetricKey.LOSS]
    return found
