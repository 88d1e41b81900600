"""SGD, RMSprop, Adagrad, Adadelta, Adam, Adamax and Nadam as keras 2.3.1 had them."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from compat import fast
from compat.keras.optimizer import Optimizer

ops = keras.ops


def _handle(variable: Any) -> Any:
    """What TensorFlow's own ops take of a variable: they do all of a step in one."""
    if isinstance(variable, keras.Variable):
        variable = variable.value
    return variable.handle


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
