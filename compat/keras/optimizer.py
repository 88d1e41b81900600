"""The base class of Keras 2's optimizers, on Keras 3's."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

ops = keras.ops

# In so many runs of a training function, 2.3.1 counted the step before it read it.
COUNTED_FIRST = 95

_COMMON = ("learning_rate", "decay", "clipnorm", "clipvalue", "name")


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
    _begun = 0

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

    def begin(self) -> None:
        """A training function is made anew: its runs are counted from here."""
        self._begun = int(self.iterations)

    def _steps_read(self) -> Any:
        """The number of steps done, as 2.3.1 read it in the middle of a step.

        The op that counts a step and those that read the count had no order of their
        own. TensorFlow 1.x took an op for expensive until it had been run 95 times or
        so, and gave expensive ops to other threads: reading waited for its turn there,
        and the step was counted already. From then on both ran in the order of the
        graph, in which reading came first. tf.keras had put them in that order.
        """
        done = self.iterations
        if self.flavour != "keras":
            return done
        counted = done - self._begun < COUNTED_FIRST
        return done + ops.cast(counted, done.dtype)

    def _slot_names(self) -> tuple[str, ...]:
        return self.slots

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Change one weight by its gradient."""
        rate = ops.cast(learning_rate, variable.dtype)
        done = ops.cast(self._steps_read(), variable.dtype)
        if self.initial_decay > 0:
            rate = rate * (1.0 / (1.0 + self.initial_decay * done))
        index = self._get_variable_index(variable)
        slots = [self._slots[name][index] for name in self._slot_names()]
        gradient = tf.convert_to_tensor(gradient)  # an Embedding's is sparse
        self.step(ops.cast(gradient, variable.dtype), variable, slots, rate, done + 1)

    def step(self, g: Any, p: Any, slots: list[Any], rate: Any, t: Any) -> None:
        """Gradient `g`, weight `p`, its slots, the rate, and one more than was read."""
        raise NotImplementedError

    def get_config(self) -> dict[str, Any]:
        rate = float(keras.ops.convert_to_numpy(self.learning_rate))
        given = {k: v for k, v in self._given.items() if v is not None}
        return {"name": self.name, "learning_rate": rate} | given

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        return cls(**config)
