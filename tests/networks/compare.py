"""What two recordings of a network have to share, and how closely."""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from tests.networks import record

# float32 against the largest number of a tensor. Forwards: the same sums in another
# order. Gradients add up over steps, weights and rows. After training: optimizers that
# divide a gradient by its own size make of a rounding of nearly nothing a step.
LIMITS = {"output": 3e-6, "gradient": 2e-5, "loss": 2e-5, "after": 2e-3}
# float16 has 10 bits where float32 has 23. The gates it is made of are numbers about 1:
# what comes out smaller keeps their steps.
HALVES, LEAST_OF_HALVES = 2.0**13, 0.25


def both_ways(tf: Any, network: dict[str, Any]) -> list[str]:
    """Build a network both ways in this process; say what differs.

    Args:
        tf: The facade.
        network: From factor to value.
    """
    kept = os.environ.get("COMPAT_FAST")
    try:
        os.environ["COMPAT_FAST"] = "0"
        plain = record.record(tf, network)
        os.environ["COMPAT_FAST"] = "strict"
        faster = record.record(tf, network)
    finally:
        os.environ.pop("COMPAT_FAST")
        if kept is not None:
            os.environ["COMPAT_FAST"] = kept
    return differences(plain, faster)


def differences(
    expected: dict[str, Any], seen: dict[str, Any], names: bool = True
) -> list[str]:
    """What differs between two recordings.

    Args:
        expected: One of them.
        seen: The other.
        names: Whether each op has to have the same name.
    """
    if "text/error" in expected:
        return [f"no network: {expected['text/error']}"]
    found = []
    for key in sorted({*expected, *seen}):
        kind = key.partition("/")[0]
        if kind == "names" and not names:
            continue
        if key not in expected or key not in seen:
            error = expected.get("text/error"), seen.get("text/error")
            found.append(f"{key}: only on one side {error if any(error) else ''}")
            continue
        one, other = expected[key], seen[key]
        if one.shape != other.shape or one.dtype.kind != other.dtype.kind:
            found.append(f"{key}: {one.dtype}{one.shape}, {other.dtype}{other.shape}")
        elif kind not in LIMITS:
            if not np.array_equal(one, other):
                found.append(f"{key}: {one} expected, {other} seen"[:300])
        else:
            half = one.dtype == np.float16
            limit = LIMITS[kind] * (HALVES if half else 1)
            least = LEAST_OF_HALVES if half else 1e-3
            one, other = one.astype(float), other.astype(float)
            largest = max(np.max(np.abs(np.nan_to_num(one)), initial=0), least)
            nowhere = np.isnan(one) & np.isnan(other)  # as the mean of nothing
            apart = np.max(np.abs(np.where(nowhere, 0, one - other)), initial=0)
            apart /= largest
            if not apart <= limit:
                found.append(f"{key}: {apart:.1e} apart")
    return found
