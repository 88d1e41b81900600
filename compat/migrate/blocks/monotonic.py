"""The weights of monotonic attention, from the chances to stop at each place."""

from __future__ import annotations

from typing import Any

import numpy as np
from keras import backend, ops

MODES = ("parallel", "hard")


def checked(mode: str) -> str:
    """The mode.

    Raises:
        ValueError: For another one.
    """
    if mode not in MODES:
        raise ValueError(f"expected a mode among {', '.join(MODES)}, received {mode!r}")
    return mode


def weights(chosen: Any, before: Any, mode: str) -> Any:
    """Where the attention is at this step.

    With `p` the chances to stop and `a` the weights of the step before: `parallel`,
    `p * cumprod(1 - p) * cumsum(a / cumprod(1 - p))`; `hard`, the first place that is
    chosen from where it was on, or none. Products leave out the place itself.

    Args:
        chosen: The chances, `[batch, time]`.
        before: `[batch, time]`.
        mode: Which of the two.

    Source: tf.contrib.seq2seq.monotonic_attention.
    """
    if mode == "hard":
        chosen = chosen * ops.cumsum(before, axis=1)
        return chosen * _product(1 - chosen)
    passed = _safe_product(1 - chosen)
    return chosen * passed * ops.cumsum(before / ops.clip(passed, 1e-10, 1.0), axis=1)


def _product(x: Any) -> Any:
    """The product of all before each place."""
    return ops.cumprod(_shifted(x, 1.0), axis=1)


def _safe_product(x: Any) -> Any:
    """The same, by the sum of logarithms."""
    tiny = float(np.finfo(backend.standardize_dtype(x.dtype)).tiny)
    logs = ops.log(ops.clip(x, tiny, 1.0))
    return ops.exp(ops.cumsum(_shifted(logs, 0.0), axis=1))


def _shifted(x: Any, first: float) -> Any:
    return ops.concatenate([ops.zeros_like(x[:, :1]) + first, x[:, :-1]], axis=1)
