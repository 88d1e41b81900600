"""Losses: what `compile` is given."""

from __future__ import annotations

import ast
from typing import Any

from compat.port.rules.base import Args, rule
from compat.port.values import Gap, Value

_SPARSE = "keras.losses.SparseCategoricalCrossentropy(from_logits=True)"
_DENSE = "keras.losses.CategoricalCrossentropy(from_logits=True)"
_BINARY = "keras.losses.BinaryCrossentropy(from_logits=True)"


@rule("tf.contrib.seq2seq.sequence_loss", sig="logits,targets,weights")
def sequence_loss(t: Any, node: ast.Call, a: Args) -> Value:
    """With weights of 1 the mean of the cross entropies."""
    both = ("average_across_timesteps", "average_across_batch")
    if any(one in a and a.number(one) is not True for one in both):
        raise Gap(f"{a.name}(average_across_…)", "a sum, or not a mean over all")
    a.only("logits", "targets", "weights", *both)
    logits, targets = a.value("logits"), a.value("targets")
    ones = t.facts.tensors.get(t.facts.tensor(a.node("weights")), {}).get("all") == 1
    if ones:
        t.notes["sequence_loss with weights of 1 -> SparseCategoricalCrossentropy."] = (
            None
        )
        return _loss(t, node, _SPARSE, targets, logits)
    weights = a.value("weights")
    each = t.fresh("cross_entropy")
    t.pending.append(
        f"{each} = keras.ops.sparse_categorical_crossentropy({targets.text}, "
        f"{logits.text}, from_logits=True)"
    )
    weight = weights.text
    if not weight.isidentifier():
        weight = t.fresh("weight")
        t.pending.append(f"{weight} = {weights.text}")
    total, count = f"keras.ops.sum({each} * {weight})", f"keras.ops.sum({weight})"
    text = f"{total} / ({count} + 1e-12)"  # as sequence_loss divides
    found = t.tensor(text)
    t.notes["sequence_loss -> the weighted mean of the steps' cross entropies."] = None
    return found  # type: ignore[no-any-return]


def _loss(
    t: Any, node: ast.AST, text: str, true: Value, pred: Value, scale: str = ""
) -> Value:
    """A loss of labels and outputs."""
    t.imports.add("keras")
    true = _whole(true)
    pred = _unmasked(t, _whole(pred))
    called = f"{text}({true.text}, {pred.text})"
    data = {"loss": text, "true": true, "pred": pred}
    if not t.facts.deps(t.facts.tensor(node)):
        return Value(called, "tensor", data=data)
    return Value(called, "loss", data=data)


def _unmasked(t: Any, pred: Value) -> Value:
    """Outputs of all steps without the mask of their lengths.

    Keras's losses leave out masked steps; those of 1.x count what they are given.
    """
    shape = t.facts.shape(pred.data.get("tensor", ""))
    if not t.has_lengths or shape is None or len(shape) < 3:
        return pred
    t.notes["Keras leaves masked steps out of a loss; copy() drops the mask."] = None
    return Value(f"keras.ops.copy({pred.text})", pred.kind, True, pred.data)


def _whole(value: Value) -> Value:
    """What a flat tensor is made of."""
    if "whole" not in value.data:
        return value
    name = value.data.get("whole_tensor", value.data.get("tensor", ""))
    data = {k: v for k, v in value.data.items() if k not in ("flat", "whole")}
    return Value(value.data["whole"], value.kind, True, {**data, "tensor": name})


_CE = "_sentinel,labels,logits,dim,name"


@rule("tf.nn.sparse_softmax_cross_entropy_with_logits", sig="_sentinel,labels,logits")
def sparse(t: Any, node: ast.Call, a: Args) -> Value:
    """A loss for each row; `reduce_mean` makes it the loss."""
    true, pred = a.strict("labels"), a.strict("logits")
    text = (
        f"keras.ops.sparse_categorical_crossentropy({true.text}, {pred.text}, "
        "from_logits=True)"
    )
    return t.tensor(text, error=(_SPARSE, true, pred))  # type: ignore[no-any-return]


