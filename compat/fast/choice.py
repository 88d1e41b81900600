"""Which faster way a network takes: all measured reasons are here."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat import _private
from compat.fast.weights import Dropped, GRUWeights, LSTMWeights, Stacked

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


def block_forward(units: int, length: int | None) -> bool:
    """Whether an LSTM runs by `BlockLSTM`, over so many steps (`None`: not known)."""
    return units < BLOCK_UNITS or length is None or length == 1


def block_gradient(units: int, length: int | None) -> bool:
    """Whether an LSTM's gradient is `BlockLSTM`'s own, over so many steps."""
    long = length is not None and length >= LONG_STEPS
    return units <= (LONG_BLOCK_GRADIENT_UNITS if long else BLOCK_GRADIENT_UNITS)


def halved(layer: Any, batch: Any) -> bool:
    """Whether a network runs over its batch (int, or int32 scalar) in two halves."""
    if isinstance(layer, Stacked):
        return all(halved(inner, batch) for inner in layer.layers)
    if isinstance(layer, Dropped):
        return halved(layer.layer, batch)
    if isinstance(batch, int) and batch < HALVED_ROWS:
        return False
    if isinstance(layer, GRUWeights):
        return HALVED_GRU_UNITS <= layer.units <= HALVED_MOST_UNITS
    return isinstance(layer, LSTMWeights) and layer.units <= HALVED_MOST_UNITS


def middle(batch: Any) -> Any:
    """How many rows of a batch belong to the first half: all of a small one."""
    if isinstance(batch, int):
        return batch // 2
    return tf.where(batch < HALVED_ROWS, batch, batch // 2)


def unrolled(length: int | None) -> bool:
    """Whether a loop of so many steps (`None`: not known) is written out."""
    return length is not None and length <= UNROLLED_STEPS


def grads_matmul(units: int) -> Any:
    """The product by which a layer's gradient is worked out: `tf.matmul`, or as it."""
    fast = units >= ONEDNN_UNITS and _private.has_onednn()
    return _private.onednn_matmul if fast else tf.matmul
