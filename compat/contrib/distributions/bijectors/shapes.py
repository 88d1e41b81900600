"""Bijectors that move numbers: order and shape."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from compat.contrib.distributions.basis import Bijector
from compat.count.ops import arrays

tf1 = tf.compat.v1


class Permute(Bijector):  # type: ignore[valid-type, misc]
    """The numbers of a vector in another order.

    Args:
        permutation: Which comes first, which next: integers 0 to size - 1.
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Raises:
        TypeError: For other than integers.
        ValueError: For what is no permutation.

    Source: `tf.contrib.distributions.bijectors.Permute`.
    """

    def __init__(
        self, permutation: Any, validate_args: bool = False, name: str | None = None
    ) -> None:
        with tf1.name_scope(name, "permute", values=[permutation]):
            permutation = tf1.convert_to_tensor(permutation, name="permutation")
            if not permutation.dtype.is_integer:
                raise TypeError(
                    f"permutation.dtype ({permutation.dtype.name}) should be "
                    "`int`-like."
                )
            known = tf.get_static_value(permutation)
            message = (
                "Permutation over `d` must contain exactly one of each of `0..d-1`"
            )
            if known is not None:
                if not np.all(np.sort(known) == np.arange(known.shape[-1])):
                    raise ValueError(message)
            elif validate_args:
                ordered = -tf1.nn.top_k(-permutation, k=tf1.shape(permutation)[-1])[0]
                check = tf1.assert_equal(
                    ordered, tf1.range(tf1.shape(permutation)[-1]), message=message
                )
                with tf1.control_dependencies([check]):
                    permutation = tf1.identity(permutation)
            self._permutation = permutation
            super().__init__(
                forward_min_event_ndims=1,
                is_constant_jacobian=True,
                validate_args=validate_args,
                name=name or "permute",
            )

    @property
    def permutation(self) -> Any:
        """The order."""
        return self._permutation

    def _forward(self, x: Any) -> Any:
        return tf1.gather(x, self.permutation, axis=-1)

    def _inverse(self, y: Any) -> Any:
        return tf1.gather(y, tf1.invert_permutation(self.permutation), axis=-1)

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        return tf1.constant(0.0, dtype=y.dtype.base_dtype)

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        return tf1.constant(0.0, dtype=x.dtype.base_dtype)


class Reshape(Bijector):  # type: ignore[valid-type, misc]
    """An event in another shape.

    Args:
        event_shape_out: The shape of y; one size may be -1.
        event_shape_in: The shape of x.
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Raises:
        ValueError: For shapes that are not known, or of other sizes.

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
            self._event_shape_out = self._known(out)
            self._event_shape_in = self._known(into)
        self._out_tensor, self._in_tensor = out, into
        super().__init__(
            forward_min_event_ndims=len(self._event_shape_in),
            inverse_min_event_ndims=len(self._event_shape_out),
            is_constant_jacobian=True,
            validate_args=validate_args,
            name=name or "reshape",
        )

    @staticmethod
    def _known(shape: Any) -> list[int]:
        known = tf.get_static_value(shape)
        if known is None or known.ndim != 1:
            raise ValueError("expected an event shape that is a vector and known")
        if np.sum(known == -1) > 1 or np.any(known < -1):
            raise ValueError(
                "elements must be either positive integers or `-1`, which may come once"
            )
        return [int(size) for size in known]

    def _moved(self, x: Any, one: list[int], other: Any) -> Any:
        before = x.shape[: x.shape.rank - len(one)]
        if -1 not in one and list(x.shape[-len(one) :]) != one and one:
            if None not in x.shape[-len(one) :].as_list():
                raise ValueError(
                    f"expected an event of shape {one}, received {x.shape}"
                )
        lead = tf1.shape(x)[: x.shape.rank - len(one)]
        y = arrays.reshape(x, tf1.concat([lead, other], axis=0))
        if before.is_fully_defined():
            known = [None if size == -1 else size for size in self._of(other)]
            y.set_shape(before.concatenate(known))
        return y

    def _of(self, shape: Any) -> list[int]:
        return (
            self._event_shape_out
            if shape is self._out_tensor
            else (self._event_shape_in)
        )

    def _forward(self, x: Any) -> Any:
        return self._moved(x, self._event_shape_in, self._out_tensor)

    def _inverse(self, y: Any) -> Any:
        return self._moved(y, self._event_shape_out, self._in_tensor)

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        return tf1.constant(0.0, dtype=y.dtype)

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        return tf1.constant(0.0, dtype=x.dtype)

    def _shaped(self, given: Any, one: list[int], other: list[int]) -> Any:
        if given.rank is None:
            return given
        before = given[: given.rank - len(one)]
        sizes = [None if size == -1 else size for size in other]
        known = given[given.rank - len(one) :].num_elements()
        if None in sizes and known is not None:
            rest = int(np.prod([s for s in sizes if s is not None]))
            sizes[sizes.index(None)] = known // rest
        return before.concatenate(sizes)

    def _forward_event_shape(self, input_shape: Any) -> Any:
        return self._shaped(input_shape, self._event_shape_in, self._event_shape_out)

    def _inverse_event_shape(self, output_shape: Any) -> Any:
        return self._shaped(output_shape, self._event_shape_out, self._event_shape_in)

    def _forward_event_shape_tensor(self, input_shape: Any) -> Any:
        shape = self._forward_event_shape(
            tf.TensorShape(tf.get_static_value(input_shape))
        )
        return tf.constant(shape.as_list(), tf.int32)

    def _inverse_event_shape_tensor(self, output_shape: Any) -> Any:
        shape = self._inverse_event_shape(
            tf.TensorShape(tf.get_static_value(output_shape))
        )
        return tf.constant(shape.as_list(), tf.int32)
