"""Cells around a cell: projections, an embedding, a highway."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import Any

import tensorflow as tf

from compat.contrib.rnn.linear import Linear
from compat.nn.rnn_cell.base import RNNCell, assert_like_rnncell

tf1 = tf.compat.v1


class _Around(RNNCell):
    """A cell around `self._cell`, with that one's state."""

    _cell: Any

    @property
    def state_size(self) -> Any:
        return self._cell.state_size

    @property
    def output_size(self) -> Any:
        return self._cell.output_size

    def zero_state(self, batch_size: Any, dtype: Any) -> Any:
        with tf1.name_scope(f"{type(self).__name__}ZeroState", values=[batch_size]):
            return self._cell.zero_state(batch_size, dtype)


class InputProjectionWrapper(_Around):
    """A dense layer on a cell's inputs.

    Args:
        cell: The cell.
        num_proj: Size of what the cell gets.
        activation: Function of the projected inputs, or `None`.
        input_size: Not used since 1.0.
        reuse: Whether to reuse variables of the scope.

    Raises:
        TypeError: When `cell` is not an RNN cell.

    Source: `tf.contrib.rnn.InputProjectionWrapper`.
    """

    def __init__(
        self,
        cell: Any,
        num_proj: int,
        activation: Callable[[Any], Any] | None = None,
        input_size: Any = None,
        reuse: bool | None = None,
    ) -> None:
        super().__init__(_reuse=reuse)
        assert_like_rnncell("cell", cell)
        self._cell = cell
        self._num_proj = num_proj
        self._activation = activation
        self._linear: Linear | None = None

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        if self._linear is None:
            self._linear = Linear(inputs, self._num_proj, True)
        projected = self._linear(inputs)
        if self._activation:
            projected = self._activation(projected)
        return self._cell(projected, state)


class OutputProjectionWrapper(_Around):
    """A dense layer on a cell's outputs.

    Args:
        cell: The cell.
        output_size: Size of the projected output.
        activation: Function of the projected output, or `None`.
        reuse: Whether to reuse variables of the scope.

    Raises:
        TypeError: When `cell` is not an RNN cell.
        ValueError: When the size is not positive.

    Source: `tf.contrib.rnn.OutputProjectionWrapper`.
    """

    def __init__(
        self,
        cell: Any,
        output_size: int,
        activation: Callable[[Any], Any] | None = None,
        reuse: bool | None = None,
    ) -> None:
        super().__init__(_reuse=reuse)
        assert_like_rnncell("cell", cell)
        if output_size < 1:
            raise ValueError(f"Parameter output_size must be > 0: {output_size}")
        self._cell = cell
        self._output_size = output_size
        self._activation = activation
        self._linear: Linear | None = None

    @property
    def output_size(self) -> int:
        return self._output_size

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        output, new_state = self._cell(inputs, state)
        if self._linear is None:
            self._linear = Linear(output, self._output_size, True)
        projected = self._linear(output)
        if self._activation:
            projected = self._activation(projected)
        return projected, new_state


