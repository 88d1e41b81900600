"""`tf.contrib.learn.SKCompat`: an Estimator as scikit-learn's are."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from compat.contrib.learn import inputs
from compat.contrib.learn.trainable import WithParams

tf1 = tf.compat.v1


class SKCompat(WithParams):
    """Trains, scores and predicts from arrays.

    Args:
        estimator: An Estimator of `tf.contrib.learn`.

    Source: `tf.contrib.learn.SKCompat`.
    """

    def __init__(self, estimator: Any) -> None:
        self._estimator = estimator

    def fit(
        self,
        x: Any,
        y: Any,
        batch_size: Any = 128,
        steps: Any = None,
        max_steps: Any = None,
        monitors: Any = None,
    ) -> Any:
        """Train on arrays, in any order, again and again.

        Args:
            x: Features.
            y: Labels.
            batch_size: Rows of a batch.
            steps: How many more steps.
            max_steps: Up to which global step.
            monitors: Monitors or hooks.

        Returns:
            This object.
        """
        input_fn, feed_fn = inputs.of(
            x, y, None, None, batch_size, shuffle=True, epochs=None
        )
        hooks = [tf1.train.FeedFnHook(feed_fn)] if feed_fn else []
        if monitors:
            hooks.extend(monitors)
        self._estimator.fit(
            input_fn=input_fn, steps=steps, max_steps=max_steps, monitors=hooks
        )
        return self

    def score(
        self,
        x: Any,
        y: Any,
        batch_size: Any = 128,
        steps: Any = None,
        metrics: Any = None,
        name: Any = None,
    ) -> Any:
        """Evaluate on arrays.

        Args:
            x: Features.
            y: Labels.
            batch_size: Rows of a batch.
            steps: How many batches; all by default.
            metrics: From a name to a `MetricSpec`.
            name: Of the evaluation.

        Returns:
            Dict of the metrics' values, with `global_step`.

        Raises:
            ValueError: For metrics that are no dict.
        """
        input_fn, feed_fn = inputs.of(x, y, None, None, batch_size)
        if metrics is not None and not isinstance(metrics, dict):
            raise ValueError(f"Metrics argument should be None or dict. Got {metrics}.")
        found, step = self._estimator._evaluate_model(
            input_fn=input_fn, feed_fn=feed_fn, steps=steps, metrics=metrics, name=name
        )
        if found is not None:
            found.update({"global_step": step})
        return found

    def predict(self, x: Any, batch_size: Any = 128, outputs: Any = None) -> Any:
        """Predict from arrays.

        Args:
            x: Features.
            batch_size: Rows of a batch.
            outputs: Which predictions; all by default.

        Returns:
            An array, or a dict of arrays.
        """
        input_fn, feed_fn = inputs.of(x, None, None, None, batch_size)
        batches = list(
            self._estimator._infer_model(
                input_fn=input_fn,
                feed_fn=feed_fn,
                outputs=outputs,
                as_iterable=True,
                iterate_batches=True,
            )
        )
        if not isinstance(batches[0], dict):
            return np.concatenate(batches, axis=0)
        return {
            key: np.concatenate([batch[key] for batch in batches], axis=0)
            for key in batches[0]
        }
