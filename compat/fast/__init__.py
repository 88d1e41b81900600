"""Faster ways through time for the common cells, where the result is the same.

A network over time is built twice: as 1.15 built it, op for op, and in a faster way
beside it. The script gets the tensors of the faster one under the names of the first;
nothing runs the first, but names, op seeds, errors and second derivatives come from it.

- `choice`: which cells have a faster way, and which way is taken: the one place;
- `lstm`, `gru`, `simple`: one layer over a whole sequence, forwards and backwards;
- `stack`: layers on top of each other, with dropout between them; `masks` draws it;
- `halves`: the two halves of a batch side by side;
- `span`: where each sequence ends;
- `steps`: a loop over time, or the same unrolled;
- `network`: what `tf.nn.dynamic_rnn` and its kin call;
- `swap`: hands the faster tensors to the script, and gives their gradient;
- `weights`: those of a layer that is no such cell: `compat.keras.recurrent` runs Keras
  2's `LSTM`, `GRU` and `SimpleRNN` the same ways.

Beside it, `compat.runs` prepares each `Session.run` once.

`COMPAT_FAST=0` turns all of it off.
"""

from __future__ import annotations

import os


def on() -> bool:
    """Whether faster ways may be taken: without `COMPAT_FAST=0`."""
    return os.environ.get("COMPAT_FAST") != "0"
