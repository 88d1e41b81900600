"""All weights of a cuDNN network in one vector, and the matrices they are made of.

The vector holds the weights of every layer and then all biases, each layer's gates side
by side: what cuDNN itself keeps where nothing is padded. In a bidirectional network
every layer stands twice, forward and backward.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import tensorflow as tf

LSTM, GRU, TANH, RELU = "lstm", "gru", "rnn_tanh", "rnn_relu"
GATES = {LSTM: 4, GRU: 3, TANH: 1, RELU: 1}

UNIDIRECTIONAL, BIDIRECTIONAL = "unidirectional", "bidirectional"
LINEAR, SKIP, AUTO = "linear_input", "skip_input", "auto_select"


def check_direction(direction: str) -> None:
    """Raise `ValueError` for a direction that is neither of the two."""
    if direction not in (UNIDIRECTIONAL, BIDIRECTIONAL):
        raise ValueError(
            f"Invalid direction: {direction}, expecting unidirectional or bidirectional"
        )


def check_input_mode(input_mode: str) -> None:
    """Raise `ValueError` for an input mode that is none of the three."""
    if input_mode not in (LINEAR, SKIP, AUTO):
        raise ValueError(
            f"Invalid input_mode: {input_mode}, expect one of (linear_input, "
            "skip_input, auto_select)"
        )


def check_input_weights(input_mode: str, input_size: int, num_units: int) -> None:
    """Raise `ValueError` where cuDNN would leave the first layer's weights out."""
    if input_mode == SKIP or (input_mode == AUTO and input_size == num_units):
        raise ValueError(
            f'input_mode="{input_mode}" with inputs of depth {input_size} and '
            f"{num_units} units leaves out the first layer's input weights, which "
            'compat refuses: it has nothing to check that against. Use "linear_input".'
        )


@dataclass(frozen=True)
class Sizes:
    """How many numbers go where in the vector of all weights.

    Args:
        mode: `"lstm"`, `"gru"`, `"rnn_tanh"` or `"rnn_relu"`.
        num_layers: How many layers, both directions of one counted once.
        num_units: Size of each layer's state.
        input_size: Depth of the inputs.
        num_dirs: 1, or 2 for a bidirectional network.
        num_proj: Size of the projected output of an LSTM, or `None`.
    """

    mode: str
    num_layers: int
    num_units: int
    input_size: int
    num_dirs: int = 1
    num_proj: int | None = None

    @property
    def gates(self) -> int:
        return GATES[self.mode]

    @property
    def output_size(self) -> int:
        return self.num_proj or self.num_units

    def depth(self, layer: int) -> int:
        """Depth of what comes into a layer from below."""
        return self.input_size if layer == 0 else self.num_dirs * self.output_size

    def weight_shapes(self, layer: int) -> list[tuple[int, int]]:
        """Shapes of a layer's weights in one direction: from below, own, projection."""
        shapes = [(self.num_units, self.depth(layer))] * self.gates
        shapes += [(self.num_units, self.output_size)] * self.gates
        if self.num_proj:
            shapes.append((self.num_proj, self.num_units))
        return shapes

    def bias_shapes(self) -> list[list[int]]:
        """Shapes of a layer's biases in one direction: two to a gate."""
        return [[self.num_units]] * (2 * self.gates)

    @property
    def layers(self) -> list[int]:
        """Every layer's number, once for each direction."""
        return [n for n in range(self.num_layers) for _ in range(self.num_dirs)]

    def split(self, vector: Any) -> tuple[list[list[Any]], list[list[Any]]]:
        """Give the weights and the biases of every layer and direction.

        Args:
            vector: `[n]`, all weights.

        Returns:
            Lists of matrices `[num_units, depth]`, and lists of biases `[num_units]`.
        """
        weights = [self.weight_shapes(layer) for layer in self.layers]
        biases = [self.bias_shapes() for _ in self.layers]
        shapes = [shape for group in weights + biases for shape in group]
        parts = iter(tf.split(vector, [_size(shape) for shape in shapes]))
        grouped = [
            [tf.reshape(next(parts), shape) for shape in group]
            for group in weights + biases
        ]
        return grouped[: len(weights)], grouped[len(weights) :]

    def split_by_layer(self, vector: Any) -> list[tuple[Any, Any, Any]]:
        """Give every layer's weights with its gates side by side.

        Args:
            vector: `[n]`, all weights of a network without projection.

        Returns:
            A triple for each layer and direction: `[gates·num_units, depth]` for what
            comes from below, `[gates·num_units, num_units]` for the layer's own state,
            biases `[2, gates·num_units]`.
        """
        wide = self.gates * self.num_units
        shapes: list[tuple[int, int]] = []
        for layer in self.layers:
            shapes += [(wide, self.depth(layer)), (wide, self.num_units)]
        shapes += [(2, wide)] * len(self.layers)
        parts = tf.split(vector, [_size(shape) for shape in shapes])
        parts = [tf.reshape(p, s) for p, s in zip(parts, shapes, strict=True)]
        count = len(self.layers)
        return list(
            zip(
                parts[: 2 * count : 2],
                parts[1 : 2 * count : 2],
                parts[2 * count :],
                strict=True,
            )
        )


def join(weights: list[Any], biases: list[Any]) -> Any:
    """Lay weights and biases, each in the order of their layers, into one vector."""
    return tf.concat([tf.reshape(part, [-1]) for part in weights + biases], 0)


def _size(shape: Any) -> int:
    size = 1
    for part in shape:
        size *= part
    return size
