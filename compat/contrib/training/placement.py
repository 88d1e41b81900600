"""Which parameter server a variable goes to, for `tf.train.replica_device_setter`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

tf1 = tf.compat.v1


class RandomStrategy:
    """A server drawn from the name of the op.

    Args:
        num_ps_tasks: How many servers.
        seed: Drawn anew for another seed.

    Source: `tf.contrib.training.RandomStrategy`.
    """

    def __init__(self, num_ps_tasks: int, seed: int = 0) -> None:
        self._num_tasks = num_ps_tasks
        self._seed = seed

    def __call__(self, op: Any) -> int:
        """The server's number, for `op`."""
        text = f"{op.name}_{self._seed}".encode()
        return int(hashlib.md5(text).hexdigest(), 16) % self._num_tasks


class GreedyLoadBalancingStrategy:
    """The server with the least load so far.

    Args:
        num_tasks: How many servers.
        load_fn: From an op to the load that it adds.

    Source: `tf.contrib.training.GreedyLoadBalancingStrategy`.
    """

    def __init__(self, num_tasks: int, load_fn: Callable[[Any], float]) -> None:
        self._load_fn = load_fn
        self._ps_loads = np.zeros(num_tasks)

    def __call__(self, op: Any) -> int:
        """The server's number, for `op`, whose load is counted."""
        task = int(np.argmin(self._ps_loads))
        self._ps_loads[task] += self._load_fn(op)
        return task


def byte_size_load_fn(op: Any) -> int:
    """The size in bytes of the only output of an op.

    Raises:
        ValueError: For another number of outputs, or a shape that is not known.

    Source: `tf.contrib.training.byte_size_load_fn`.
    """
    if len(op.outputs) != 1:
        raise ValueError(f"Op {op} must have a single output")
    output = op.outputs[0]
    shape = output.shape
    shape.assert_is_fully_defined()
    return shape.num_elements() * output.dtype.size
