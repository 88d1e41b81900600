"""The helpers that 1.15's own timings of cells used: device, settings, seconds a run.

Never public; old code took them from `contrib/rnn/python/kernel_tests/benchmarking`.
"""

from __future__ import annotations

import contextlib
import itertools
import time
from collections.abc import Iterator
from typing import Any

import tensorflow as tf

_WARM_UP = 2


@contextlib.contextmanager
def device(use_gpu: bool = False) -> Iterator[None]:
    """Place what is built inside on the first graphics card, or on the processor."""
    with tf.device("/device:GPU:0" if use_gpu else "/device:CPU:0"):
        yield


def dict_product(dicts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give one dictionary per choice of one value for every key.

    Args:
        dicts: Key → the values it may have. The last key changes fastest.
    """
    for chosen in itertools.product(*dicts.values()):
        yield dict(zip(dicts, chosen, strict=True))


def seconds_per_run(op: Any, sess: Any, num_runs: int = 50) -> float:
    """Measure how long a session takes to run `op` once, after two runs to warm up.

    Args:
        op: What is run.
        sess: The session.
        num_runs: How many runs are measured.
    """
    for _ in range(_WARM_UP):
        sess.run(op)
    begin = time.monotonic()
    for _ in range(num_runs):
        sess.run(op)
    return (time.monotonic() - begin) / num_runs
