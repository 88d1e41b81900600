"""What all distributions and bijectors stand on.

`tf.distributions.Distribution` is public; the base class of bijectors, and helpers that
1.15 had public in `tf.contrib.distributions`, are inside TensorFlow today.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat import _private

tf1 = tf.compat.v1

Distribution = tf1.distributions.Distribution
FULLY = tf1.distributions.FULLY_REPARAMETERIZED
NOT = tf1.distributions.NOT_REPARAMETERIZED


def inside(file: str, name: str) -> Any:
    """A name of a file of `tensorflow.python.ops.distributions`.

    Raises:
        AttributeError: Where this TensorFlow has none.
    """
    return getattr(_private.internal(f"python.ops.distributions.{file}"), name)


util: Any = _private.internal("python.ops.distributions.util")
Bijector = inside("bijector_impl", "Bijector")


def batch_and_event(distribution: Any) -> tuple[Any, Any]:
    """The static shapes of a batch and of an event, or `None` where they are open."""
    batch, event = distribution.batch_shape, distribution.event_shape
    full = batch.is_fully_defined() and event.is_fully_defined()
    return (batch.as_list(), event.as_list()) if full else (None, None)


def positive(tensor: Any, validate: bool, also: Any = ()) -> Any:
    """What must have run before parameters are read: that they are above 0."""
    checks = [tf1.assert_positive(tensor)] if validate else []
    return tf1.control_dependencies([*checks, *also])
