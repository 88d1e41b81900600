"""y = scale·x + shift, of vectors."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.distributions import scales
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
            self._matrix: Any = None if scale is None else scales.of_operator(scale)
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
        y = (
            x
            if self._matrix is None
            else _times(self._matrix.matmul, x, self._batch_is_known())
        )
        return y if self.shift is None else y + self.shift

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

    Args:
        shift: By default none.
        scale_identity_multiplier: A multiple of I.
        scale_diag: A diagonal.
        scale_tril: A lower triangular matrix.
        scale_perturb_factor: Not provided.
        scale_perturb_diag: Not provided.
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Raises:
        NotImplementedError: For a scale with a part of low rank.

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
        if scale_perturb_factor is not None or scale_perturb_diag is not None:
            raise NotImplementedError(
                "expected no scale_perturb_factor: a part of low rank is not provided"
            )
        if shift is not None:
            shift = tf1.convert_to_tensor(shift, name="shift")
        scale: Any = None
        if scale_tril is not None:
            tril = tf1.convert_to_tensor(scale_tril, name="scale_tril")
            more = scale_diag
            if scale_identity_multiplier is not None:
                more = scale_identity_multiplier * tf1.ones(
                    [int(tril.shape[-1])], tril.dtype
                ) + (0.0 if more is None else more)
            if more is not None:
                tril = tril + tf1.matrix_diag(tf1.convert_to_tensor(more, tril.dtype))
            scale = scales.Triangular(tril)
        elif scale_diag is not None or (
            scale_identity_multiplier is not None and shift is not None
        ):
            scale = scales.diagonal_of(shift, scale_diag, scale_identity_multiplier)
        elif scale_identity_multiplier is not None:
            factor = tf1.convert_to_tensor(scale_identity_multiplier)
            scale = scales.Diagonal(factor[..., tf1.newaxis])
        super().__init__(shift, scale, validate_args, name)
