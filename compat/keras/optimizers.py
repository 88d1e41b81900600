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

from compat import fast
from compat.errors import UsageError
from compat.keras import initializers

ops = keras.ops


class Optimizer(keras.optimizers.Optimizer):
    """The base class; `step` is what a subclass adds.

    Args:
        learning_rate: Also `lr`.
        decay: The rate is divided by `1 + decay · steps done`.
        clipnorm: The largest norm of the gradients: in `keras` of all together, in
            `tf.keras` of each.
        clipvalue: The largest absolute value in a gradient.
        epsilon: A small number; `None` is `keras.backend.epsilon()`.
    """

    flavour = "keras"
    defaults: dict[str, Any] = {}
    slots: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        given = dict(zip(self.defaults, args, strict=False))
        if "lr" in kwargs:
            kwargs["learning_rate"] = kwargs.pop("lr")
        unknown = set(kwargs) - set(self.defaults) - set(_COMMON)
        if unknown or len(args) > len(self.defaults):
            raise TypeError(
                f"{type(self).__name__}: expected {', '.join(self.defaults)}, "
                f"received {', '.join(sorted(unknown)) or f'{len(args)} arguments'}"
            )
        values = self.defaults | given | kwargs
        if values.get("epsilon", 0) is None:
            values["epsilon"] = keras.backend.epsilon()
        norm = "global_clipnorm" if self.flavour == "keras" else "clipnorm"
        super().__init__(
            values["learning_rate"],
            clipvalue=values.get("clipvalue"),
            name=values.get("name"),
            **{norm: values.get("clipnorm")},
        )
        self.initial_decay = float(values.get("decay", 0.0))
        self._given = {
            key: value
            for key, value in values.items()
            if key not in {"learning_rate", "name"}
        }
        for key in self.defaults:
            if key != "learning_rate":
                setattr(self, key, values[key])

    @property
    def decay(self) -> float:
        return self.initial_decay

    @property
    def lr(self) -> Any:
        return self._learning_rate

    @lr.setter
    def lr(self, value: Any) -> None:
        self.learning_rate = value

    def build(self, variables: Any) -> None:
        """Make the slots: one variable a name and a weight."""
        if self.built:
            return
        super().build(variables)
        self._slots = {
            name: [self.add_variable_from_reference(v, name=name) for v in variables]
            for name in self._slot_names()
        }

    def _slot_names(self) -> tuple[str, ...]:
        return self.slots

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Change one weight by its gradient."""
        rate = ops.cast(learning_rate, variable.dtype)
        done = ops.cast(self.iterations, variable.dtype)
        if self.initial_decay > 0:
            rate = rate * (1.0 / (1.0 + self.initial_decay * done))
        index = self._get_variable_index(variable)
        slots = [self._slots[name][index] for name in self._slot_names()]
        gradient = tf.convert_to_tensor(gradient)  # an Embedding's is sparse
        self.step(ops.cast(gradient, variable.dtype), variable, slots, rate, done + 1)

    def step(self, g: Any, p: Any, slots: list[Any], rate: Any, t: Any) -> None:
        """Gradient `g`, weight `p`, its slots, the rate, and the step from 1."""
        raise NotImplementedError

    def get_config(self) -> dict[str, Any]:
        rate = float(keras.ops.convert_to_numpy(self.learning_rate))
        given = {k: v for k, v in self._given.items() if v is not None}
        return {"name": self.name, "learning_rate": rate} | given

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        return cls(**config)


def _handle(variable: Any) -> Any:
    """What TensorFlow's own ops take of a variable: they do all of a step in one."""
    if isinstance(variable, keras.Variable):
        variable = variable.value
    return variable.handle


_COMMON = ("learning_rate", "decay", "clipnorm", "clipvalue", "name")


