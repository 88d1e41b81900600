"""Lists what differs between two recordings of a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

# Half precision is rounded after each op, and those of an element need not be the same.
HALF = 2e-3


def differences(
    expected: Mapping[str, np.ndarray],
    seen: Mapping[str, np.ndarray],
    told: Mapping[str, Any],
) -> list[str]:
    """List what differs, a sentence each.

    Args:
        expected: One recording of a case.
        seen: The other.
        told: Its `tolerance`, and how many ops `fewer` it counts: see the registry.
    """
    found = [f"{key}: only on one side" for key in sorted({*expected} ^ {*seen})]
    for key in sorted({*expected} & {*seen}):
        one, other = expected[key], seen[key]
        kinds = [
            a.dtype.kind if a.dtype.kind in "SU" else a.dtype for a in (one, other)
        ]
        if one.shape != other.shape or kinds[0] != kinds[1]:
            found.append(f"{key}: {one.dtype}{one.shape}, {other.dtype}{other.shape}")
        elif key == "count":
            wanted = one - [0, told["fewer"]]
            if not np.array_equal(wanted, other):
                found.append(f"{key}: {wanted} expected, {other} seen")
        elif key == "error":
            if [_head(text) for text in one] != [_head(text) for text in other]:
                found.append(f"{key}: {one} expected, {other} seen")
        elif one.dtype.kind not in "fc":
            if not np.array_equal(one, other):
                found.append(f"{key}: {one} expected, {other} seen")
        else:
            apart = _apart(one, other, told["tolerance"])
            if not apart <= _limit(key, one, told):
                found.append(f"{key}: largest difference {apart}")
    return found


def _apart(one: np.ndarray, other: np.ndarray, tolerance: Mapping[str, Any]) -> float:
    size = np.abs(one)
    if tolerance["whole"]:
        size = np.max(size, initial=0)
    wide = np.complex128 if one.dtype.kind == "c" else np.float64
    same = (one == other) | ((one != one) & (other != other))  # infinities, NaN
    with np.errstate(invalid="ignore"):
        apart = np.abs(one.astype(wide) - other) / np.maximum(size, 1)
    return float(np.max(np.where(same, 0, apart), initial=0))


def _limit(key: str, one: np.ndarray, told: Mapping[str, Any]) -> float:
    part = {"initial": "initial", "gradient": "gradient"}.get(
        key.partition("/")[0], "output"
    )
    limit: float = told["tolerance"][part]
    return max(limit, HALF) if one.dtype == np.float16 and limit else limit


def _head(text: str) -> str:
    """What a text says before it names a class: paths and classes differ."""
    return str(text).partition("<class")[0][:60]
