"""`Dataset.repeat`, and the iterators for which a shuffle before it has another order.

1.15 put a dataset through its graph optimizer where an initializable or one-shot
iterator was made of it, and only there: one of a structure takes it as it is written.
"""

from __future__ import annotations

import warnings
import weakref
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat import _private
from compat.count import opseed

tf1 = tf.compat.v1

# repeated dataset → what was shuffled, and how often: no iterator is made of it yet
_repeated: weakref.WeakKeyDictionary[Any, tuple[Any, Any]] = weakref.WeakKeyDictionary()


def repeated(repeat: Any) -> Any:
    """`Dataset.repeat`, which remembers a shuffle before it.

    Args:
        repeat: TensorFlow's own.
    """

    def repeat_and_remember(self: Any, count: Any = None, name: Any = None) -> Any:
        plain = repeat(self, count)
        if tf.executing_eagerly():
            return plain
        parts = _private.shuffled_parts(self)
        known = tf.get_static_value(count) if count is not None else -1
        if parts is None or known == 1:
            return plain
        count = -1 if count is None else count
        if tf1.get_default_graph().building_function:
            with opseed.exactly(0):  # of which iterator it will be is not known here
                return _fused_dataset(parts, count, inside=True)
        _repeated[plain] = parts, count
        return plain

    return repeat_and_remember


def in_order(dataset: Any) -> Any:
    """A dataset in which what is shuffled and repeated has 1.15's order."""
    variant = tf.data.experimental.to_variant(dataset)
    known = {
        tf.data.experimental.to_variant(one).ref(): told
        for one, told in list(_repeated.items())
    }
    found: dict[Any, Any] = {}

    def rebuilt(tensor: Any) -> Any:
        key = tensor.ref()
        if key not in found:
            found[key] = _fused(*known[key]) if key in known else again(tensor)
        return found[key]

    def again(tensor: Any) -> Any:
        op = tensor.op
        inputs = [rebuilt(x) if x.dtype == tf.variant else x for x in op.inputs]
        if all(new is old for new, old in zip(inputs, op.inputs, strict=True)):
            return tensor
        dtypes = [output.dtype for output in op.outputs]
        attributes = dict(op.node_def.attr)
        new = op.graph.create_op(op.type, inputs, dtypes, attrs=attributes)
        return new.outputs[tensor.value_index]

    with tf1.name_scope("shuffled_and_repeated"):
        new = rebuilt(variant)
    if new is variant:
        return dataset
    return tf.data.experimental.from_variant(new, dataset.element_spec)


def _fused_dataset(parts: Any, count: Any, inside: bool = False) -> Any:
    from compat.count.data import fused  # few scripts need it

    shuffled, *others = parts
    shuffled = shuffled if inside else in_order(shuffled)
    return fused.fused(fused.Shuffled(shuffled, *others), count, inside)


def _fused(parts: Any, count: Any) -> Any:
    return tf.data.experimental.to_variant(_fused_dataset(parts, count))


def _options(dataset: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # in a graph: that it might not be all
        return dataset.options()


def _default(options: Any) -> bool:
    """Whether 1.15's optimizer looked at a dataset without being asked to."""
    return options.experimental_optimization.apply_default_optimizations is not False


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


def _fusing(dataset: Any, options: Any) -> bool:
    wanted = options.experimental_optimization.shuffle_and_repeat_fusion
    wanted = _default(options) if wanted is None else wanted
    return bool(wanted) and not _reads_variables(dataset)


def _ops(dataset: Any, options: Any) -> int:
    """How many ops 1.15 put between a dataset and its initializable iterator."""
    optimization, threading = options.experimental_optimization, options.threading
    ones = (getattr(optimization, name) for name in dir(optimization))
    optimized = _default(options) or any(one is True for one in ones)
    optimized = optimized and not _reads_variables(dataset)
    threads = (threading.private_threadpool_size, threading.max_intra_op_parallelism)
    return (
        2 * optimized
        + (options.autotune.enabled is not False)
        + 2 * sum(one is not None for one in threads)
    )


def _without_optimizer(dataset: Any) -> Any:
    """A dataset that today's optimizer and tuner leave as it was written.

    They take ten times as long as an iterator's start, and 1.15 had neither of that
    kind; what the script asked for itself stays.
    """
    given, options = _options(dataset), tf.data.Options()
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
        opseed.account(_ops(self, options))
        with opseed.exactly(0):
            dataset = in_order(self) if _fusing(self, options) else self
            dataset = _without_optimizer(dataset)
        return function(dataset, shared_name)

    return made


def one_shot(function: Callable[..., Any]) -> Callable[..., Any]:
    """`Dataset.make_one_shot_iterator` of a dataset in 1.15's order."""

    def made(self: Any) -> Any:
        if tf.executing_eagerly():
            return function(self)
        with opseed.exactly(0):
            dataset = in_order(self) if _fusing(self, _options(self)) else self
            dataset = _without_optimizer(dataset)
        return function(dataset)

    return made


def initializer(function: Callable[..., Any]) -> Callable[..., Any]:
    """`Iterator.make_initializer`, of a dataset as it was written."""

    def made(self: Any, dataset: Any, name: Any = None) -> Any:
        if not tf.executing_eagerly():
            with opseed.exactly(0):
                dataset = _without_optimizer(dataset)
        return function(self, dataset, name)

    return made
