"""`differential.py`, the batches of all LSTMs in two halves."""

import differential
import fast_cases

from compat.fast import choice

choice.HALVED_ROWS = 2
fast_cases.CASES = [
    case for case in fast_cases.CASES if case.__name__ in fast_cases.HALVED
]

if __name__ == "__main__":
    differential.main()
