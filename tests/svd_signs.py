"""The signs of the singular vectors that Keras 2.3.1 took for orthogonal weights.

`python3.7 tests/svd_signs.py 0 > tests/goldens/svd_signs.json`, with NumPy 1.18.5.
"""

import json
import sys

import numpy as np

LARGEST = 25


def shapes():
    """Recurrent kernels, kernels of convolutions, and what lies near each border."""
    for n in range(1, LARGEST + 1):
        yield from [(n, n), (n, 3 * n), (n, 4 * n), (4 * n, n), (9 * n, n), (n, n + 1)]
        yield from [(n + 1, n), (2 * n, n), (n, 2 * n), (11 * n // 6, n)]
        yield n, (3 * n + 1) // 2
    for n in (26, 32, 50, 64, 100):
        yield from [(n, n), (n, n + 1), (n, 3 * n // 2), (n, 4 * n), (n + 1, n)]


def signs(svd, seed):
    """By shape: the sign of each vector's first element, as `+` and `-`."""
    found = {}
    for rows, columns in shapes():
        drawn = np.random.RandomState(seed).normal(0.0, 1.0, (rows, columns))
        left, right = svd(drawn)
        row = left[0] if left.shape == (rows, columns) else right[:, 0]
        key = f"{rows}x{columns}"
        found[key] = "".join("-" if one < 0 else "+" for one in row)
    return found


def own(matrix):
    """This Python's own NumPy."""
    left, _, right = np.linalg.svd(matrix, full_matrices=False)
    return left, right


if __name__ == "__main__":
    json.dump(signs(own, int(sys.argv[1])), sys.stdout, indent=0)
    print()
