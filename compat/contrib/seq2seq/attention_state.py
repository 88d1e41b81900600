"""The state of an `AttentionWrapper`."""

from __future__ import annotations

from typing import Any, NamedTuple

import tensorflow as tf

from compat.count import opseed

tf1 = tf.compat.v1


class AttentionWrapperState(NamedTuple):
    """State of an `AttentionWrapper`.

    Source: `tf.contrib.seq2seq.AttentionWrapperState`.
    """

    cell_state: Any
    attention: Any
    time: Any
    alignments: Any
    alignment_history: Any
    attention_state: Any

    def clone(self, **kwargs: Any) -> AttentionWrapperState:
        """The same state with some parts replaced by others of the same shapes.

        Args:
            **kwargs: Parts by name.

        Raises:
            ValueError: For a part of another shape or structure.
        """
        return tf.nest.map_structure(_same_shape, self, self._replace(**kwargs))


def _same_shape(old: Any, new: Any) -> Any:
    if not (tf.is_tensor(old) and tf.is_tensor(new)):
        return new
    if not old.shape.is_compatible_with(new.shape):
        expected = " ".join(str(size) for size in old.shape.as_list())
        raise ValueError(
            f"Invalid shape for tensor {new.name}, expected [{expected}], "
            f"got {new.shape}."
        )
    if old.shape.is_fully_defined() and new.shape.is_fully_defined():
        return new
    return _checked_shape(old, new)


def _checked_shape(old: Any, new: Any) -> Any:
    """`new`, once it was found at run time to have the shape of `old`."""
    static = old.shape.is_fully_defined()
    with opseed.exactly(20 if static else 16):  # 1.15 also compared the ranks
        expected = old.shape.as_list() if static else tf.shape(old)
        check = tf1.assert_equal(expected, tf.shape(new))
        with tf.control_dependencies([check]):
            same = tf.identity(new)
    same.set_shape(old.shape)
    return same
