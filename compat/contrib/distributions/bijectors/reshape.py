"""An event in another shape."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from compat.contrib.distributions.basis import Bijector
from compat.count import opseed
from compat.count.ops import arrays

tf1 = tf.compat.v1

_MISMATCH = "Input `event_shape` does not match `event_shape_in`."

# How many ops 1.15 built for a move: with the ranks known, one of them open; and where
# shapes are checked when the graph runs (ranks known, that of x open, that of a shape).
_MOVE, _OPEN_MOVE = 17, 23
_CHECKED_MOVE = (89, 94, 97)


class Reshape(Bijector):  # type: ignore[valid-type, misc]
    """An event in another shape.

    Args:
        event_shape_out: The shape of y; one size may be -1.
        event_shape_in: The shape of x; one size may be -1.
        validate_args: Whether shapes that are known only when the graph runs are
            checked then.
        name: Name of the ops.

    Raises:
        TypeError: For shapes of other than integers.
        ValueError: For a shape of rank 2 or more, or inputs of another shape.
        InvalidArgumentError: For sizes below -1, or more than one -1, where arguments
            are validated.

    Source: `tf.contrib.distributions.bijectors.Reshape`.
    """

    def __init__(
        self,
        event_shape_out: Any,
        event_shape_in: Any = (-1,),
        validate_args: bool = False,
        name: str | None = None,
    ) -> None:
        with tf1.name_scope(name, "reshape", values=[event_shape_out, event_shape_in]):
            out = tf1.convert_to_tensor(
                event_shape_out, name="event_shape_out", preferred_dtype=tf.int32
            )
            into = tf1.convert_to_tensor(
                event_shape_in, name="event_shape_in", preferred_dtype=tf.int32
            )
            if validate_args:
                out, into = _checked(out), _checked(into)
            else:
                _refuse(out)
                _refuse(into)
                opseed.account(2)  # ranks of both
            self._out, self._into = out, into
        super().__init__(
            forward_min_event_ndims=0,
            is_constant_jacobian=True,
            validate_args=validate_args,
            name=name or "reshape",
        )

    def _forward(self, x: Any) -> Any:
        return self._moved(x, self._into, self._out)

    def _inverse(self, y: Any) -> Any:
        return self._moved(y, self._out, self._into)

    def _moved(self, x: Any, one: Any, other: Any) -> Any:
        """The last sizes of `x`, of shape `one`, as the shape `other`."""
        open_rank, open_one = x.shape.rank is None, one.shape.rank is None
        open_one = open_one or one.shape.num_elements() is None
        checks = self._compare(x, one)
        count = _OPEN_MOVE if open_rank or open_one else _MOVE
        if not (open_rank or open_one) and x.shape.rank == one.shape.num_elements():
            count -= 2  # no sizes before the event's
        if checks:
            count = _CHECKED_MOVE[2 if open_one else int(open_rank)]
        with opseed.exactly(count):
            shape = tf1.shape(x)
            size = tf1.size(one)
            if checks:
                with tf1.control_dependencies([_equal(shape, one, size)]):
                    shape = tf1.identity(shape)
            lead = shape[: tf1.shape(shape)[0] - size]
            result = arrays.reshape(x, tf1.concat([lead, other], axis=0))
        return result

    def _compare(self, x: Any, one: Any) -> bool:
        """Compare what is known; whether the rest is to be compared by ops.

        Raises:
            ValueError: Where the end of the shape of `x` is not `one`.
        """
        known = tf.get_static_value(one)
        rank = len(known) if known is not None else one.shape.num_elements()
        if rank is None or x.shape.rank is None:
            return self.validate_args
        if rank > x.shape.rank:
            raise ValueError(f"Shape {x.shape} must have rank at least {rank}")
        sizes = x.shape.as_list()[x.shape.rank - rank :]
        if None in sizes or known is None:
            return self.validate_args
        if any(want not in (-1, is_) for want, is_ in zip(known, sizes, strict=True)):
            received = np.array(sizes, np.int32)
            opseed.account(6)  # 1.15 built so many before it looked
            raise ValueError(f"{_MISMATCH[:-1]} ({received} vs {known}).")
        return False

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        return tf1.constant(0.0, dtype=y.dtype)

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        return tf1.constant(0.0, dtype=x.dtype)

    def _forward_event_shape(self, input_shape: Any) -> Any:
        return self._shaped(input_shape, self._into, self._out)

    def _inverse_event_shape(self, output_shape: Any) -> Any:
        return self._shaped(output_shape, self._out, self._into)

    @staticmethod
    def _shaped(given: Any, one: Any, other: Any) -> Any:
        """The static shape of what has the shape `given`, moved."""
        given = tf.TensorShape(given)
        known = tf.get_static_value(other)
        count = one.shape.num_elements()
        if given.rank is None or known is None or count is None:
            if other.shape.num_elements() is None or given.rank is None:
                return tf.TensorShape(None)
            known = [-1] * other.shape.num_elements()
            count = count or 0
        before, event = given[: given.rank - count], given[given.rank - count :]
        sizes = [None if size == -1 else int(size) for size in known]
        if sizes.count(None) == 1 and event.num_elements() is not None:
            rest = int(np.prod([size for size in sizes if size is not None]))
            sizes[sizes.index(None)] = event.num_elements() // rest
        return before.concatenate(sizes)

    def _forward_event_shape_tensor(self, input_shape: Any) -> Any:
        return self._shape_of(self.forward, input_shape)

    def _inverse_event_shape_tensor(self, output_shape: Any) -> Any:
        return self._shape_of(self.inverse, output_shape)

    def _shape_of(self, move: Any, shape: Any) -> Any:
        return tf1.shape(move(tf1.zeros(shape, self.dtype or tf.float32)))


def _refuse(shape: Any) -> None:
    """Refuse what is no shape.

    Raises:
        TypeError: For other than integers.
        ValueError: For a rank of 2 or more.
    """
    if not shape.dtype.is_integer:
        raise TypeError(f"{shape} dtype ({shape.dtype.name}) should be `int`-like.")
    if shape.shape.rank is not None and shape.shape.rank > 1:
        opseed.account(2)
        raise ValueError(f"`{shape}` rank ({shape.shape.rank}) should be <= 1.")


def _checked(shape: Any) -> Any:
    """`shape`, behind checks of its rank and of its sizes; what is known raises now."""
    _refuse(shape)
    known = tf.get_static_value(shape)
    no_open_size = known is not None and -1 not in known
    open_rank = shape.shape.rank is None
    with opseed.exactly(51 if open_rank else 14 if no_open_size else 45):
        checks = [
            tf1.assert_less_equal(
                tf1.rank(shape), 1, message=f"`{shape}` rank should be <= 1."
            ),
            tf1.assert_less_equal(
                tf1.reduce_sum(tf1.cast(tf.equal(shape, -1), tf.int32)),
                1,
                message="elements must have at most one `-1`.",
            ),
            tf1.assert_greater_equal(
                shape,
                -1,
                message="elements must be either positive integers or `-1`.",
            ),
        ]
    if known is not None and np.sum(known == -1) <= 1:
        return shape
    with opseed.exactly(0):
        with tf1.control_dependencies([check for check in checks if check is not None]):
            shape = tf1.identity(shape)
    return shape


def _equal(shape: Any, one: Any, size: Any) -> Any:
    """A check that the end of `shape` is `one` but for its -1."""
    event = shape[tf1.shape(shape)[0] - size :]
    one = tf1.reshape(one, [-1])
    set_ = tf1.greater_equal(one, 0)
    return tf1.assert_equal(
        tf1.boolean_mask(event, set_), tf1.boolean_mask(one, set_), message=_MISMATCH
    )
