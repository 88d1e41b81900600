"""`tf.nn.rnn_cell.RNNCell`: the base of every recurrent cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.layers.base import Layer

tf1 = tf.compat.v1


def assert_like_rnncell(cell_name: str, cell: Any) -> None:
    """Raise `TypeError`, naming what is missing, when `cell` is not an RNN cell.

    Args:
        cell_name: How the caller's argument is called.
        cell: Any object.
    """
    missing = [
        f"'{part}' property is missing"
        for part in ("output_size", "state_size")
        if not hasattr(cell, part)
    ]
    if not hasattr(cell, "zero_state") and not hasattr(cell, "get_initial_state"):
        missing.append("either 'zero_state' or 'get_initial_state' method is required")
    if not callable(cell):
        missing.append("is not callable")
    if missing:
        raise TypeError(
            f"The argument {cell_name!r} ({cell}) is not an RNNCell: "
            f"{', '.join(missing)}."
        )


def zero_states(state_size: Any, batch_size: Any, dtype: Any) -> Any:
    """Zeros of shape `[batch_size] + size` for every size in `state_size`.

    Args:
        state_size: Nested structure of int or `tf.TensorShape`.
        batch_size: int, or int32 scalar tensor.
        dtype: dtype of the zeros, or a structure of dtypes like `state_size`.

    Returns:
        The zeros, in the structure of `state_size`.
    """

    def zeros(size: Any, dtype: Any = dtype) -> Any:
        sizes = tf.TensorShape(size).as_list()

        def parts() -> list[Any]:
            if tf.is_tensor(batch_size):
                first = tf.expand_dims(batch_size, 0)
            else:
                first = tf.constant([batch_size], tf.int32)
            return [first, tf.constant(sizes, tf.int32)]

        result = tf.zeros(tf.concat(parts(), 0), dtype)
        parts()  # 1.15 worked out the static shape by building them again, unused
        known = None if tf.is_tensor(batch_size) else batch_size
        result.set_shape([known, *sizes])
        return result

    if tf.nest.is_nested(dtype):
        return tf.nest.map_structure(zeros, state_size, dtype)
    return tf.nest.map_structure(zeros, state_size)


class RNNCell(Layer):
    """One step of a recurrent network: `output, next_state = cell(inputs, state)`.

    A subclass gives `state_size`, `output_size` and `call(inputs, state)`; variables
    that `call` makes with `tf.get_variable` become the cell's weights.

    Source: `tf.nn.rnn_cell.RNNCell`.
    """

    # Keras' RNN layer hands such a cell its one state bare, not in a list.
    _is_tf_rnn_cell = True

    def __init__(
        self,
        trainable: bool = True,
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(trainable=trainable, name=name, dtype=dtype, **kwargs)

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> tuple[Any, Any]:  # type: ignore[override]
        """Run one step.

        Args:
            inputs: Tensor `[batch, input size]`, or a nested structure of tensors.
            state: Tensor `[batch, state_size]`, or nested like `state_size`.
            scope: Variable scope for the cell's weights; by default the class name.

        Returns:
            `(output, next_state)`, the output of shape `[batch, output_size]`.
        """
        if scope is not None:
            with tf1.variable_scope(
                scope, custom_getter=self._rnn_get_variable
            ) as scope:
                return super().__call__(inputs, state, scope=scope)
        scope = getattr(self, "rnncell_scope", None)
        if scope is None:
            scope = tf1.variable_scope(
                tf1.get_variable_scope(), custom_getter=self._rnn_get_variable
            )
            self.rnncell_scope = scope
        with scope:
            return super().__call__(inputs, state)

    def _rnn_get_variable(
        self, getter: Callable[..., Any], *args: Any, **kwargs: Any
    ) -> Any:
        variable = getter(*args, **kwargs)
        trainable = variable in tf1.trainable_variables() or getattr(
            variable, "trainable", True
        )
        mine = self._trainable_weights if trainable else self._non_trainable_weights
        for part in list(variable) if hasattr(variable, "as_tensor") else [variable]:
            if not any(part is other for other in mine):
                mine.append(part)
        return variable

    @property
    def state_size(self) -> Any:
        """Size of the state: int, `tf.TensorShape`, or a nested structure of them."""
        raise NotImplementedError("Abstract method")

    @property
    def output_size(self) -> Any:
        """Size of the output: int or `tf.TensorShape`."""
        raise NotImplementedError("Abstract method")

    def build(self, _: Any) -> None:
        """Nothing: a user's cell makes its variables in `call`."""

    def get_initial_state(
        self, inputs: Any = None, batch_size: Any = None, dtype: Any = None
    ) -> Any:
        """`zero_state` for the batch size and dtype of `inputs`, or those given.

        Args:
            inputs: Tensor `[batch, ...]`, or `None`.
            batch_size: Scalar, needed when `inputs` is `None`.
            dtype: Needed when `inputs` is `None`.

        Raises:
            ValueError: When neither `inputs` nor both others are given, or when the
                batch size or dtype given is not what `inputs` says, as in 1.15 also
                when only one of both batch sizes is known.
        """
        if inputs is not None:
            inputs = tf.convert_to_tensor(inputs, name="inputs")
            if batch_size is not None:
                given = (
                    tf.get_static_value(batch_size)
                    if tf.is_tensor(batch_size)
                    else batch_size
                )
                static = inputs.shape.dims[0].value
                if static != given:
                    raise ValueError(
                        "batch size from input tensor is different from the input "
                        f"param. Input tensor batch: {static}, batch_size: {batch_size}"
                    )
            if dtype is not None and inputs.dtype != dtype:
                raise ValueError(
                    "dtype from input tensor is different from the input param. "
                    f"Input tensor dtype: {inputs.dtype}, dtype: {dtype}"
                )
            static = inputs.shape.dims[0].value
            batch_size = tf.shape(inputs)[0] if static is None else static
            dtype = inputs.dtype
        if batch_size is None or dtype is None:
            raise ValueError(
                "batch_size and dtype cannot be None while constructing initial state: "
                f"batch_size={batch_size}, dtype={dtype}"
            )
        return self.zero_state(batch_size, dtype)

    def zero_state(self, batch_size: Any, dtype: Any) -> Any:
        """A state of zeros, in the structure of `state_size`.

        Args:
            batch_size: int, or int32 scalar tensor.
            dtype: dtype of the state.
        """
        # In eager mode the last zeros are given again: nothing writes into them.
        eager = tf.executing_eagerly()
        asked = (self.state_size, dtype)
        size, known, zeros = getattr(self, "_last_zero_state", (None, None, None))
        tensor = tf.is_tensor(size) or tf.is_tensor(batch_size)
        same = size is batch_size if tensor else size == batch_size
        if eager and zeros is not None and same and known == asked:
            return zeros
        with tf1.name_scope(f"{type(self).__name__}ZeroState", values=[batch_size]):
            zeros = zero_states(self.state_size, batch_size, dtype)
        if eager:
            self._last_zero_state = batch_size, asked, zeros
        return zeros

    def get_config(self) -> dict[str, Any]:
        """The arguments that make the same cell again, but for its weights."""
        return {"name": self.name, "trainable": self.trainable, "dtype": self.dtype}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> RNNCell:
        """The cell that `get_config` describes."""
        return cls(**config)


