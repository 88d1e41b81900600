"""What can be asked of a cuDNN layer: its sizes, shapes and modes."""

from __future__ import annotations

from typing import Any

from compat.contrib.cudnn_rnn.parameters import BIDIRECTIONAL, LSTM, Sizes


class NetworkView:
    """The read-only half of the layers of `tf.contrib.cudnn_rnn`."""

    _rnn_mode = LSTM
    _num_layers: int
    _num_units: int
    _input_mode: str
    _direction: str
    _input_size: int | None
    _saveable: Any

    @property
    def num_layers(self) -> int:
        return self._num_layers

    @property
    def num_units(self) -> int:
        return self._num_units

    @property
    def input_mode(self) -> str:
        return self._input_mode

    @property
    def input_size(self) -> int:
        """Depth of the inputs, known once the layer is built."""
        if not self._input_size:
            raise ValueError("'input_size' is unknown since layer has not been built.")
        return self._input_size

    @property
    def rnn_mode(self) -> str:
        return self._rnn_mode

    @property
    def direction(self) -> str:
        return self._direction

    @property
    def num_dirs(self) -> int:
        return 2 if self._direction == BIDIRECTIONAL else 1

    @property
    def saveable(self) -> Any:
        """What a `Saver` saves in the layer's place; `None` before it is built."""
        return self._saveable

    @property
    def canonical_weight_shapes(self) -> list[tuple[int, int]]:
        """Shapes of all matrices, in their order within the variable."""
        if not self._input_size:
            raise RuntimeError(
                f"{type(self).__name__}.canonical_weight_shapes invoked before input "
                "shape is known"
            )
        sizes = self._sizes()
        return [shape for layer in sizes.layers for shape in sizes.weight_shapes(layer)]

    @property
    def canonical_bias_shapes(self) -> list[list[int]]:
        """Shapes of all biases, in their order within the variable."""
        sizes = self._sizes()
        return [shape for _ in sizes.layers for shape in sizes.bias_shapes()]

    def state_shape(self, batch_size: int) -> tuple[list[int], ...]:
        """Shapes of the state: of `h`, and of `c` for an LSTM.

        Args:
            batch_size: How many sequences.

        Returns:
            `[num_layers * num_dirs, batch_size, num_units]`, once or twice.
        """
        shape = [self._num_layers * self.num_dirs, batch_size, self._num_units]
        return (shape,) * self._state_parts

    @property
    def _state_parts(self) -> int:
        return 2 if self._rnn_mode == LSTM else 1

    def _sizes(self) -> Sizes:
        return Sizes(
            self._rnn_mode,
            self._num_layers,
            self._num_units,
            self._input_size or 0,
            self.num_dirs,
        )