class SGD(Optimizer):
    """`v = momentum · v − rate · g`, `p + v`."""

    defaults = {"learning_rate": 0.01, "momentum": 0.0, "nesterov": False}
    slots = ("moment",)

    def step(self, g: Any, p: Any, slots: list[Any], rate: Any, t: Any) -> None:
        (moment,) = slots
        if fast.on() and g.dtype == tf.float32:
            tf.raw_ops.ResourceApplyKerasMomentum(
                var=_handle(p),
                accum=_handle(moment),
                lr=rate,
                grad=g,
                momentum=self.momentum,
                use_nesterov=self.nesterov,
            )
            return
        velocity = self.momentum * moment - rate * g
        self.assign(moment, velocity)
        ahead = self.momentum * velocity - rate * g if self.nesterov else velocity
        self.assign_add(p, ahead)


class RMSprop(Optimizer):
    """`a = rho · a + (1 − rho) · g²`, `p − rate · g / (√a + epsilon)`."""

    defaults = {"learning_rate": 0.001, "rho": 0.9, "epsilon": None}
    slots = ("accumulator",)

    def step(self, g: Any, p: Any, slots: list[Any], rate: Any, t: Any) -> None:
        (a,) = slots
        self.assign(a, self.rho * a + (1.0 - self.rho) * ops.square(g))
        self.assign_sub(p, rate * g / (ops.sqrt(a) + self.epsilon))


class Adagrad(Optimizer):
    """`a = a + g²`, `p − rate · g / (√a + epsilon)`."""

    defaults = {"learning_rate": 0.01, "epsilon": None}
    slots = ("accumulator",)

    def build(self, variables: Any) -> None:
        if not self.built:
            super().build(variables)
            for a in self._slots["accumulator"]:
                start = self._given.get("initial_accumulator_value", 0.0)
                a.assign(ops.full_like(a, start))

    def step(self, g: Any, p: Any, slots: list[Any], rate: Any, t: Any) -> None:
        (a,) = slots
        self.assign_add(a, ops.square(g))
        self.assign_sub(p, rate * g / (ops.sqrt(a) + self.epsilon))


class Adadelta(Optimizer):
    """Zeiler 2012."""

    defaults = {"learning_rate": 1.0, "rho": 0.95, "epsilon": None}
    slots = ("accumulator", "delta_accumulator")

    def step(self, g: Any, p: Any, slots: list[Any], rate: Any, t: Any) -> None:
        a, d = slots
        self.assign(a, self.rho * a + (1.0 - self.rho) * ops.square(g))
        root = ops.sqrt(a + self.epsilon)
        update = g * ops.sqrt(d + self.epsilon) / root
        self.assign(d, self.rho * d + (1.0 - self.rho) * ops.square(update))
        self.assign_sub(p, rate * update)


class Adam(Optimizer):
    """Kingma and Ba 2014; `amsgrad` as Reddi et al. 2018."""

    defaults = {
        "learning_rate": 0.001,
        "beta_1": 0.9,
        "beta_2": 0.999,
        "epsilon": None,
        "amsgrad": False,
    }
    slots = ("m", "v")

    def _slot_names(self) -> tuple[str, ...]:
        return ("m", "v", "vhat") if self._given.get("amsgrad") else ("m", "v")

    def step(self, g: Any, p: Any, slots: list[Any], rate: Any, t: Any) -> None:
        m, v = slots[:2]
        if fast.on() and g.dtype == tf.float32 and not self.amsgrad:
            tf.raw_ops.ResourceApplyAdam(
                var=_handle(p),
                m=_handle(m),
                v=_handle(v),
                beta1_power=ops.power(self.beta_1, t),
                beta2_power=ops.power(self.beta_2, t),
                lr=rate,
                beta1=self.beta_1,
                beta2=self.beta_2,
                epsilon=self.epsilon,
                grad=g,
            )
            return
        corrected = ops.sqrt(1.0 - ops.power(self.beta_2, t)) / (
            1.0 - ops.power(self.beta_1, t)
        )
        self.assign(m, self.beta_1 * m + (1.0 - self.beta_1) * g)
        self.assign(v, self.beta_2 * v + (1.0 - self.beta_2) * ops.square(g))
        largest = v
        if self.amsgrad:
            largest = slots[2]
            self.assign(largest, ops.maximum(largest, v))
        self.assign_sub(p, rate * corrected * m / (ops.sqrt(largest) + self.epsilon))


