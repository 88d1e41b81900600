"""Bijectors that move numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from compat.contrib.distributions.basis import Bijector

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
