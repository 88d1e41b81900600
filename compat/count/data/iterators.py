"""Iterators of datasets: what 1.15 made of a dataset before it began.

It put one through its graph optimizer where an initializable or one-shot iterator was
made of it, and only there: an iterator of a structure takes it as it is written.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.count import opseed
from compat.count.data.repeating import in_order


def _options(dataset: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # in a graph: that it might not be all
        return dataset.options()


def _reads_variables(dataset: Any) -> bool:
    """Whether a function of a dataset captures what variables gave, but for resources:
    1.15's optimizer let such ones be."""
    return any(
        above.dtype.base_dtype != above.dtype
        for op in _ops_above([tf.data.experimental.to_variant(dataset)], tf.variant)
        if any(value.HasField("func") for value in op.node_def.attr.values())
        for captured in _ops_above([x for x in op.inputs if x.dtype != tf.variant])
        for above in captured.outputs
    )


def _ops_above(tensors: Any, dtype: Any = None) -> Any:
    """The ops that tensors come from, through inputs of a type or of any."""
    waiting, seen = [tensor.op for tensor in tensors], set()
    while waiting:
        op = waiting.pop()
        if op.name not in seen:
            seen.add(op.name)
            yield op
            waiting += [x.op for x in op.inputs if dtype is None or x.dtype == dtype]


def _looked_at(dataset: Any, options: Any) -> tuple[bool, bool]:
    """Whether 1.15's optimizer looked at a dataset, and joined what it joined."""
    optimization = options.experimental_optimization
    default = optimization.apply_default_optimizations is not False
    asked = any(getattr(optimization, name) is True for name in dir(optimization))
    joined = optimization.shuffle_and_repeat_fusion
    looked = (default or asked) and not _reads_variables(dataset)
    return looked, looked and bool(default if joined is None else joined)


def _ops(looked: bool, options: Any) -> int:
    """How many ops 1.15 put between a dataset and its initializable iterator."""
    threading = options.threading
    threads = (threading.private_threadpool_size, threading.max_intra_op_parallelism)
    return (
        2 * looked
        + (options.autotune.enabled is not False)
        + 2 * sum(one is not None for one in threads)
    )


def _without_optimizer(dataset: Any, given: Any) -> Any:
    """A dataset that today's optimizer and tuner leave as it was written.

    They take ten times as long as an iterator's start, and 1.15 had neither of that
    kind; what the script itself has given stays.
    """
    options = tf.data.Options()
    if given.experimental_optimization.apply_default_optimizations is None:
        options.experimental_optimization.apply_default_optimizations = False
    if given.autotune.enabled is None:
        options.autotune.enabled = False
    return dataset.with_options(options)


def initializable(function: Callable[..., Any]) -> Callable[..., Any]:
    """`Dataset.make_initializable_iterator` of a dataset in 1.15's order."""

    def made(self: Any, shared_name: Any = None) -> Any:
        if tf.executing_eagerly():
            return function(self, shared_name)
        options = _options(self)
        looked, joined = _looked_at(self, options)
        opseed.account(_ops(looked, options))
        with opseed.exactly(0):
            dataset = in_order(self) if joined else self
            dataset = _without_optimizer(dataset, options)
        return function(dataset, shared_name)

    return made


def one_shot(function: Callable[..., Any]) -> Callable[..., Any]:
    """`Dataset.make_one_shot_iterator` of a dataset in 1.15's order."""

    def made(self: Any) -> Any:
        if tf.executing_eagerly():
            return function(self)
        options = _options(self)
        _, joined = _looked_at(self, options)
        with opseed.exactly(0):
            dataset = in_order(self) if joined else self
            dataset = _without_optimizer(dataset, options)
        return function(dataset)

    return made


def initializer(function: Callable[..., Any]) -> Callable[..., Any]:
    """`Iterator.make_initializer`, of a dataset as it was written."""

    def made(self: Any, dataset: Any, name: Any = None) -> Any:
        if not tf.executing_eagerly():
            with opseed.exactly(0):
                dataset = _without_optimizer(dataset, _options(dataset))
        return function(self, dataset, name)

    return made
