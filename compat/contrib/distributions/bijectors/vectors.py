"""Bijectors of vectors and of triangular matrices."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.distributions.basis import Bijector, util
from compat.contrib.distributions.bijectors.combined import Chain
from compat.contrib.distributions.bijectors.plain import AffineScalar, Softplus

tf1 = tf.compat.v1


class SoftmaxCentered(Bijector):  # type: ignore[valid-type, misc]
    """Softmax of x with a 0 behind it: one number more, of sum 1.

    Args:
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Source: `tf.contrib.distributions.bijectors.SoftmaxCentered`.
    """

    def __init__(
        self, validate_args: bool = False, name: str = "softmax_centered"
    ) -> None:
        self._graph_parents: list[Any] = []
        self._name = name
        super().__init__(
            forward_min_event_ndims=1, validate_args=validate_args, name=name
        )

    @staticmethod
    def _wider(shape: Any, by: int) -> Any:
        size = tf.compat.dimension_value(shape[-1]) if shape.rank else None
        if size is None:
            return shape
        if size + by < 1:
            raise ValueError(f"expected a last size of at least 2, received {shape}")
        return shape[:-1].concatenate(size + by)

    def _forward_event_shape(self, input_shape: Any) -> Any:
        return self._wider(tf.TensorShape(input_shape), 1)

    def _inverse_event_shape(self, output_shape: Any) -> Any:
        return self._wider(tf.TensorShape(output_shape), -1)

    def _forward_event_shape_tensor(self, input_shape: Any) -> Any:
        return tf1.concat([input_shape[:-1], [input_shape[-1] + 1]], 0)

    def _inverse_event_shape_tensor(self, output_shape: Any) -> Any:
        if self.validate_args:
            check = tf1.assert_greater(
                output_shape[-1], 1, message="Need last dimension greater than 1."
            )
            with tf1.control_dependencies([check]):
                output_shape = tf1.identity(output_shape)
        return tf1.concat([output_shape[:-1], [output_shape[-1] - 1]], 0)

    def _forward(self, x: Any) -> Any:
        zeros = tf1.zeros_like(x[..., :1])
        return tf1.nn.softmax(tf1.concat([x, zeros], -1))

    def _inverse(self, y: Any) -> Any:
        log = tf1.log(y)
        return log[..., :-1] - log[..., -1:]

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        # det(diag(y) - y·yᵀ) of the first n is the product of all n + 1
        return -tf1.reduce_sum(tf1.log(y), axis=-1)

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        size = tf1.cast(tf1.shape(x)[-1] + 1, x.dtype)
        total = tf.nn.softplus(tf1.reduce_logsumexp(x, axis=-1))
        return tf1.reduce_sum(x, axis=-1) - size * total


class Ordered(Bijector):  # type: ignore[valid-type, misc]
    """Rising numbers to free ones: the first, and logarithms of the steps.

    Args:
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Source: `tf.contrib.distributions.bijectors.Ordered`.
    """

    def __init__(self, validate_args: bool = False, name: str = "ordered") -> None:
        super().__init__(
            forward_min_event_ndims=1, validate_args=validate_args, name=name
        )

    def _rising(self, x: Any) -> Any:
        if not self.validate_args:
            return x
        check = tf1.assert_positive(
            x[..., 1:] - x[..., :-1],
            message="Forward transformation input must be strictly increasing.",
        )
        with tf1.control_dependencies([check]):
            return tf1.identity(x)

    def _forward(self, x: Any) -> Any:
        x = self._rising(x)
        return tf1.concat([x[..., :1], tf1.log(x[..., 1:] - x[..., :-1])], -1)

    def _inverse(self, y: Any) -> Any:
        return tf1.cumsum(tf1.concat([y[..., :1], tf.exp(y[..., 1:])], -1), axis=-1)

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        return tf1.reduce_sum(y[..., 1:], axis=-1)

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        x = self._rising(x)
        return -tf1.reduce_sum(tf1.log(x[..., 1:] - x[..., :-1]), axis=-1)


class FillTriangular(Bijector):  # type: ignore[valid-type, misc]
    """A vector to a triangular matrix.

    Args:
        upper: Whether to the upper triangle.
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Source: `tf.contrib.distributions.bijectors.FillTriangular`.
    """

    def __init__(
        self,
        upper: bool = False,
        validate_args: bool = False,
        name: str = "fill_triangular",
    ) -> None:
        self._upper = upper
        super().__init__(
            forward_min_event_ndims=1,
            inverse_min_event_ndims=2,
            validate_args=validate_args,
            name=name,
        )

    def _forward(self, x: Any) -> Any:
        return util.fill_triangular(x, upper=self._upper)

    def _inverse(self, y: Any) -> Any:
        return util.fill_triangular_inverse(y, upper=self._upper)

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        return tf1.zeros_like(x[..., 0])

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        return tf1.zeros_like(y[..., 0, 0])

    def _forward_event_shape(self, input_shape: Any) -> Any:
        shape = tf.TensorShape(input_shape)
        count = tf.compat.dimension_value(shape[-1])
        if count is None:
            return shape[:-1].concatenate([None, None])
        size = int((0.25 + 2 * count) ** 0.5 - 0.5)
        if size * (size + 1) // 2 != count:
            raise ValueError("Vector is not a triangular number")
        return shape[:-1].concatenate([size, size])

    def _inverse_event_shape(self, output_shape: Any) -> Any:
        shape = tf.TensorShape(output_shape)
        size, columns = (tf.compat.dimension_value(shape[i]) for i in (-2, -1))
        if size != columns:
            raise ValueError("Matrix must be square")
        count = None if size is None else size * (size + 1) // 2
        return shape[:-2].concatenate([count])

    def _forward_event_shape_tensor(self, input_shape: Any) -> Any:
        count = tf1.cast(input_shape[-1], tf.float32)
        size = tf1.cast(tf.sqrt(0.25 + 2.0 * count) - 0.5, tf.int32)
        check = tf1.assert_equal(
            size * (size + 1) // 2,
            input_shape[-1],
            message="Vector is not a triangular number",
        )
        with tf1.control_dependencies([check] if self.validate_args else []):
            size = tf1.identity(size)
        return tf1.concat([input_shape[:-1], [size, size]], 0)

    def _inverse_event_shape_tensor(self, output_shape: Any) -> Any:
        size = output_shape[-1]
        if self.validate_args:
            check = tf1.assert_equal(
                output_shape[-1], output_shape[-2], message="Matrix must be square"
            )
            with tf1.control_dependencies([check]):
                size = tf1.identity(size)
        return tf1.concat([output_shape[:-2], [size * (size + 1) // 2]], 0)


class TransformDiagonal(Bijector):  # type: ignore[valid-type, misc]
    """A matrix whose diagonal goes through another bijector.

    Args:
        diag_bijector: The other bijector.
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Source: `tf.contrib.distributions.bijectors.TransformDiagonal`.
    """

    def __init__(
        self,
        diag_bijector: Any,
        validate_args: bool = False,
        name: str = "transform_diagonal",
    ) -> None:
        self._diag_bijector = diag_bijector
        super().__init__(
            forward_min_event_ndims=2,
            inverse_min_event_ndims=2,
            validate_args=validate_args,
            name=name,
        )

    def _forward(self, x: Any) -> Any:
        diagonal = self._diag_bijector.forward(tf1.matrix_diag_part(x))
        return tf1.matrix_set_diag(x, diagonal)

    def _inverse(self, y: Any) -> Any:
        diagonal = self._diag_bijector.inverse(tf1.matrix_diag_part(y))
        return tf1.matrix_set_diag(y, diagonal)

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        return self._diag_bijector.forward_log_det_jacobian(
            tf1.matrix_diag_part(x), event_ndims=1
        )

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        return self._diag_bijector.inverse_log_det_jacobian(
            tf1.matrix_diag_part(y), event_ndims=1
        )


class ScaleTriL(Chain):
    """A vector to a lower triangular matrix with a diagonal above 0.

    Args:
        diag_bijector: What makes the diagonal positive; by default `Softplus`.
        diag_shift: What is added to it; `None` for nothing.
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Source: `tf.contrib.distributions.bijectors.ScaleTriL`.
    """

    def __init__(
        self,
        diag_bijector: Any = None,
        diag_shift: Any = 1e-5,
        validate_args: bool = False,
        name: str = "scale_tril",
    ) -> None:
        if diag_bijector is None:
            diag_bijector = Softplus(validate_args=validate_args)
        if diag_shift is not None:
            diag_bijector = Chain([AffineScalar(shift=diag_shift), diag_bijector])
        super().__init__(
            [TransformDiagonal(diag_bijector=diag_bijector), FillTriangular()],
            validate_args=validate_args,
            name=name,
        )
