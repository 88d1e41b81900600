"""The implicit QR iteration on a bidiagonal matrix, signed as before LAPACK 3.10.

Source: Demmel and Kahan, "Accurate Singular Values of Bidiagonal Matrices", 1990.
"""

from __future__ import annotations

import math

import numpy as np

EPSILON = 2.0**-53
TOLERANCE = EPSILON ** (-1 / 8) * EPSILON
LARGEST = 25  # larger ones are divided first, by ways that had these signs already
SWEEPS = 6  # per singular value and as many again: LAPACK's own limit


def rotation(f: float, g: float) -> tuple[float, float, float]:
    """Return cosine, sine and r that turn (f, g) into (r, 0), signed as before 3.10."""
    if g == 0:
        return 1.0, 0.0, f
    if f == 0:
        return 0.0, 1.0, g
    r = math.hypot(f, g)
    if abs(f) > abs(g) and f < 0:
        r = -r
    return f / r, g / r, r


class Iteration:
    """The implicit QR iteration on an upper bidiagonal matrix.

    `left` and `right` have the singular vectors as rows. A sweep from the bottom up is
    one from the top down on the matrix turned around, where left is right.
    """

    def __init__(self, diagonal: list[float], beside: list[float], lower: bool) -> None:
        self.d, self.e = diagonal, beside
        size = len(diagonal)
        self.left, self.right = np.eye(size), np.eye(size)
        self.lower: list[tuple[float, float]] = []
        if lower:
            self._raise()

    def _raise(self) -> None:
        """Turn a lower bidiagonal matrix into an upper one."""
        d, e = self.d, self.e
        for i in range(len(d) - 1):
            cosine, sine, d[i] = rotation(d[i], e[i])
            e[i] = sine * d[i + 1]
            d[i + 1] *= cosine
            self.lower.append((cosine, sine))

    def run(self) -> None:
        """Find the singular values and vectors."""
        if len(self.d) <= LARGEST:
            self._iterate()
        else:
            square = np.diag(self.d) + np.diag(self.e, 1)
            left, values, self.right = np.linalg.svd(square)
            self.left, self.d = left.T, list(values)
        for i in reversed(range(len(self.lower))):
            cosine, sine = self.lower[i]
            turn(self.left.T, i, i + 1, cosine, -sine)

    def _iterate(self) -> None:
        """Sweep until there is a diagonal of positive numbers alone."""
        d, e = self.d, self.e
        size = len(d)
        if size == 1:
            self.left[0, 0] = math.copysign(1.0, d[0])
            d[0] = abs(d[0])
            return
        least = small = abs(d[0])
        for i in range(1, size):
            small = abs(d[i]) * (small / (small + abs(e[i - 1]))) if small else 0.0
            least = min(least, small)
        limit = TOLERANCE * least / math.sqrt(size)
        limit = max(limit, SWEEPS * size * size * float(np.finfo(np.float64).tiny))
        end, seen, down = size - 1, (-1, -1), True
        for _ in range(SWEEPS * size * size):
            if end <= 0:
                break
            start, largest = self._block(end, limit)
            if start == end:
                end -= 1
                continue
            if start == end - 1:
                self._two(start)
                end -= 2
                continue
            if start > seen[1] or end < seen[0]:
                down = abs(d[start]) >= abs(d[end])
            part = _Part(self, start, end, down)
            smallest = part.converged()
            if smallest is None:
                continue
            seen = (start, end)
            part.sweep(size * TOLERANCE * (smallest / largest))
            if abs(part.e[-1]) <= limit:
                part.e[-1] = 0.0
            part.keep()
        for i in range(size):
            if d[i] < 0:
                d[i] = -d[i]
                self.right[i] *= -1.0

    def order(self) -> np.ndarray:
        """Return the places of the singular values, the largest first."""
        return np.argsort(-np.array(self.d), kind="stable")

    def _block(self, end: int, limit: float) -> tuple[int, float]:
        """Where the unreduced block that ends at `end` starts, and its largest."""
        largest = abs(self.d[end])
        for i in range(end - 1, -1, -1):
            if abs(self.e[i]) <= limit:
                self.e[i] = 0.0
                return i + 1, largest
            largest = max(largest, abs(self.d[i]), abs(self.e[i]))
        return 0, largest

    def _two(self, i: int) -> None:
        """Diagonalise the block of rows `i` and `i + 1`."""
        f, g, h = self.d[i], self.e[i], self.d[i + 1]
        largest, smallest = _values_of_two(f, g, h)
        angle = math.atan2(2 * f * g, (f - h) * (f + h) - g * g) / 2
        right = np.array([math.cos(angle), math.sin(angle)])
        left = np.array([f * right[0] + g * right[1], h * right[1]]) / largest
        # the element that belongs to the larger of f and h is positive
        place = int(abs(h) > abs(f))
        right *= math.copysign(1.0, right[place])
        left *= math.copysign(1.0, left[place])
        sign = math.copysign(1.0, (f, h)[place])
        self.d[i], self.e[i] = sign * largest, 0.0
        self.d[i + 1] = sign * math.copysign(1.0, f) * math.copysign(1.0, h) * smallest
        turn(self.right, i, i + 1, *right)
        turn(self.left, i, i + 1, *left)


