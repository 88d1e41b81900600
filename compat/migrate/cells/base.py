"""What the cells have in common."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

registered = keras.saving.register_keras_serializable(package="lab12")


class Cell(keras.Layer):
    """A cell of `units`, with one state.

    Args:
        units: Size of the state, and of the output.
        activation: Of the candidate.
        **kwargs: As for `keras.Layer`.
    """

    def __init__(self, units: int, activation: Any = "tanh", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not isinstance(units, int) or units < 1:
            raise ValueError(f"expected units of 1 or more, received {units!r}")
        self.units = units
        self.activation = keras.activations.get(activation)
        self.state_size: Any = units
        self.output_size = units

    def weight(self, name: str, *shape: int, start: Any = "glorot_uniform") -> Any:
        """A variable under the name that TensorFlow 1.x gave it."""
        spelled = name.replace("/", "_")
        made = self.add_weight(shape=shape, initializer=start, name=spelled)
        self.tf1_leaves = {**getattr(self, "tf1_leaves", {}), name: made}
        return made

    def get_config(self) -> dict[str, Any]:
        activation = keras.activations.serialize(self.activation)
        return {**super().get_config(), "units": self.units, "activation": activation}


class LongCell(Cell):
    """A cell with two states, `h` and `c`, in Keras's order, and a forget bias.

    Args:
        units: Size of `c`.
        projection: Size of `h`, which is the output, or `None`: `units`.
        forget_bias: Added to the forget gate at run time.
        activation: Of the candidate and of `c`.
        **kwargs: As for `keras.Layer`.
    """

    def __init__(
        self,
        units: int,
        projection: int | None = None,
        forget_bias: float = 1.0,
        activation: Any = "tanh",
        **kwargs: Any,
    ) -> None:
        super().__init__(units, activation, **kwargs)
        self.projection = projection
        self.forget_bias = forget_bias
        self.output_size = projection or units
        self.state_size = [self.output_size, units]

    def get_config(self) -> dict[str, Any]:
        given = {"projection": self.projection, "forget_bias": self.forget_bias}
        return {**super().get_config(), **given}


def split(x: Any, parts: int) -> list[Any]:
    """The gates of a product, `[batch, parts * units]`."""
    return ops.split(x, parts, axis=-1)


def joined(inputs: Any, state: Any) -> Any:
    """`[x; h]`, `[batch, inputs + units]`."""
    return ops.concatenate([inputs, state], axis=-1)
