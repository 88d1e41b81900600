"""Which cells of TensorFlow 1.x have a faster way, and what it knows of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.fast.weights import Dropped, GRUWeights, LSTMWeights, RNNWeights, Stacked
from compat.nn.rnn_cell import (
    BasicLSTMCell,
    BasicRNNCell,
    DropoutWrapper,
    GRUCell,
    LSTMCell,
    MultiRNNCell,
)
from compat.nn.rnn_cell.dropout_wrapper import drops

tf1 = tf.compat.v1

# The weights of a cell: names of its attributes, in the order that they were made.
_WEIGHTS = {
    BasicLSTMCell: ("_kernel", "_bias"),
    LSTMCell: ("_kernel", "_bias"),
    BasicRNNCell: ("_kernel", "_bias"),
    GRUCell: ("_gate_kernel", "_gate_bias", "_candidate_kernel", "_candidate_bias"),
}


def fits(cell: Any) -> bool:
    """Whether a built cell has a faster way: its kind, and all that it holds."""
    if type(cell) is MultiRNNCell:
        return cell._state_is_tuple and all(fits(inner) for inner in cell._cells)
    if type(cell) is DropoutWrapper:
        return cell._state_keep_prob == 1.0 and _spreads(cell) and fits(cell.cell)
    if type(cell) not in _WEIGHTS or not _is_tanh(cell._activation):
        return False
    if isinstance(cell, (BasicLSTMCell, LSTMCell)) and not _plain_lstm(cell):
        return False
    return all(_is_weight(getattr(cell, name, None)) for name in _WEIGHTS[type(cell)])


def _spreads(wrapper: Any) -> bool:
    """Whether a wrapper's dropout is the same for all steps at once as for each.

    A variational mask divides by the probability itself: its shape has to be known.
    """
    probabilities = wrapper._input_keep_prob, wrapper._output_keep_prob
    if not wrapper._variational_recurrent:
        return True
    return all(isinstance(p, float) or p.shape.rank == 0 for p in probabilities)


def _plain_lstm(cell: Any) -> bool:
    """Whether it is an LSTM without peepholes, clipping and projection."""
    if not cell._state_is_tuple or not isinstance(cell._forget_bias, (int, float)):
        return False
    return isinstance(cell, BasicLSTMCell) or not (
        cell._use_peepholes or cell._cell_clip is not None or cell._num_proj
    )


def _is_tanh(function: Any) -> bool:
    return function in (tf.tanh, tf1.tanh, tf.nn.tanh, tf1.nn.tanh, tf.math.tanh)


def _is_weight(weight: Any) -> bool:
    """Whether it is a whole variable of 1.x, whose value is read in one place."""
    if weight is None or hasattr(weight, "handle") or hasattr(weight, "as_tensor"):
        return False
    return weight.dtype.base_dtype == tf.float32 and weight.shape.is_fully_defined()


def described(cell: Any, given: Callable[[Any], Any]) -> Any:
    """What is known of a cell that `fits`.

    Args:
        cell: A built cell.
        given: From a tensor that the cell reads to the one to read instead.
    """
    if type(cell) is MultiRNNCell:
        return Stacked([described(inner, given) for inner in cell._cells])
    if type(cell) is DropoutWrapper:
        keep, noise = {}, {}
        for which in ("input", "output"):
            probability = getattr(cell, f"_{which}_keep_prob")
            if drops(probability):
                known = isinstance(probability, float)
                keep[which] = probability if known else given(probability)
                if cell._variational_recurrent:
                    noise[which] = given(getattr(cell, f"_{which}_noise"))
        return Dropped(described(cell.cell, given), keep, noise)
    tensors = [
        given(tf.convert_to_tensor(getattr(cell, name)))
        for name in _WEIGHTS[type(cell)]
    ]
    if type(cell) is GRUCell:
        return GRUWeights(*tensors)
    if type(cell) is BasicRNNCell:
        return RNNWeights(*tensors)
    kernel, bias = tensors
    return LSTMWeights(kernel, bias, float(cell._forget_bias))


def masks(cell: Any) -> int:
    """How many dropout masks a cell draws in each step."""
    if type(cell) is MultiRNNCell:
        return sum(masks(inner) for inner in cell._cells)
    if type(cell) is not DropoutWrapper:
        return 0
    own = drops(cell._input_keep_prob) + drops(cell._output_keep_prob)
    return masks(cell.cell) + (0 if cell._variational_recurrent else own)