@rule("tf.nn.softmax_cross_entropy_with_logits",
      "tf.nn.softmax_cross_entropy_with_logits_v2", sig=_CE)  # fmt: skip
def categorical(t: Any, node: ast.Call, a: Args) -> Value:
    """The same for labels that are one-hot."""
    true, pred = a.strict("labels"), a.strict("logits")
    text = (
        f"keras.ops.categorical_crossentropy({true.text}, {pred.text}, "
        "from_logits=True)"
    )
    return t.tensor(text, error=(_DENSE, true, pred))  # type: ignore[no-any-return]


@rule("tf.nn.sigmoid_cross_entropy_with_logits", sig="_sentinel,labels,logits")
def binary(t: Any, node: ast.Call, a: Args) -> Value:
    """The same for labels of 0 and 1."""
    true, pred = a.strict("labels"), a.strict("logits")
    text = f"keras.ops.binary_crossentropy({true.text}, {pred.text}, from_logits=True)"
    return t.tensor(text, error=(_BINARY, true, pred))  # type: ignore[no-any-return]


@rule("tf.losses.mean_squared_error", sig="labels,predictions,weights")
def mean_squared_error(t: Any, node: ast.Call, a: Args) -> Value:
    """Keras's, by another name."""
    a.only("labels", "predictions")
    text = "keras.losses.MeanSquaredError()"
    return _loss(t, node, text, a.strict("labels"), a.value("predictions"))


@rule("tf.losses.sparse_softmax_cross_entropy", sig="labels,logits,weights")
def losses_sparse(t: Any, node: ast.Call, a: Args) -> Value:
    """Keras's, from logits."""
    a.only("labels", "logits")
    return _loss(t, node, _SPARSE, a.strict("labels"), a.strict("logits"))


@rule("tf.losses.softmax_cross_entropy", sig="onehot_labels,logits,weights")
def losses_categorical(t: Any, node: ast.Call, a: Args) -> Value:
    """Keras's, from logits."""
    a.only("onehot_labels", "logits")
    return _loss(t, node, _DENSE, a.value("onehot_labels"), a.strict("logits"))


@rule("tf.losses.sigmoid_cross_entropy", sig="multi_class_labels,logits,weights")
def losses_binary(t: Any, node: ast.Call, a: Args) -> Value:
    """Keras's, from logits."""
    a.only("multi_class_labels", "logits")
    return _loss(t, node, _BINARY, a.value("multi_class_labels"), a.strict("logits"))


def of_reduced(t: Any, node: ast.AST, found: Value) -> Value:
    """A mean or sum over everything, as a loss where it is one of Keras's."""
    how, given = found.data["reduced"]
    error = given.data.get("error")
    if error is None:
        return found
    kind, true, pred = error
    if t.facts.deps(t.facts.tensor(node)) and not _label(t, true):
        true, pred = pred, true
    if kind in ("squared", "absolute"):
        name = "MeanSquaredError" if kind == "squared" else "MeanAbsoluteError"
        shape = t.facts.shape(given.data.get("tensor", ""))
        option = ""
        if how == "sum":
            if not shape or shape[-1] != 1:
                return found  # Keras takes the mean of the last axis first
            option = 'reduction="sum"'
        elif how != "mean":
            return found
        return _loss(t, node, f"keras.losses.{name}({option})", true, pred)
    if how == "mean":
        return _loss(t, node, kind, true, pred)
    if how == "sum" and kind in (_SPARSE, _DENSE):
        text = f'{kind[:-1]}, reduction="sum")'
        return _loss(t, node, text, true, pred)
    return found


def _label(t: Any, value: Value) -> bool:
    """Whether a value is a placeholder's own."""
    return "placeholder" in _whole(value).data


def labels_of(t: Any, loss: Value) -> str | None:
    """The placeholder of a loss's labels, where the outputs need it not."""
    true, pred = loss.data["true"], loss.data["pred"]
    name = true.data.get("placeholder")
    tensor = pred.data.get("tensor", "")
    if name is None or name in t.facts.deps(tensor):
        return None
    found: str = name
    return found


def gap(name: str) -> Gap:
    """A loss that is none of these."""
    return Gap(name, "a loss of this kind")
