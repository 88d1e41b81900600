"""Which networks have a faster way, and which one is taken."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat import _private
from compat.fast.weights import GRUWeights, LSTMWeights
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

# `BlockLSTM`, one op for all steps, takes 0.5 to 0.9 of the plain loop's time forwards.
# With 512 units and a batch of 50, a loop with the products of all inputs in one takes
# 0.75 of its time; with a batch of 1, or one step as when a text is drawn, 1.3 of it.
BLOCK_UNITS = 400

# Its own gradient wins up to 32 units (0.9 of the time of the loop with one product for
# all weights); at 64 it loses (1.3), at 128 and a batch of 1 it takes 4 times as long.
BLOCK_GRADIENT_UNITS = 32

# Over 1000 steps of 64 units the loop takes 133 MB above the imports, its own gradient
# 108 (1.15: 129 to 140): there it is taken up to 64 units, though a step takes 1.25 of
# the time.
LONG_STEPS, LONG_BLOCK_GRADIENT_UNITS = 500, 64

# `BlockLSTM` and its gradient use one core, and beside large products little else runs.
# In two halves of the batch, side by side, LSTMs take 0.65 to 0.9 of the time at 32 to
# 500 rows and 10 to 256 units, 0.96 at 50 rows of 512; GRUs 0.8 to 0.9 at 128 and 512,
# but up to 1.2 at 25; with `BasicRNNCell` nothing is won. Half a batch makes a product
# of 1024 units slow: in two halves a step takes 1.17 of the time at 50 rows, 1.02 at
# 80, the same at 200.
HALVED_ROWS, HALVED_GRU_UNITS, HALVED_MOST_UNITS = 32, 128, 700

# The steps of a loop written out one by one take 0.5 to 0.9 of the loop's time, but
# building them takes longer than all of a small script's training: 16 steps are built
# in about the time of the loop.
UNROLLED_STEPS = 16

# In the loop of a gradient oneDNN's product takes 0.65 to 0.96 of the time of
# TensorFlow's own at 128 to 1024 units and a batch of 50 or 200, 0.8 to 1.07 with a
# batch of 16. Forwards it would win too, but there a graph is saved and read elsewhere,
# and its op is not one of the public ones.
ONEDNN_UNITS = 128

# Of these, the weights of a layer: names of the cell's attributes.
_WEIGHTS = {
    BasicLSTMCell: ("_kernel", "_bias"),
    LSTMCell: ("_kernel", "_bias"),
    BasicRNNCell: ("_kernel", "_bias"),
    GRUCell: ("_gate_kernel", "_gate_bias", "_candidate_kernel", "_candidate_bias"),
}


def block_forward(units: int, length: int | None) -> bool:
    """Whether an LSTM runs by `BlockLSTM`, over so many steps (`None`: not known)."""
    return units < BLOCK_UNITS or length is None or length == 1


def block_gradient(units: int, length: int | None) -> bool:
    """Whether an LSTM's gradient is `BlockLSTM`'s own, over so many steps."""
    long = length is not None and length >= LONG_STEPS
    return units <= (LONG_BLOCK_GRADIENT_UNITS if long else BLOCK_GRADIENT_UNITS)


def halved(cell: Any, batch: Any) -> bool:
    """Whether a network runs over its batch (int, or int32 scalar) in two halves."""
    if type(cell) is MultiRNNCell:
        return all(halved(inner, batch) for inner in cell._cells)
    if type(cell) is DropoutWrapper:
        return halved(cell.cell, batch)
    if isinstance(batch, int) and batch < HALVED_ROWS:
        return False
    if isinstance(cell, (GRUCell, GRUWeights)):
        return HALVED_GRU_UNITS <= cell._num_units <= HALVED_MOST_UNITS
    lstm = isinstance(cell, (BasicLSTMCell, LSTMCell, LSTMWeights))
    return lstm and cell._num_units <= HALVED_MOST_UNITS


def middle(batch: Any) -> Any:
    """How many rows of a batch belong to the first half: all of a small one."""
    if isinstance(batch, int):
        return batch // 2
    return tf.where(batch < HALVED_ROWS, batch, batch // 2)


def unrolled(length: int | None) -> bool:
    """Whether a loop of so many steps (`None`: not known) is written out."""
    return length is not None and length <= UNROLLED_STEPS


def slopes_matmul(units: int) -> Any:
    """The product by which a layer's gradient is worked out: `tf.matmul`, or as it."""
    fast = units >= ONEDNN_UNITS and _private.has_onednn()
    return _private.onednn_matmul if fast else tf.matmul


def fits(cell: Any) -> bool:
    """Whether a built cell has a faster way: its kind, and all that it holds."""
    if type(cell) is MultiRNNCell:
        return cell._state_is_tuple and all(fits(inner) for inner in cell._cells)
    if type(cell) is DropoutWrapper:
        return cell._state_keep_prob == 1.0 and fits(cell.cell)
    if type(cell) not in _WEIGHTS or not _is_tanh(cell._activation):
        return False
    if isinstance(cell, (BasicLSTMCell, LSTMCell)) and not _plain_lstm(cell):
        return False
    return all(_is_weight(getattr(cell, name, None)) for name in _WEIGHTS[type(cell)])


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
    if weight is None or hasattr(weight, "handle") or hasattr(weight, "partitions"):
        return False
    return weight.dtype.base_dtype == tf.float32


def masks(cell: Any) -> int:
    """How many dropout masks a cell draws in each step."""
    if type(cell) is MultiRNNCell:
        return sum(masks(inner) for inner in cell._cells)
    if type(cell) is not DropoutWrapper:
        return 0
    own = drops(cell._input_keep_prob) + drops(cell._output_keep_prob)
    return masks(cell.cell) + (0 if cell._variational_recurrent else own)


def weight(variable: Any) -> Any:
    """The tensor by which a network reads a weight: the same one at every reading."""
    return tf.convert_to_tensor(variable)
