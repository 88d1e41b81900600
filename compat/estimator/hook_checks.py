"""Whether hooks are hooks."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def checked_hooks(hooks: Any) -> tuple[Any, ...]:
    """A tuple of hooks.

    Raises:
        TypeError: If one of them is not a `SessionRunHook`.
    """
    listed = tuple(hooks or ())
    for hook in listed:
        if not isinstance(hook, tf1.train.SessionRunHook):
            raise TypeError(
                f"All hooks must be `SessionRunHook` instances, given: {hook}"
            )
    return listed
