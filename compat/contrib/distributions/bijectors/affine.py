"""y = scale·x + shift, of vectors."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.distributions import scales_given
from compat.contrib.distributions.basis import Bijector
from compat.count import opseed

tf1 = tf.compat.v1

# How many ops 1.15 built around the product, shapes known: it made a matrix of all
# draws, and vectors of the product.
_BEFORE, _AFTER = 15, 13
_BEFORE_OPEN, _AFTER_OPEN = 20, 23  # where the batch is open
_AFTER_DRAWS = 18  # where how many are drawn is


def _times(method: Any, x: Any, batch_is_known: bool) -> Any:
    """A matrix method of a scale, on vectors."""
    known = x.shape.is_fully_defined()
    with opseed.exactly(_BEFORE if known else _BEFORE_OPEN):
        columns = tf1.expand_dims(x, -1)
    product = method(columns)
    after = _AFTER_DRAWS if batch_is_known else _AFTER_OPEN
    with opseed.exactly(_AFTER if known else after):
        result = tf1.squeeze(product, [-1])
    return result


class AffineLinearOperator(Bijector):  # type: ignore[valid-type, misc]
    """y = scale·x + shift, scale a linear operator.

    Args:
        shift: By default none.
        scale: A `tf.linalg.LinearOperator`, diagonal or triangular; by default I.
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Raises:
        TypeError: For other types of `shift` and `scale`.

    Source: `tf.contrib.distributions.bijectors.AffineLinearOperator`.
    """

    def __init__(
        self,
        shift: Any = None,
        scale: Any = None,
        validate_args: bool = False,
        name: str = "affine_linear_operator",
    ) -> None:
        self._graph_parents: list[Any] = []
        self._name = name
        self._validate_args = validate_args
        parents = []
        with self._name_scope("init", values=[shift]):
            dtype = tf.float32
            if shift is not None:
                shift = tf1.convert_to_tensor(shift, name="shift")
                parents.append(shift)
                dtype = shift.dtype.base_dtype
            self._shift = shift
            self._matrix: Any = self._scale_given(scale)
            if self._matrix is not None:
                if shift is not None and self._matrix.dtype.base_dtype != dtype:
                    raise TypeError(
                        f"shift.dtype({dtype}) is incompatible with scale.dtype"
                        f"({self._matrix.dtype})."
                    )
                parents += self._matrix.parents
                dtype = self._matrix.dtype.base_dtype
            opseed.account(2)  # 1.15 kept ranks of batch and event
        super().__init__(
            forward_min_event_ndims=1,
            graph_parents=parents,
            is_constant_jacobian=True,
            dtype=dtype,
            validate_args=validate_args,
            name=name,
        )

    def _scale_given(self, scale: Any) -> Any:
        return None if scale is None else scales_given.of_operator(scale)

    @property
    def shift(self) -> Any:
        """shift of the equation."""
        return self._shift

    @property
    def scale(self) -> Any:
        """scale of the equation, as a `tf.linalg.LinearOperator`."""
        return None if self._matrix is None else self._matrix.operator()

    def _batch_is_known(self) -> bool:
        matrix: Any = self._matrix
        return bool(matrix.batch.is_fully_defined())

    def _forward(self, x: Any) -> Any:
        y = x
        if self._matrix is not None:
            with tf1.control_dependencies(self._singular_checks()):
                y = _times(self._matrix.matmul, x, self._batch_is_known())
        return y if self.shift is None else y + self.shift

    def _singular_checks(self) -> list[Any]:
        """Checks, where arguments are validated, that the scale has an inverse."""
        if not self.validate_args:
            return []
        diagonal = self._matrix.diagonal()
        if diagonal is None:
            return []
        with opseed.exactly(self._matrix.checks):
            message = "Singular operator: Diagonal contained zero values."
            zero = tf1.zeros([], diagonal.dtype)
            check = tf1.assert_none_equal(diagonal, zero, message=message)
        return [check]

    def _inverse(self, y: Any) -> Any:
        x = y if self.shift is None else y - self.shift
        return (
            x
            if self._matrix is None
            else _times(self._matrix.solve, x, self._batch_is_known())
        )

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        if self._matrix is None:
            return tf1.constant(0, dtype=x.dtype.base_dtype)
        return self._matrix.log_abs_det()


class Affine(AffineLinearOperator):
    """y = scale·x + shift, scale given by its parts.

    Without a diagonal, a triangle or a part of low rank, the scale is one number.

    Args:
        shift: By default none.
        scale_identity_multiplier: A multiple of I; by default 1 where nothing else is.
        scale_diag: A diagonal.
        scale_tril: A lower triangular matrix.
        scale_perturb_factor: V [batch…, size, rank]: the scale is moved by V·D·Vᵀ.
        scale_perturb_diag: The diagonal of D; by default I.
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Raises:
        ValueError: For `scale_perturb_diag` without `scale_perturb_factor`.
        TypeError: For other types of `shift` and `scale`.

    Source: `tf.contrib.distributions.bijectors.Affine`.
    """

    def __init__(
        self,
        shift: Any = None,
        scale_identity_multiplier: Any = None,
        scale_diag: Any = None,
        scale_tril: Any = None,
        scale_perturb_factor: Any = None,
        scale_perturb_diag: Any = None,
        validate_args: bool = False,
        name: str = "affine",
    ) -> None:
        if scale_perturb_diag is not None and scale_perturb_factor is None:
            raise ValueError(
                "When scale_perturb_diag is specified, scale_perturb_factor must be "
                "specified."
            )
        self._factor: Any = None
        self._parts: Any = (
            *(scale_identity_multiplier, scale_diag, scale_tril),
            *(scale_perturb_factor, scale_perturb_diag),
        )
        super().__init__(shift, None, validate_args, name)
        if self._factor is not None:
            self._dtype = self._factor.dtype.base_dtype

    def _scale_given(self, scale: Any) -> Any:
        multiplier, *parts = self._parts
        validate = self.validate_args
        if any(part is not None for part in parts):
            size = None if self._shift is None else self._shift.shape[-1:]
            diag, tril, factor, factor_diag = parts
            return scales_given.of_parts(
                multiplier, diag, tril, factor, factor_diag, size, validate
            )
        self._factor = _factor(self._shift, multiplier, validate)
        return None

    @property
    def scale(self) -> Any:
        """The scale: a tensor where it is one number, else a linear operator."""
        return super().scale if self._factor is None else self._factor

    def _forward(self, x: Any) -> Any:
        return super()._forward(x if self._factor is None else self._factor * x)

    def _inverse(self, y: Any) -> Any:
        x = super()._inverse(y)
        return x if self._factor is None else x / self._factor

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        if self._factor is None:
            return super()._forward_log_det_jacobian(x)
        with opseed.exactly(9):
            size = tf1.cast(tf1.shape(x)[-1], self._factor.dtype.base_dtype)
            result = tf1.log(tf.abs(self._factor)) * size
        return result


def _factor(shift: Any, multiplier: Any, validate_args: bool) -> Any:
    """The scale that is one number, by default 1 of the type of `shift`."""
    if multiplier is None:
        dtype = tf.float32 if shift is None else shift.dtype.base_dtype
        if not dtype.is_floating and not dtype.is_complex:
            raise TypeError(f"Expected {dtype.name}, got 1.0 of type 'float' instead.")
        factor = tf1.constant(1.0, dtype)
    else:
        factor = tf1.convert_to_tensor(multiplier, name="identity_multiplier")
    if not validate_args:
        return factor
    with opseed.exactly(8):
        zero = tf1.zeros([], factor.dtype)
        message = "identity_multiplier should be non-zero"
        check = tf1.assert_none_equal(factor, zero, message=message)
        with tf1.control_dependencies([check] if check is not None else []):
            factor = tf1.identity(factor)
    return factor
