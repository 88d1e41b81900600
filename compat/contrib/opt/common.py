"""What the optimizers here share: rows of a variable, slots, what is given late."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def called(value: Any) -> Any:
    """What a function without arguments gives, or the value itself."""
    return value() if callable(value) else value


def is_resource(variable: Any) -> bool:
    """Whether a variable is one of `use_resource=True`."""
    return hasattr(variable, "handle")


def cast(tensor: Any, variable: Any) -> Any:
    """A number as a tensor of a variable's type; no op where it is of that type."""
    return tf1.cast(tensor, variable.dtype.base_dtype)


def rows_written(variable: Any, indices: Any, values: Any) -> Any:
    """Write some rows of a variable, and give what it holds then."""
    return _after(variable, tf1.scatter_update, indices, values)


def rows_added(variable: Any, indices: Any, values: Any) -> Any:
    """Add to some rows of a variable, and give what it holds then."""
    return _after(variable, tf1.scatter_add, indices, values)


def rows_subtracted(variable: Any, indices: Any, values: Any) -> Any:
    """Subtract from some rows of a variable, and give what it holds then."""
    return _after(variable, tf1.scatter_sub, indices, values)


_RESOURCE = {
    tf1.scatter_update: tf.raw_ops.ResourceScatterUpdate,
    tf1.scatter_add: tf.raw_ops.ResourceScatterAdd,
    tf1.scatter_sub: tf.raw_ops.ResourceScatterSub,
}


def rows_change(variable: Any, change: Any, indices: Any, values: Any) -> Any:
    """The op that changes rows of a resource variable, without reading it again."""
    return _RESOURCE[change](resource=variable.handle, indices=indices, updates=values)


def _after(variable: Any, change: Any, indices: Any, values: Any) -> Any:
    if not is_resource(variable):
        return change(variable, indices, values)
    with tf1.control_dependencies([rows_change(variable, change, indices, values)]):
        return variable.value()