class LayerRNNCell(RNNCell):
    """A cell that makes its weights in `build`, as a layer does."""

    def __call__(
        self, inputs: Any, state: Any, scope: Any = None, *args: Any, **kwargs: Any
    ) -> tuple[Any, Any]:  # type: ignore[override]
        """Run one step; `scope` names the variable scope. See `RNNCell.__call__`."""
        return Layer.__call__(self, inputs, state, *args, scope=scope, **kwargs)


def check_float(dtypes: Any) -> None:
    """Raise `ValueError` unless every dtype is a floating-point or complex one."""
    for dtype in tf.nest.flatten(dtypes):
        if dtype is None:  # built by hand: the weights will say
            continue
        dtype = tf.as_dtype(dtype)
        if not (dtype.is_floating or dtype.is_complex):
            raise ValueError(
                f"RNN cell only supports floating point inputs, but saw dtype: {dtype}"
            )


def input_depth(inputs_shape: Any) -> int:
    """The last, known, axis of `inputs_shape`, or `ValueError`."""
    sizes = tf.TensorShape(inputs_shape).as_list()
    depth = sizes[-1]
    if depth is None:
        shape = tuple(sizes)
        raise ValueError(f"Expected inputs.shape[-1] to be known, saw shape: {shape}")
    return depth


def activation_function(
    activation: Any, default: Callable[[Any], Any]
) -> Callable[[Any], Any]:
    """The function that `activation` names, or is; `default` where it is `None`."""
    if not activation:
        return default
    if callable(activation):
        return activation
    if activation == "linear":
        return tf.identity
    return getattr(tf.nn, activation)


def activation_name(function: Any) -> Any:
    """The name by which `get_config` keeps an activation."""
    return getattr(function, "__name__", function)
