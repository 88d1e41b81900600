"""What a served model receives, and functions that make it."""

from __future__ import annotations

import collections
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat import hooks
from compat.estimator import arguments
from compat.estimator.checks import is_tensor_like

tf1 = tf.compat.v1

_SINGLE_FEATURE = "feature"
_SINGLE_RECEIVER = "input"
_SINGLE_LABEL = "label"


def _is_input(value: Any) -> bool:
    if is_tensor_like(value) or isinstance(value, tf.SparseTensor):
        return True
    return hasattr(value, "tensor") or _converts(value)


def _converts(value: Any) -> bool:
    if isinstance(value, str | bytes | int | float | list | tuple | dict):
        return False
    try:
        tf.convert_to_tensor(value)
    except (TypeError, ValueError):
        return False
    return True


def _checked(values: Any, kind: str) -> Any:
    if values is None:
        raise ValueError(f"{kind}s must be defined.")
    given = values if isinstance(values, dict) else None
    if given is None:
        if not _is_input(values):
            raise ValueError(f"{kind} must be a Tensor or SparseTensor.")
        return values
    for name, value in given.items():
        if not isinstance(name, str | int):
            raise ValueError(f"{kind} keys must be strings or ints: {name}.")
        if not _is_input(value):
            raise ValueError(f"{kind} {name} must be a Tensor or SparseTensor.")
    return given


def _receivers(values: Any, default: str) -> Any:
    if values is None:
        raise ValueError("receiver_tensors must be defined.")
    if not isinstance(values, dict):
        values = {default: values}
    for name, value in values.items():
        if not isinstance(name, str):
            raise ValueError(f"receiver_tensor keys must be strings: {name}.")
        if not is_tensor_like(value):
            raise ValueError(f"receiver_tensor {name} must be a Tensor.")
    return values


def _alternatives(values: Any) -> Any:
    if values is None:
        return None
    if not isinstance(values, dict):
        raise ValueError(f"receiver_tensors_alternatives must be a dict: {values}.")
    return {
        name: _named_alternative(name, receivers) for name, receivers in values.items()
    }


def _named_alternative(alternative: Any, receivers: Any) -> Any:
    if not isinstance(receivers, dict):
        receivers = {_SINGLE_RECEIVER: receivers}
    for name, value in receivers.items():
        if not isinstance(name, str):
            raise ValueError(f"receiver_tensors keys must be strings: {name}.")
        if not isinstance(value, tf.Tensor | tf.SparseTensor | tf.Variable):
            raise ValueError(
                f"receiver_tensor {name} must be a Tensor or SparseTensor."
            )
    return receivers


class ServingInputReceiver(
    collections.namedtuple(
        "ServingInputReceiver",
        "features receiver_tensors receiver_tensors_alternatives",
    )
):
    """What a served model gets, and the features that it makes of that.

    Args:
        features: Dict of features, or one, which is called `feature`.
        receiver_tensors: Dict of placeholders, or one, which is called `input`.
        receiver_tensors_alternatives: Dict of further such dicts by name.

    Raises:
        ValueError: For what is not a tensor.

    Source: `tf.estimator.export.ServingInputReceiver`.
    """

    def __new__(
        cls,
        features: Any,
        receiver_tensors: Any,
        receiver_tensors_alternatives: Any = None,
    ) -> Any:
        features = _checked(features, _SINGLE_FEATURE)
        if not isinstance(features, dict):
            features = {_SINGLE_FEATURE: features}
        return super().__new__(
            cls,
            features=features,
            receiver_tensors=_receivers(receiver_tensors, _SINGLE_RECEIVER),
            receiver_tensors_alternatives=_alternatives(receiver_tensors_alternatives),
        )


class TensorServingInputReceiver(
    collections.namedtuple(
        "TensorServingInputReceiver",
        "features receiver_tensors receiver_tensors_alternatives",
    )
):
    """As `ServingInputReceiver`, for a `model_fn` whose features are one tensor.

    Args:
        features: One tensor.
        receiver_tensors: Dict of placeholders, or one, which is called `input`.
        receiver_tensors_alternatives: Dict of further such dicts by name.

    Raises:
        ValueError: For what is not a tensor.

    Source: `tf.estimator.export.TensorServingInputReceiver`.
    """

    def __new__(
        cls,
        features: Any,
        receiver_tensors: Any,
        receiver_tensors_alternatives: Any = None,
    ) -> Any:
        if features is None:
            raise ValueError("features must be defined.")
        if not isinstance(features, tf.Tensor | tf.SparseTensor | tf.Variable):
            raise ValueError("feature must be a Tensor or SparseTensor.")
        return super().__new__(
            cls,
            features=features,
            receiver_tensors=_receivers(receiver_tensors, _SINGLE_RECEIVER),
            receiver_tensors_alternatives=_alternatives(receiver_tensors_alternatives),
        )


class UnsupervisedInputReceiver(ServingInputReceiver):
    """What a graph of training or evaluation without labels gets.

    Args:
        features: Dict of features, or one.
        receiver_tensors: Dict of placeholders, or one.
    """

    def __new__(cls, features: Any, receiver_tensors: Any) -> Any:
        return super().__new__(cls, features, receiver_tensors, None)


