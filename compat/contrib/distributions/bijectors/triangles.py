"""Bijectors of lower triangular matrices: their inverses and their products."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from compat.contrib.distributions.basis import Bijector

tf1 = tf.compat.v1


class CholeskyOuterProduct(Bijector):  # type: ignore[valid-type, misc]
    """y = x·xᵀ, x lower triangular with a diagonal above 0.

    Args:
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Source: `tf.contrib.distributions.bijectors.CholeskyOuterProduct`.
    """

    def __init__(
        self, validate_args: bool = False, name: str = "cholesky_outer_product"
    ) -> None:
        self._graph_parents: list[Any] = []
        self._name = name
        super().__init__(
            forward_min_event_ndims=2, validate_args=validate_args, name=name
        )

    def _square(self, x: Any) -> Any:
        if not self.validate_args:
            return x
        matrix = tf1.assert_rank_at_least(x, 2)
        square = tf1.assert_equal(tf1.shape(x)[-2], tf1.shape(x)[-1])
        checks = [check for check in (matrix, square) if check is not None]
        with tf1.control_dependencies(checks):
            return tf1.identity(x)

    def _forward(self, x: Any) -> Any:
        x = self._square(x)
        return tf.matmul(x, x, adjoint_b=True)

    def _inverse(self, y: Any) -> Any:
        return tf1.cholesky(y)

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        return -self._forward_log_det_jacobian(tf1.cholesky(y))

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        # each entry of y is seen once: p·log 2 + Σ (p - i)·log x_ii, i from 0
        diagonal = tf1.matrix_diag_part(self._square(x))
        if self.validate_args:
            check = tf1.assert_positive(
                diagonal, message="All diagonal elements must be positive."
            )
            with tf1.control_dependencies([check]):
                diagonal = tf1.identity(diagonal)
        size = tf1.shape(x)[-1]
        weights = tf1.cast(tf1.range(size, 0, delta=-1), diagonal.dtype)
        total = tf1.reduce_sum(weights * tf1.log(diagonal), axis=-1)
        return total + tf1.cast(size, diagonal.dtype) * np.log(2.0)


class MatrixInverseTriL(Bijector):  # type: ignore[valid-type, misc]
    """y = x⁻¹, x lower triangular with no 0 on its diagonal.

    Args:
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Source: `tf.contrib.distributions.bijectors.MatrixInverseTriL`.
    """

    def __init__(
        self, validate_args: bool = False, name: str = "matrix_inverse_tril"
    ) -> None:
        self._graph_parents: list[Any] = []
        self._name = name
        super().__init__(
            forward_min_event_ndims=2, validate_args=validate_args, name=name
        )

    def _checked(self, x: Any) -> Any:
        if not self.validate_args:
            return x
        if x.shape.rank is not None and x.shape.rank < 2:
            raise ValueError(
                "Input must have rank at least 2, received a tensor of rank "
                f"{x.shape.rank}"
            )
        zero = tf1.zeros([], x.dtype)
        checks = [
            tf1.assert_rank_at_least(x, 2, message="Input must have rank at least 2."),
            tf1.assert_equal(
                tf1.shape(x)[-2],
                tf1.shape(x)[-1],
                message="Input must be a (batch of) square matrix.",
            ),
            tf1.assert_equal(
                tf1.matrix_band_part(x, 0, -1) - _diagonal(x),
                zero,
                message="Input must be lower triangular.",
            ),
            tf1.assert_none_equal(
                tf1.matrix_diag_part(x),
                zero,
                message="Input must have all diagonal entries nonzero.",
            ),
        ]
        with tf1.control_dependencies([check for check in checks if check is not None]):
            return tf1.identity(x)

    def _forward(self, x: Any) -> Any:
        x = self._checked(x)
        shape = tf1.shape(x)
        eye = tf.eye(shape[-1], batch_shape=shape[:-2], dtype=x.dtype)
        return tf1.matrix_triangular_solve(x, eye, lower=True)

    def _inverse(self, y: Any) -> Any:
        return self._forward(y)

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        x = self._checked(x)
        # -(n + 1)·Σ it would be over the triangle; 1.15 takes the whole matrix
        size = tf1.cast(2 * tf1.shape(x)[-1], x.dtype)
        logs = tf1.log(tf.abs(tf1.matrix_diag_part(x)))
        return -size * tf1.reduce_sum(logs, axis=-1)

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        return self._forward_log_det_jacobian(y)


def _diagonal(x: Any) -> Any:
    return tf1.matrix_diag(tf1.matrix_diag_part(x))
