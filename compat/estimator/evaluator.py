"""Evaluates and exports a model while it is trained."""

from __future__ import annotations

import collections
import os
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


class EvalStatus:
    """How an evaluation ended."""

    EVALUATED = "evaluated"
    MISSING_CHECKPOINT = "missing checkpoint"
    NO_NEW_CHECKPOINT = "no new checkpoint"


class EvalResult(
    collections.namedtuple("EvalResult", "status metrics checkpoint_path")
):
    """What an evaluation gave.

    Args:
        status: An `EvalStatus`.
        metrics: The metrics, if there was an evaluation.
        checkpoint_path: What was evaluated.

    Raises:
        ValueError: If metrics and status do not fit.
        TypeError: If the metrics are no dict.
    """

    def __new__(
        cls, status: str, metrics: Any = None, checkpoint_path: Any = None
    ) -> Any:
        if status != EvalStatus.EVALUATED:
            if metrics:
                raise ValueError(
                    f"metrics must be `None` if status is not {EvalStatus.EVALUATED}; "
                    f"got status {status}, metrics {metrics}"
                )
            return super().__new__(cls, status, None, None)
        if not metrics:
            raise ValueError(
                "Internal error: `Estimator.evaluate` should never return empty "
                "metrics."
            )
        if not isinstance(metrics, dict):
            raise TypeError(
                f"`Estimator.evaluate` should return dict. Given {type(metrics)}."
            )
        if "global_step" not in metrics:
            raise ValueError(
                "Internal error: `Estimator.evaluate` result should have `global_step` "
                f"in result. Given {metrics}"
            )
        return super().__new__(cls, status, metrics, checkpoint_path)


class Evaluator:
    """Evaluates the newest checkpoint, once, and exports it.

    Args:
        estimator: The Estimator.
        eval_spec: Its `EvalSpec`.
        max_training_steps: Where the training ends, or `None`.
    """

    def __init__(self, estimator: Any, eval_spec: Any, max_training_steps: Any) -> None:
        self._estimator, self._spec = estimator, eval_spec
        self._max_steps = max_training_steps
        self._exported_last = False
        self._previous: Any = None
        self._warned_at = 0.0

    @property
    def is_final_export_triggered(self) -> bool:
        """Whether the last export was made."""
        return self._exported_last

    def evaluate_and_export(self) -> tuple[Any, list[Any]]:
        """Evaluate and export the newest checkpoint.

        Returns:
            An `EvalResult`, and what the exporters gave.
        """
        newest = self._estimator.latest_checkpoint()
        if not newest:
            tf1.logging.warning(
                "Estimator is not trained yet. Will start an evaluation when a "
                "checkpoint is ready."
            )
            return EvalResult(EvalStatus.MISSING_CHECKPOINT), []
        if newest == self._previous:
            tf1.logging.warning(
                "No new checkpoint ready for evaluation. Skip the current evaluation "
                "pass as evaluation results are expected to be same for the same "
                "checkpoint."
            )
            return EvalResult(EvalStatus.NO_NEW_CHECKPOINT), []
        metrics = self._estimator.evaluate(
            input_fn=self._spec.input_fn,
            steps=self._spec.steps,
            name=self._spec.name,
            checkpoint_path=newest,
            hooks=self._spec.hooks,
        )
        result = EvalResult(EvalStatus.EVALUATED, metrics, newest)
        last = self._is_last(metrics)
        exported = self._export(result, last)
        if last:
            tf1.logging.debug("Calling exporter with the `is_the_final_export=True`.")
            self._exported_last = True
        self._previous = newest
        return result, exported

    def _is_last(self, metrics: dict[str, Any]) -> bool:
        return bool(self._max_steps and metrics["global_step"] >= self._max_steps)

    def _export(self, result: Any, last: bool) -> list[Any]:
        found = []
        for exporter in self._spec.exporters:
            folder = os.path.join(
                tf.compat.as_str_any(self._estimator.model_dir),
                tf.compat.as_str_any("export"),
                tf.compat.as_str_any(exporter.name),
            )
            found.append(
                exporter.export(
                    estimator=self._estimator,
                    export_path=folder,
                    checkpoint_path=result.checkpoint_path,
                    eval_result=result.metrics,
                    is_the_final_export=last,
                )
            )
        return found
