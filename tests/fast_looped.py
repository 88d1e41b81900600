"""`differential.py`, every LSTM in a loop by hand: no block op, no step written out."""

import differential
import fast_cases

from compat.fast import choice

choice.BLOCK_UNITS = choice.BLOCK_GRADIENT_UNITS = choice.UNROLLED_STEPS = 0
fast_cases.CASES = [
    case for case in fast_cases.CASES if case.__name__ in fast_cases.LOOPED
]

if __name__ == "__main__":
    differential.main()
