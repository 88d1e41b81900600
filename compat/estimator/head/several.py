"""`tf.estimator.MultiHead`: several heads of one model."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.estimator.export import outputs
from compat.estimator.head import base, measures
from compat.estimator.modes import ModeKeys

tf1 = tf.compat.v1


def check_heads(heads: Any, weights: Any) -> None:
    """Raise unless there are heads, each with a name, and a weight for each.

    Raises:
        ValueError: If not.
    """
    if not heads:
        raise ValueError(f"Must specify heads. Given: {heads}")
    if weights and len(weights) != len(heads):
        raise ValueError(
            "heads and head_weights must have the same size. Given len(heads): "
            f"{len(heads)}. Given len(head_weights): {len(weights)}."
        )
    for head in heads:
        if not head.name:
            raise ValueError(f"All given heads must have name specified. Given: {head}")


def split_logits(logits: Any, heads: Any) -> dict[str, Any]:
    """The logits of each head.

    Args:
        logits: A dict by head, or a tensor of all of them.
        heads: The heads.

    Raises:
        ValueError: If the dimensions do not add up.
    """
    if isinstance(logits, dict):
        return {head.name: logits[head.name] for head in heads}
    logits = tf1.convert_to_tensor(logits)
    sizes = [head.logits_dimension for head in heads]
    last = logits.shape[-1]
    if last is not None and last != sum(sizes):
        raise ValueError(
            f"Could not split logits of shape {logits.shape.as_list()} among the heads "
            f"with individual logits dimensions: {sizes}. The last dimension of the "
            # 1.15 said the two the wrong way round
            f"logits tensor should equal {last} but is {sum(sizes)}."
        )
    parts = tf1.split(logits, sizes, axis=-1, name="split")
    return {head.name: part for head, part in zip(heads, parts, strict=True)}


def merged_outputs(found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Outputs of all heads, each under its head's name; the first serves.

    Args:
        found: From a head's name to its outputs.
    """
    default = "serving_default"
    merged: dict[str, Any] = {default: next(iter(found.values()))[default]}
    predicted: dict[str, Any] = {}
    for name, exported in found.items():
        for key, value in exported.items():
            merged[name if key == default else f"{name}/{key}"] = value
            if isinstance(value, outputs.PredictOutput) and key == "predict":
                for inner, tensor in value.outputs.items():
                    predicted[f"{name}/{inner}"] = tensor
    merged["predict"] = outputs.PredictOutput(predicted)
    return merged