class _Part:
    """An unreduced block, turned around if the sweep goes up."""

    def __init__(self, whole: Iteration, start: int, end: int, down: bool) -> None:
        self.whole, self.start, self.end, self.down = whole, start, end, down
        step = 1 if down else -1
        self.d = whole.d[start : end + 1][::step]
        self.e = whole.e[start:end][::step]
        sides = (whole.left, whole.right)[::step]
        self.left, self.right = (s[start : end + 1][::step] for s in sides)

    def keep(self) -> None:
        """Write the block back."""
        step = 1 if self.down else -1
        self.whole.d[self.start : self.end + 1] = self.d[::step]
        self.whole.e[self.start : self.end] = self.e[::step]

    def converged(self) -> float | None:
        """Drop a negligible element; without one, bound the least singular value."""
        d, e = self.d, self.e
        least = small = abs(d[0])
        if abs(e[-1]) <= TOLERANCE * abs(d[-1]):
            e[-1] = 0.0
            self.keep()
            return None
        for i in range(len(e)):
            if abs(e[i]) <= TOLERANCE * small:
                e[i] = 0.0
                self.keep()
                return None
            small = abs(d[i + 1]) * (small / (small + abs(e[i])))
            least = min(least, small)
        return least

    def sweep(self, accuracy: float) -> None:
        """One sweep, without a shift where one would cost relative accuracy."""
        d, e = self.d, self.e
        shift = 0.0
        if accuracy > max(EPSILON, 0.01 * TOLERANCE):
            shift = _values_of_two(d[-2], e[-1], d[-1])[1]
            if d[0] and (shift / d[0]) ** 2 < EPSILON:
                shift = 0.0
        if shift:
            self._shifted(shift)
        else:
            self._unshifted()

    def _unshifted(self) -> None:
        d, e = self.d, self.e
        cosine = old_cosine = 1.0
        old_sine = 0.0
        for i in range(len(e)):
            cosine, sine, r = rotation(d[i] * cosine, e[i])
            if i:
                e[i - 1] = old_sine * r
            old_cosine, old_sine, d[i] = rotation(old_cosine * r, d[i + 1] * sine)
            turn(self.right, i, i + 1, cosine, sine)
            turn(self.left, i, i + 1, old_cosine, old_sine)
        last = d[-1] * cosine
        d[-1], e[-1] = last * old_cosine, last * old_sine

    def _shifted(self, shift: float) -> None:
        d, e = self.d, self.e
        f = (abs(d[0]) - shift) * (math.copysign(1.0, d[0]) + shift / d[0])
        g = e[0]
        for i in range(len(e)):
            cosine, sine, r = rotation(f, g)
            if i:
                e[i - 1] = r
            f, e[i] = cosine * d[i] + sine * e[i], cosine * e[i] - sine * d[i]
            g, d[i + 1] = sine * d[i + 1], cosine * d[i + 1]
            turn(self.right, i, i + 1, cosine, sine)
            cosine, sine, d[i] = rotation(f, g)
            f, d[i + 1] = (
                cosine * e[i] + sine * d[i + 1],
                cosine * d[i + 1] - sine * e[i],
            )
            if i + 1 < len(e):
                g, e[i + 1] = sine * e[i + 1], cosine * e[i + 1]
            turn(self.left, i, i + 1, cosine, sine)
        e[-1] = f


def turn(rows: np.ndarray, i: int, j: int, cosine: float, sine: float) -> None:
    """Rotate two rows of an array in place."""
    rows[i], rows[j] = (
        cosine * rows[i] + sine * rows[j],
        cosine * rows[j] - sine * rows[i],
    )


def _values_of_two(f: float, g: float, h: float) -> tuple[float, float]:
    """The singular values of [[f, g], [0, h]], the larger first."""
    f, h = abs(f), abs(h)
    largest = (math.hypot(f + h, g) + math.hypot(f - h, g)) / 2
    return largest, f * h / largest if largest else 0.0
