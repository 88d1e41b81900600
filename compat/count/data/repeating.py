"""`Dataset.repeat`, and the order that a shuffle before it had in 1.15."""

from __future__ import annotations

import weakref
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
    if not _repeated:
        return dataset
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