class MultiHead(base.Whole):
    """Several heads, whose losses add up.

    Args:
        heads: The heads, each with a name.
        head_weights: Weight of each head's loss, or `None`.

    Raises:
        ValueError: For heads without a name, or another number of weights.

    Source: `tf.estimator.MultiHead`.
    """

    _scope = "multi_head"

    def __init__(self, heads: Any, head_weights: Any = None) -> None:
        check_heads(heads, head_weights)
        self._heads = tuple(heads)
        self._head_weights = tuple(head_weights) if head_weights else ()
        self._named = "_".join(head.name for head in self._heads)
        self._dimension = sum(head.logits_dimension for head in self._heads)
        self._losses: dict[str, Any] = {}

    @property
    def name(self) -> Any:
        """The names of the heads, joined."""
        return self._named

    @property
    def logits_dimension(self) -> Any:
        """The sum of the heads' dimensions."""
        return self._dimension

    @property
    def loss_reduction(self) -> Any:
        """How the losses of examples become one: as in all of the heads.

        Raises:
            ValueError: If they differ.
        """
        found = [head.loss_reduction for head in self._heads]
        if len(set(found)) > 1:
            raise ValueError(
                "The loss_reduction must be the same for different heads. "
                f"Given: {found}"
            )
        return found[0]

    def loss(
        self,
        labels: Any,
        logits: Any,
        features: Any = None,
        mode: Any = None,
        regularization_losses: Any = None,
    ) -> Any:
        """The weighted sum of the heads' losses.

        Args:
            labels: Dict of labels by head.
            logits: Dict of logits by head, or one tensor.
            features: Dict of tensors.
            mode: A `ModeKeys`.
            regularization_losses: Losses that are added.
        """
        parts = split_logits(logits, self._heads)
        found = []
        with tf1.name_scope("losses"):
            for place, head in enumerate(self._heads):
                one = head.loss(labels[head.name], parts[head.name], features, mode)
                self._losses[head.name] = one
                weighted = self._head_weights
                found.append(tf1.multiply(one, weighted[place]) if weighted else one)
            if regularization_losses is not None:
                found.append(tf1.add_n(regularization_losses))
            return tf1.add_n(found)

    def predictions(self, logits: Any, keys: Any = None) -> Any:
        """Dict of predictions, by head and key.

        Args:
            logits: Dict of logits by head, or one tensor.
            keys: Which of them, or all.
        """
        parts = split_logits(logits, self._heads)
        found = {}
        with tf1.name_scope("predictions"):
            for head in self._heads:
                given = {} if keys is None else {"keys": keys}
                for key, value in head.predictions(parts[head.name], **given).items():
                    found[head.name, key] = value
        return found

    def metrics(self, regularization_losses: Any = None) -> Any:
        """Dict of metrics, to be updated.

        Args:
            regularization_losses: Losses that will be added.
        """
        found: dict[str, Any] = {}
        if regularization_losses is not None:
            key = f"{base.REGULARIZATION}/{self.name}"
            found[key] = measures.Measure(key)
        for head in self._heads:
            key = f"loss/{head.name}"
            found[key] = measures.Measure(key)
        for head in self._heads:
            found.update(head.metrics())
        return found

    def update_metrics(
        self,
        eval_metrics: Any,
        features: Any,
        logits: Any,
        labels: Any,
        mode: Any = None,
        regularization_losses: Any = None,
    ) -> Any:
        """Dict of metrics that measure these labels.

        Args:
            eval_metrics: Of `metrics`.
            features: Dict of tensors.
            logits: Dict of logits by head, or one tensor.
            labels: Dict of labels by head.
            mode: A `ModeKeys`.
            regularization_losses: Losses that were added.
        """
        parts = split_logits(logits, self._heads)

        def mean(value: Any) -> Any:
            return lambda: tf1.metrics.mean(value)

        if regularization_losses is not None:
            total = tf1.add_n(regularization_losses)
            key = f"{base.REGULARIZATION}/{self.name}"
            eval_metrics[key].measure(mean(total))
        for head in self._heads:
            one, part = labels[head.name], parts[head.name]
            loss = head.loss(one, part, features, mode)
            eval_metrics[f"loss/{head.name}"].measure(mean(loss))
            own = {key: eval_metrics[key] for key in head.metrics()}
            eval_metrics.update(head.update_metrics(own, features, part, one))
        return eval_metrics

    def parts_of(self, logits: Any) -> Any:
        """The logits of each head.

        Raises:
            ValueError: If the heads differ in their reduction, or sizes do not fit.
        """
        self.loss_reduction  # noqa: B018 - raises where heads differ
        return split_logits(logits, self._heads)

    def exported(
        self, features: Any, logits: Any, predictions: dict[Any, Any]
    ) -> dict[str, Any]:
        """Outputs of all heads, each under its head's name."""
        each = {
            head.name: head.create_estimator_spec(
                features, ModeKeys.PREDICT, logits[head.name]
            ).export_outputs
            for head in self._heads
        }
        return merged_outputs(each)

    def summarize(self, loss: Any, regularization_losses: Any) -> None:
        """Write a training step's losses as summaries."""
        tf1.summary.scalar("loss", loss)
        if regularization_losses is not None:
            total = tf1.add_n(regularization_losses)
            tf1.summary.scalar(base.REGULARIZATION, total)
        for name, value in self._losses.items():
            tf1.summary.scalar(f"loss/{name}", value)