class EmbeddingWrapper(RNNCell):
    """An embedding of a cell's integer inputs.

    Args:
        cell: The cell.
        embedding_classes: Number of symbols.
        embedding_size: Size of what the cell gets.
        initializer: For the embedding; by default the scope's, or else uniform with
            variance 1.
        reuse: Whether to reuse variables of the scope.

    Raises:
        TypeError: When `cell` is not an RNN cell.
        ValueError: When a size is not positive.

    Source: `tf.contrib.rnn.EmbeddingWrapper`.
    """

    def __init__(
        self,
        cell: Any,
        embedding_classes: int,
        embedding_size: int,
        initializer: Any = None,
        reuse: bool | None = None,
    ) -> None:
        super().__init__(_reuse=reuse)
        assert_like_rnncell("cell", cell)
        if embedding_classes <= 0 or embedding_size <= 0:
            raise ValueError(
                "Both embedding_classes and embedding_size must be > 0: "
                f"{embedding_classes}, {embedding_size}."
            )
        self._cell = cell
        self._embedding_classes = embedding_classes
        self._embedding_size = embedding_size
        self._initializer = initializer

    @property
    def state_size(self) -> Any:
        return self._cell.state_size

    @property
    def output_size(self) -> Any:
        return self._cell.output_size

    def zero_state(self, batch_size: Any, dtype: Any) -> Any:
        with tf1.name_scope(f"{type(self).__name__}ZeroState", values=[batch_size]):
            return self._cell.zero_state(batch_size, dtype)

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        with tf1.device("/cpu:0"):
            initializer = self._initializer or tf1.get_variable_scope().initializer
            if not initializer:
                initializer = tf1.random_uniform_initializer(-sqrt(3), sqrt(3))
            dtype = (state[0] if isinstance(state, tuple) else state).dtype
            embedding = tf1.get_variable(
                "embedding",
                [self._embedding_classes, self._embedding_size],
                initializer=initializer,
                dtype=dtype,
            )
            embedded = tf1.nn.embedding_lookup(embedding, tf.reshape(inputs, [-1]))
        return self._cell(embedded, state)


class HighwayWrapper(_Around):
    """Lets a gate mix a cell's inputs with its outputs (arXiv:1505.00387).

    `carry = sigmoid(x · carry_w + carry_b)`, `output = x*carry + cell(x)*transform`,
    where `transform` is `1 - carry`, or a gate of its own.

    Args:
        cell: The cell; its outputs have the size of its inputs.
        couple_carry_transform_gates: Whether `transform` is `1 - carry`.
        carry_bias_init: Where the carry's bias starts; the transform's at minus that.

    Source: `tf.contrib.rnn.HighwayWrapper`.
    """

    def __init__(
        self,
        cell: Any,
        couple_carry_transform_gates: bool = True,
        carry_bias_init: float = 1.0,
    ) -> None:
        super().__init__()
        self._cell = cell
        self._couple = couple_carry_transform_gates
        self._carry_bias_init = carry_bias_init

    def _gate(self, name: str, inputs: Any, bias_start: float) -> Any:
        size = inputs.shape.with_rank(2).as_list()[1]
        weight = tf1.get_variable(f"{name}_w", [size, size])
        bias = tf1.get_variable(
            f"{name}_b", [size], initializer=tf1.constant_initializer(bias_start)
        )
        return tf.sigmoid(tf1.nn.xw_plus_b(inputs, weight, bias))

    def _highway(self, inputs: Any, output: Any) -> Any:
        carry = self._gate("carry", inputs, self._carry_bias_init)
        if self._couple:
            transform = 1 - carry
        else:
            transform = self._gate("transform", inputs, -self._carry_bias_init)
        return inputs * carry + output * transform

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> tuple[Any, Any]:  # type: ignore[override]
        """Run one step; see `RNNCell.__call__`.

        Raises:
            ValueError: When an output has another shape than its input.
        """
        outputs, new_state = self._cell(inputs, state, scope=scope)
        tf.nest.assert_same_structure(inputs, outputs)
        tf.nest.map_structure(
            lambda i, o: i.shape.assert_is_compatible_with(o.shape), inputs, outputs
        )
        return tf.nest.map_structure(self._highway, inputs, outputs), new_state


class CompiledWrapper(_Around):
    """A cell that 1.15 compiled with XLA; here the cell as it is.

    Args:
        cell: The cell.
        compile_stateful: Whether ops with a state were compiled too; without effect.

    Source: `tf.contrib.rnn.CompiledWrapper`.
    """

    def __init__(self, cell: Any, compile_stateful: bool = False) -> None:
        super().__init__()
        self._cell = cell
        self._compile_stateful = compile_stateful

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> tuple[Any, Any]:  # type: ignore[override]
        """Run one step; see `RNNCell.__call__`."""
        return self._cell(inputs, state, scope)