class SupervisedInputReceiver(
    collections.namedtuple(
        "SupervisedInputReceiver", "features labels receiver_tensors"
    )
):
    """What a graph of training or evaluation gets.

    Args:
        features: Dict of features, or one.
        labels: Dict of labels, or one.
        receiver_tensors: Dict of placeholders, or one.

    Raises:
        ValueError: For what is not a tensor.
    """

    def __new__(cls, features: Any, labels: Any, receiver_tensors: Any) -> Any:
        return super().__new__(
            cls,
            features=_checked(features, _SINGLE_FEATURE),
            labels=_checked(labels, _SINGLE_LABEL),
            receiver_tensors=_receivers(receiver_tensors, _SINGLE_RECEIVER),
        )


def build_parsing_serving_input_receiver_fn(
    feature_spec: Any, default_batch_size: Any = None
) -> Callable[[], Any]:
    """Make a function that receives serialized `tf.Example`s and parses them.

    Args:
        feature_spec: As for `tf.parse_example`.
        default_batch_size: How many there are; open by default.

    Returns:
        A function without arguments that returns a `ServingInputReceiver`.

    Source: `tf.estimator.export.build_parsing_serving_input_receiver_fn`.
    """

    def serving_input_receiver_fn() -> Any:
        serialized = tf1.placeholder(
            dtype=tf.string, shape=[default_batch_size], name="input_example_tensor"
        )
        features = hooks.at("parse_example")(serialized, feature_spec)
        return ServingInputReceiver(features, {"examples": serialized})

    return serving_input_receiver_fn


def _placeholders(values: Any, batch: Any, alone: str) -> dict[str, Any]:
    """Placeholders with the values' names, types and shapes; one alone has a name."""
    if not isinstance(values, dict):
        values = {alone: values}
    found = {}
    for name, tensor in values.items():
        shape = tensor.shape
        if shape.rank:
            shape = tf.TensorShape([batch]).concatenate(shape[1:])
        found[name] = tf1.placeholder(tensor.dtype, shape, tensor.op.name)
    return found


def build_raw_serving_input_receiver_fn(
    features: Any, default_batch_size: Any = None
) -> Callable[[], Any]:
    """Make a function that receives the features themselves.

    Args:
        features: Dict of tensors, whose types and shapes are taken.
        default_batch_size: How many there are; open by default.

    Returns:
        A function without arguments that returns a `ServingInputReceiver`.

    Source: `tf.estimator.export.build_raw_serving_input_receiver_fn`.
    """

    def serving_input_receiver_fn() -> Any:
        receivers = _placeholders(features, default_batch_size, _SINGLE_FEATURE)
        return ServingInputReceiver(receivers, receivers)

    return serving_input_receiver_fn


def build_raw_supervised_input_receiver_fn(
    features: Any, labels: Any, default_batch_size: Any = None
) -> Callable[[], Any]:
    """Make a function that receives features and labels themselves.

    Args:
        features: Tensor or dict of tensors.
        labels: Tensor or dict of tensors.
        default_batch_size: How many there are; open by default.

    Returns:
        A function without arguments that returns a `SupervisedInputReceiver`.

    Raises:
        ValueError: If a feature and a label have one name.

    Source: `tf.estimator.experimental.build_raw_supervised_input_receiver_fn`.
    """
    both = set()
    if isinstance(features, dict) and isinstance(labels, dict):
        both = features.keys() & labels.keys()
    if both:
        raise ValueError(
            "Features and labels must have distinct keys. "
            f"Found overlapping keys: {both}"
        )

    def supervised_input_receiver_fn() -> Any:
        made = _placeholders(features, default_batch_size, _SINGLE_RECEIVER)
        made_labels = _placeholders(labels, default_batch_size, _SINGLE_LABEL)
        return SupervisedInputReceiver(
            made if isinstance(features, dict) else made[_SINGLE_RECEIVER],
            made_labels if isinstance(labels, dict) else made_labels[_SINGLE_LABEL],
            {**made, **made_labels},
        )

    return supervised_input_receiver_fn


def build_supervised_input_receiver_fn_from_input_fn(
    input_fn: Callable[..., Any], **input_fn_args: Any
) -> Callable[[], Any]:
    """Make a function that receives what an input function gives.

    Args:
        input_fn: An input function.
        **input_fn_args: What it is called with.

    Returns:
        A function without arguments that returns a `SupervisedInputReceiver`.

    Source: `tf.contrib.estimator.build_supervised_input_receiver_fn_from_input_fn`.
    """
    from compat.estimator import input_functions

    with tf.Graph().as_default():
        result = arguments.call(input_fn, **input_fn_args)
        features, labels = input_functions.parse(result)[:2]
        shapes = tf.nest.map_structure(_Like, (features, labels))
    return build_raw_supervised_input_receiver_fn(*shapes)


class _Like:
    """The type, shape and name of a tensor, without its graph."""

    def __init__(self, tensor: Any) -> None:
        self.dtype, self.shape = tensor.dtype, tensor.shape
        self.op, self.name = self, tensor.op.name
