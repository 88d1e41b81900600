"""keras.optimizers of 2.3.1, step by step, on Keras 3's `Optimizer`.

What differs in Keras 3: `decay` is gone; `clipnorm` is by variable, not over all;
RMSprop and Adagrad add epsilon inside the root; Adagrad starts from 0.1; Nadam's
momentum has another schedule; and some learning rates are others.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from compat._private import setting
from compat.errors import UsageError
from compat.keras import initializers
from compat.keras.optimizer import Optimizer
from compat.keras.rules import SGD, Adadelta, Adagrad, Adam, Adamax, Nadam, RMSprop

_CLASSES = {
    cls.__name__: cls for cls in (SGD, RMSprop, Adagrad, Adadelta, Adam, Adamax, Nadam)
}
# What tf.keras of 1.15 had otherwise.
_IN_TF: dict[str, dict[str, Any]] = {
    "Adagrad": {
        "learning_rate": 0.001,
        "initial_accumulator_value": 0.1,
        "epsilon": 1e-7,
    },
    "Adadelta": {"learning_rate": 0.001, "rho": 0.95, "epsilon": 1e-7},
    "Adamax": {"learning_rate": 0.001},
    "Nadam": {"learning_rate": 0.001, "schedule_decay": 1.0},
}


@functools.cache
def classes(flavour: str) -> dict[str, Any]:
    """The optimizers by name."""
    made = {}
    for name, cls in _CLASSES.items():
        space: dict[str, Any] = {"flavour": flavour, "__module__": __name__}
        if flavour != "keras":
            space["defaults"] = _defaults_in_tf(name, cls.defaults)
        made[name] = type(name, (cls,), space)
        package = initializers.registered(flavour)
        keras.saving.register_keras_serializable(package)(made[name])
    return made


def _defaults_in_tf(name: str, defaults: dict[str, Any]) -> dict[str, Any]:
    if name in {"Adagrad", "Adadelta"}:
        return _IN_TF[name]
    return defaults | _IN_TF.get(name, {})


def keras2_name(name: str, flavour: str) -> Any:
    """A name of `keras.optimizers`, or `None`."""
    if name == "get":
        return lambda identifier: get(identifier, flavour)
    if name == "Optimizer":
        return Optimizer
    made = classes(flavour)
    by_lower = {known.lower(): cls for known, cls in made.items()}
    return made.get(name) or by_lower.get(name)


def get(identifier: Any, flavour: str) -> Any:
    """The optimizer that `compile` was given.

    Args:
        identifier: A name, a Keras 2 config, an optimizer of Keras, or one of
            `tf.train`.

    Raises:
        UsageError: For an optimizer of `tf.train` that Keras 3 cannot take.
    """
    if isinstance(identifier, str):
        found = keras2_name(identifier.lower(), flavour)
        if found is None:
            raise ValueError(
                f"expected an optimizer ({', '.join(classes(flavour))}), "
                f"received {identifier!r}"
            )
        return found()
    if isinstance(identifier, dict):
        return keras2_name(identifier["class_name"], flavour)(**identifier["config"])
    if isinstance(identifier, tf.compat.v1.train.Optimizer):
        return _of_tensorflow(identifier)
    return identifier


# `tf.train` class → Keras optimizer, by the attributes that TensorFlow's has.
_OF_TENSORFLOW: dict[str, tuple[str, Callable[[Any], dict[str, Any]]]] = {
    "GradientDescentOptimizer": (
        "SGD",
        lambda o: {"learning_rate": setting(o, "learning_rate")},
    ),
    "MomentumOptimizer": (
        "SGD",
        lambda o: {
            "learning_rate": setting(o, "learning_rate"),
            "momentum": setting(o, "momentum"),
            "nesterov": setting(o, "use_nesterov"),
        },
    ),
    "AdamOptimizer": (
        "Adam",
        lambda o: {
            "learning_rate": setting(o, "lr"),
            "beta_1": setting(o, "beta1"),
            "beta_2": setting(o, "beta2"),
            "epsilon": setting(o, "epsilon"),
        },
    ),
    "AdagradOptimizer": (
        "Adagrad",
        lambda o: {
            "learning_rate": setting(o, "learning_rate"),
            "initial_accumulator_value": setting(o, "initial_accumulator_value"),
            "epsilon": 0.0,
        },
    ),
}


def _of_tensorflow(optimizer: Any) -> Any:
    name = type(optimizer).__name__
    if name == "RMSPropOptimizer":
        return keras.optimizers.RMSprop(
            setting(optimizer, "learning_rate"),
            rho=setting(optimizer, "decay"),
            momentum=setting(optimizer, "momentum"),
            epsilon=setting(optimizer, "epsilon"),
            centered=setting(optimizer, "centered"),
        )
    if name not in _OF_TENSORFLOW:
        raise UsageError(
            f"compile: expected an optimizer that Keras 3 has, received tf.train.{name}"
            ": write the one of keras.optimizers"
        )
    ours, arguments = _OF_TENSORFLOW[name]
    return classes("tf.keras")[ours](**arguments(optimizer))
