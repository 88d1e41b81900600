"""Singular vectors with the signs that LAPACK gave them before its release 3.10.

A singular vector is as good as its negative. Which one comes out depends on each
rotation of the QR iteration that matrices with at most 25 rows or columns go through,
and of those that make a lower bidiagonal matrix an upper one; LAPACK 3.10 gave a
rotation another sign. Orthogonal weights of keras 2.3.1 are such vectors.

Where rounding decides, NumPy 1.18 gave another sign on another processor, too: in about
one matrix of 400. The signs made here are the same on all.

Source: Golub and Kahan 1965; the paths by shape: LAPACK Users' Guide, on xGESDD.
"""

from __future__ import annotations

import math

import numpy as np

from compat.keras import bidiagonal

TALL = 11 / 6  # from this ratio of its sides on a matrix is made triangular first


def svd(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Decompose a matrix as NumPy 1.18 did, to the sign of each singular vector.

    Args:
        matrix: Real numbers in two dimensions.

    Returns:
        What `numpy.linalg.svd(matrix, full_matrices=False)` returns.
    """
    left, values, right = np.linalg.svd(matrix, full_matrices=False)
    rows, columns = matrix.shape
    differs = min(rows, columns) <= bidiagonal.LARGEST or _is_lower(rows, columns)
    if differs and matrix.size and np.isfinite(matrix).all():
        then = shorter_vectors(np.asarray(matrix, np.float64))
        now = left if left.shape[0] < right.shape[1] else right.T
        signs = np.where(np.sum(then * now, axis=0) < 0, -1, 1).astype(left.dtype)
        left, right = left * signs, right * signs[:, None]
    return left, values, right


def shorter_vectors(matrix: np.ndarray) -> np.ndarray:
    """Return the singular vectors of the shorter side, by falling singular value.

    Args:
        matrix: Numbers of double precision.

    Returns:
        The left ones of a wide matrix, otherwise the right ones, a column each.
    """
    rows, columns = matrix.shape
    wide, lower = rows < columns, _is_lower(rows, columns)
    if max(rows, columns) >= int(min(rows, columns) * TALL):
        matrix = _triangular(matrix.T).T if wide else _triangular(matrix)
    left, right, square = _bidiagonal(matrix.T if lower else matrix)
    diagonal, beside = list(np.diag(square)), list(np.diag(square, 1))
    made = bidiagonal.Iteration(diagonal, beside, lower)
    made.run()
    outer = left if wide and not lower else right
    inner = made.left if wide else made.right
    return outer @ inner[made.order()].T


def _is_lower(rows: int, columns: int) -> bool:
    """Is a matrix made lower bidiagonal: one that is a little wide?"""
    return rows < columns < int(rows * TALL)


def _reflect(*blocks: np.ndarray) -> None:
    """Reflect rows, by Householder: the first column of all keeps one element."""
    normal = blocks[0][:, 0].copy()
    if not normal[1:].any():
        return
    # sums, not products of matrices: these round otherwise on another processor
    normal[0] += math.copysign(math.sqrt(np.sum(normal * normal)), normal[0])
    scaled = normal * (2 / np.sum(normal * normal))
    for rows in blocks:
        rows -= np.multiply.outer(normal, np.sum(scaled[:, None] * rows, axis=0))
    blocks[0][1:, 0] = 0.0


def _triangular(matrix: np.ndarray) -> np.ndarray:
    """The upper triangular factor of a matrix that is not wide."""
    rest = matrix.copy()
    for i in range(matrix.shape[1]):
        _reflect(rest[i:, i:])
    return rest[: matrix.shape[1]]


def _bidiagonal(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Left, right and upper bidiagonal factor of a matrix that is not wide."""
    rows, columns = matrix.shape
    left, right, rest = np.eye(rows), np.eye(columns), matrix.copy()
    for i in range(columns):
        _reflect(rest[i:, i:], left.T[i:])
        if i + 1 < columns:
            _reflect(rest[i:, i + 1 :].T, right.T[i + 1 :])
    return left, right, rest[:columns]
