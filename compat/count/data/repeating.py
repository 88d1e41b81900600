"""`Dataset.repeat`, which after a shuffle gave another order in 1.15."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat import _private
from compat.count import opseed

tf1 = tf.compat.v1


def repeated(repeat: Any) -> Any:
    """`Dataset.repeat` as it was.

    Args:
        repeat: TensorFlow's own.
    """

    def repeat_in_order(self: Any, count: Any = None, name: Any = None) -> Any:
        plain = repeat(self, count)
        graph = tf1.get_default_graph()
        if tf.executing_eagerly() or graph.building_function:
            return plain  # 1.15 looked at neither
        parts = _private.shuffled_parts(self)
        known = tf.get_static_value(count) if count is not None else -1
        if parts is None or known == 1:
            return plain
        from compat.count.data import fused  # few scripts need it

        with opseed.exactly(0), tf1.name_scope("shuffled_and_repeated"):
            shuffled = fused.Shuffled(*parts)
            return fused.fused(shuffled, -1 if count is None else count)

    return repeat_in_order
