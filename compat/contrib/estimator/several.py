"""`tf.contrib.estimator.multi_head`: several heads of one model."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.estimator.canned.heads import Head, LossSpec, train_op_of
from compat.estimator.head.several import check_heads, merged_outputs, split_logits
from compat.estimator.modes import ModeKeys
from compat.estimator.spec import EstimatorSpec

tf1 = tf.compat.v1


def multi_head(heads: Any, head_weights: Any = None) -> Any:
    """Make a head of several heads, whose losses add up.

    Args:
        heads: The heads, each with a name.
        head_weights: Weight of each head's loss, or `None`.

    Raises:
        ValueError: For heads without a name, or another number of weights.

    Source: `tf.contrib.estimator.multi_head`.
    """
    check_heads(heads, head_weights)
    return _MultiHead(tuple(heads), tuple(head_weights) if head_weights else ())


def _no_op(loss: Any) -> Any:
    del loss
    return tf1.no_op()


class _MultiHead(Head):
    def __init__(self, heads: Any, head_weights: Any) -> None:
        self._heads, self._head_weights = heads, head_weights
        self.name = "_".join(head.name for head in heads)
        self.logits_dimension = sum(head.logits_dimension for head in heads)

    def _sum(self, losses: list[Any]) -> Any:
        with tf1.name_scope("merge_losses", values=losses):
            if self._head_weights:
                losses = [
                    tf1.multiply(loss, weight)
                    for loss, weight in zip(losses, self._head_weights, strict=True)
                ]
            return tf1.add_n(losses)

    def create_loss(self, features: Any, mode: Any, logits: Any, labels: Any) -> Any:
        """A `LossSpec` with dicts by head."""
        parts = split_logits(logits, self._heads)
        losses: list[Any] = []
        unreduced, weights, processed = {}, {}, {}
        for place, head in enumerate(self._heads):
            spec = head.create_loss(
                features=features,
                mode=mode,
                logits=parts[head.name],
                labels=labels[head.name],
            )
            losses.append(spec.training_loss)
            unreduced[head.name] = spec.unreduced_loss
            weights[head.name] = spec.weights
            if self._head_weights:
                weight = self._head_weights[place]
                unreduced[head.name] = tf1.multiply(spec.unreduced_loss, weight)
                weights[head.name] = tf1.multiply(spec.weights, weight)
            processed[head.name] = spec.processed_labels
        return LossSpec(self._sum(losses), unreduced, weights, processed)

    def create_estimator_spec(  # type: ignore[override]
        self,
        features: Any,
        mode: Any,
        logits: Any,
        labels: Any = None,
        optimizer: Any = None,
        train_op_fn: Any = None,
    ) -> Any:
        """The `EstimatorSpec` of a mode, of all heads."""
        parts = split_logits(logits, self._heads)
        if labels and not isinstance(labels, dict):
            raise ValueError(f"labels must be a dict. Given: {labels}")
        specs = {
            head.name: head.create_estimator_spec(
                features=features,
                mode=mode,
                logits=parts[head.name],
                labels=labels[head.name] if labels else None,
                train_op_fn=_no_op,
            )
            for head in self._heads
        }
        predictions = {
            (name, key): value
            for name, spec in specs.items()
            for key, value in spec.predictions.items()
        }
        if mode == ModeKeys.PREDICT:
            found = {name: spec.export_outputs for name, spec in specs.items()}
            return EstimatorSpec(
                mode, predictions=predictions, export_outputs=merged_outputs(found)
            )
        losses = [spec.loss for spec in specs.values()]
        if mode == ModeKeys.EVAL:
            return self._evaluated(specs, predictions, losses)
        loss = self._sum(losses)
        train_op = train_op_of(loss, optimizer, train_op_fn)
        with tf1.name_scope(""):
            tf1.summary.scalar("loss", loss)
        return EstimatorSpec(
            mode, predictions=predictions, loss=loss, train_op=train_op
        )

    def _evaluated(self, specs: Any, predictions: Any, losses: Any) -> Any:
        metrics: dict[str, Any] = {}
        with tf1.name_scope("merge_eval"):
            loss = self._sum(losses)
            for name, spec in specs.items():
                metrics[f"loss/{name}"] = tf1.metrics.mean(spec.loss)
                metrics.update(spec.eval_metric_ops or {})
        return EstimatorSpec(
            ModeKeys.EVAL, predictions=predictions, loss=loss, eval_metric_ops=metrics
        )
