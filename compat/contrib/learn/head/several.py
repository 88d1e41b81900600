"""Heads over several heads, and one that is a loss alone."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.learn.head.base import Head, no_op_train_fn
from compat.contrib.learn.model_fn import ModelFnOps
from compat.contrib.learn.modes import ModeKeys

tf1 = tf.compat.v1


class LossOnlyHead(Head):
    """Adds a loss, and predicts nothing.

    Args:
        loss_fn: Without arguments, to a loss.
        head_name: Name of its scope.
    """

    def __init__(self, loss_fn: Any, head_name: Any = None) -> None:
        self._loss_fn = loss_fn
        self.head_name = head_name or "loss_only_head"

    @property
    def logits_dimension(self) -> int:
        return 0

    def create_model_fn_ops(
        self,
        features: Any,
        mode: Any,
        labels: Any = None,
        train_op_fn: Any = None,
        logits: Any = None,
        logits_input: Any = None,
        scope: Any = None,
    ) -> Any:
        ModeKeys.validate(mode)
        loss = train_op = None
        if mode != ModeKeys.INFER:
            with tf1.variable_scope(scope, default_name=self.head_name):
                loss = self._loss_fn()
                if isinstance(loss, list):
                    loss = tf1.add_n(loss)
                tf1.summary.scalar(f"loss/{self.head_name}", loss)
                if mode == ModeKeys.TRAIN:
                    if train_op_fn is None:
                        raise ValueError("train_op_fn can not be None in TRAIN mode")
                    with tf1.name_scope(None, "train_op", (loss,)):
                        train_op = train_op_fn(loss)
        return ModelFnOps(
            mode=mode, loss=loss, train_op=train_op, predictions={}, eval_metric_ops={}
        )


class MultiHead(Head):
    """Several heads over parts of the logits.

    Args:
        heads: The heads.
        loss_merger: From their losses to one.

    Raises:
        ValueError: For a head without a name.
    """

    def __init__(self, heads: Any, loss_merger: Any) -> None:
        self._dimension = 0
        for head in heads:
            if not isinstance(head, LossOnlyHead):
                if not getattr(head, "head_name", None):
                    raise ValueError("Members of MultiHead must have names.")
                self._dimension += head.logits_dimension
        self._heads, self._loss_merger = heads, loss_merger

    @property
    def logits_dimension(self) -> int:
        return self._dimension

    def create_model_fn_ops(
        self,
        features: Any,
        mode: Any,
        labels: Any = None,
        train_op_fn: Any = None,
        logits: Any = None,
        logits_input: Any = None,
        scope: Any = None,
    ) -> Any:
        ModeKeys.validate(mode)
        parts: list[Any] = []
        if logits is not None:
            parts = self._split(logits)
        found = []
        for number, head in enumerate(self._heads):
            if isinstance(head, LossOnlyHead):
                given: dict[str, Any] = {}
            elif logits is not None:
                given = {"logits": parts[number]}
            else:
                given = {"logits_input": logits_input}
            found.append(
                head.create_model_fn_ops(
                    features=features,
                    mode=mode,
                    labels=labels,
                    train_op_fn=no_op_train_fn,
                    scope=scope,
                    **given,
                )
            )
        if mode == ModeKeys.TRAIN:
            if train_op_fn is None:
                raise ValueError("train_op_fn can not be None in TRAIN mode.")
            return self._trained(found, train_op_fn)
        if mode == ModeKeys.INFER:
            return self._inferred(found)
        return self._evaluated(found)

    def _split(self, logits: Any) -> list[Any]:
        if isinstance(logits, dict):
            return [logits[head.head_name] for head in self._heads]
        logits = tf.convert_to_tensor(logits)
        found, begin = [], 0
        for head in self._heads:
            size = head.logits_dimension
            found.append(logits[:, begin : begin + size])
            begin += size
        return found

    def _trained(self, found: list[Any], train_op_fn: Any) -> Any:
        loss = self._loss_merger([one.loss for one in found])
        steps = [one.train_op for one in found]
        step = train_op_fn(loss)
        return ModelFnOps(
            mode=ModeKeys.TRAIN, loss=loss, train_op=tf1.group(step, *steps)
        )

    def _inferred(self, found: list[Any]) -> Any:
        predictions: dict[Any, Any] = {}
        alternatives: dict[Any, Any] = {}
        for head, one in zip(self._heads, found, strict=True):
            if isinstance(head, LossOnlyHead):
                continue
            alternatives[head.head_name] = one.output_alternatives[head.head_name]
            for key, value in one.predictions.items():
                predictions[head.head_name, key] = value
        return ModelFnOps(
            mode=ModeKeys.INFER,
            predictions=predictions,
            output_alternatives=alternatives,
        )

    def _evaluated(self, found: list[Any]) -> Any:
        predictions: dict[Any, Any] = {}
        metrics: dict[Any, Any] = {}
        losses = []
        for head, one in zip(self._heads, found, strict=True):
            losses.append(one.loss)
            if isinstance(head, LossOnlyHead):
                continue
            for key, value in one.predictions.items():
                predictions[head.head_name, key] = value
            metrics.update(one.eval_metric_ops)
        return ModelFnOps(
            mode=ModeKeys.EVAL,
            predictions=predictions,
            loss=self._loss_merger(losses),
            eval_metric_ops=metrics,
        )
