"""`tf.estimator.add_metrics`: an Estimator with further metrics."""

from __future__ import annotations

from typing import Any

from compat.estimator import arguments
from compat.estimator.estimator import Estimator
from compat.estimator.modes import ModeKeys

_ALLOWED = {"features", "labels", "predictions", "config"}


def add_metrics(estimator: Any, metric_fn: Any) -> Any:
    """Make an Estimator that has further metrics.

    Args:
        estimator: The Estimator.
        metric_fn: From any of predictions, features, labels and config to a dict of
            metrics.

    Returns:
        A new Estimator.

    Raises:
        ValueError: If the function takes anything else.

    Source: `tf.estimator.add_metrics`.
    """
    unknown = set(arguments.names(metric_fn)) - _ALLOWED
    if unknown:
        raise ValueError(
            f"metric_fn ({metric_fn}) has following not expected args: {list(unknown)}"
        )

    def new_model_fn(features: Any, labels: Any, mode: Any, config: Any) -> Any:
        spec = estimator.model_fn(features, labels, mode, config)
        if mode != ModeKeys.EVAL:
            return spec
        new = arguments.call(
            metric_fn,
            features=features,
            labels=labels,
            predictions=spec.predictions,
            config=config,
        )
        return spec._replace(eval_metric_ops={**(spec.eval_metric_ops or {}), **new})

    return Estimator(
        model_fn=new_model_fn,
        model_dir=estimator.model_dir,
        config=estimator.config,
        warm_start_from=estimator._warm_start_settings,
    )