class Adamax(Optimizer):
    """Kingma and Ba 2014, section 7."""

    defaults = {
        "learning_rate": 0.002,
        "beta_1": 0.9,
        "beta_2": 0.999,
        "epsilon": None,
    }
    slots = ("m", "u")

    def step(self, g: Any, p: Any, slots: list[Any], rate: Any, t: Any) -> None:
        m, u = slots
        self.assign(m, self.beta_1 * m + (1.0 - self.beta_1) * g)
        self.assign(u, ops.maximum(self.beta_2 * u, ops.abs(g)))
        corrected = rate / (1.0 - ops.power(self.beta_1, t))
        self.assign_sub(p, corrected * m / (u + self.epsilon))


class Nadam(Optimizer):
    """Dozat 2015; the momentum warms up by `schedule_decay`."""

    defaults = {
        "learning_rate": 0.002,
        "beta_1": 0.9,
        "beta_2": 0.999,
        "epsilon": None,
        "schedule_decay": 0.004,
    }
    slots = ("m", "v")

    def build(self, variables: Any) -> None:
        if not self.built:
            super().build(variables)
            self._schedules = [
                self.add_variable((), initializer="ones", name="schedule")
                for _ in variables
            ]

    def step(self, g: Any, p: Any, slots: list[Any], rate: Any, t: Any) -> None:
        m, v = slots
        schedule = self._schedules[self._get_variable_index(p)]
        now, then = (
            self.beta_1 * (1.0 - 0.5 * ops.power(0.96, step * self.schedule_decay))
            for step in (t, t + 1)
        )
        product = ops.convert_to_tensor(schedule) * now
        self.assign(schedule, product)
        self.assign(m, self.beta_1 * m + (1.0 - self.beta_1) * g)
        self.assign(v, self.beta_2 * v + (1.0 - self.beta_2) * ops.square(g))
        bar = (1.0 - now) * g / (1.0 - product) + then * m / (1.0 - product * then)
        root = ops.sqrt(v / (1.0 - ops.power(self.beta_2, t)))
        self.assign_sub(p, rate * bar / (root + self.epsilon))


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


def find(name: str, flavour: str) -> Any:
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
        found = find(identifier.lower(), flavour)
        if found is None:
            raise ValueError(
                f"expected an optimizer ({', '.join(classes(flavour))}), "
                f"received {identifier!r}"
            )
        return found()
    if isinstance(identifier, dict):
        return find(identifier["class_name"], flavour)(**identifier["config"])
    if isinstance(identifier, tf.compat.v1.train.Optimizer):
        return _of_tensorflow(identifier)
    return identifier


# `tf.train` class → Keras optimizer, by the attributes that TensorFlow's has.
_OF_TENSORFLOW: dict[str, tuple[str, Callable[[Any], dict[str, Any]]]] = {
    "GradientDescentOptimizer": (
        "SGD",
        lambda o: {"learning_rate": o._learning_rate},
    ),
    "MomentumOptimizer": (
        "SGD",
        lambda o: {
            "learning_rate": o._learning_rate,
            "momentum": o._momentum,
            "nesterov": o._use_nesterov,
        },
    ),
    "AdamOptimizer": (
        "Adam",
        lambda o: {
            "learning_rate": o._lr,
            "beta_1": o._beta1,
            "beta_2": o._beta2,
            "epsilon": o._epsilon,
        },
    ),
    "AdagradOptimizer": (
        "Adagrad",
        lambda o: {
            "learning_rate": o._learning_rate,
            "initial_accumulator_value": o._initial_accumulator_value,
            "epsilon": 0.0,
        },
    ),
}


def _of_tensorflow(optimizer: Any) -> Any:
    name = type(optimizer).__name__
    if name == "RMSPropOptimizer":
        return keras.optimizers.RMSprop(
            optimizer._learning_rate,
            rho=optimizer._decay,
            momentum=optimizer._momentum,
            epsilon=optimizer._epsilon,
            centered=optimizer._centered,
        )
    if name not in _OF_TENSORFLOW:
        raise UsageError(
            f"compile: expected an optimizer that Keras 3 has, received tf.train.{name}"
            ": write the one of keras.optimizers"
        )
    ours, arguments = _OF_TENSORFLOW[name]
    return classes("tf.keras")[ours](**arguments(optimizer))
