"""`differential.py`, the networks of `fast_cases.py` by a way they would not take.

`FAST_WAY` says which:

- `looped`: every LSTM in a loop by hand, no block op, no step written out, and all
  gradients with the products that those of many units have;
- `halved`: the batches of all LSTMs and GRUs in two halves;
- `long`: as over many steps, by the block op's own gradient though it is slower.
"""

import os

import differential
import fast_cases

from compat.fast import choice

WAY = os.environ["FAST_WAY"]
if WAY == "looped":
    choice.BLOCK_UNITS = choice.BLOCK_GRADIENT_UNITS = choice.UNROLLED_STEPS = 0
    choice.ONEDNN_UNITS = 0
elif WAY == "halved":
    choice.HALVED_ROWS = choice.HALVED_GRU_UNITS = 2
else:
    choice.LONG_STEPS = 2
fast_cases.CASES = [
    case for case in fast_cases.CASES if case.__name__ in fast_cases.WAYS[WAY]
]

if __name__ == "__main__":
    differential.main()
