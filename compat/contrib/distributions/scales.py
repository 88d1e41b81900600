"""The matrices that scale a vector: σ·I, diagonal, lower triangular.

Each builds as many ops as 1.15's linear operators did.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat import _private
from compat.count import opseed
from compat.count.ops import arrays

tf1 = tf.compat.v1


class Diagonal:
    """A diagonal matrix.

    Args:
        diag: The diagonal [batch…, size].
    """

    kind = "LinearOperatorDiag"

    def __init__(self, diag: Any) -> None:
        self.diag = diag
        self.parents = [diag]
        self.dtype = diag.dtype

    @property
    def size(self) -> Any:
        return self.diag.shape[-1]

    @property
    def batch(self) -> Any:
        return self.diag.shape[:-1]

    def batch_tensor(self) -> Any:
        return tf1.shape(self.diag)[:-1]

    def matmul(self, x: Any) -> Any:
        """Times a matrix [batch…, size, columns]."""
        return tf1.expand_dims(self.diag, -1) * x

    def solve(self, y: Any) -> Any:
        """The inverse, times a matrix."""
        return y * tf1.expand_dims(1.0 / self.diag, -1)

    def log_abs_det(self) -> Any:
        return tf1.reduce_sum(tf1.log(tf.abs(self.diag)), axis=[-1])

    def variance(self) -> Any:
        return tf.square(self.diag)

    def stddev(self) -> Any:
        return tf.abs(self.diag)

    def covariance(self) -> Any:
        return arrays.matrix_diag(tf.square(self.diag))

    def operator(self) -> Any:
        return tf.linalg.LinearOperatorDiag(self.diag)

    def dense(self) -> Any:
        return tf1.matrix_diag(self.diag)


class Scaled(Diagonal):
    """σ·I.

    Args:
        factor: σ.
        size: How many rows; a number.
    """

    kind = "LinearOperatorScaledIdentity"

    def __init__(self, factor: Any, size: int) -> None:
        self.factor = factor
        self.rows = size
        self.parents = [factor]
        self.dtype = factor.dtype

    @property
    def diag(self) -> Any:  # type: ignore[override]
        return tf1.expand_dims(self.factor, -1) * tf1.ones([self.rows], self.dtype)

    @property
    def size(self) -> Any:
        return self.rows

    @property
    def batch(self) -> Any:
        return self.factor.shape

    def batch_tensor(self) -> Any:
        return tf1.shape(self.factor)

    def _factor(self) -> Any:
        return tf1.expand_dims(tf1.expand_dims(self.factor, -1), -1)

    def matmul(self, x: Any) -> Any:
        return x * self._factor()

    def solve(self, y: Any) -> Any:
        return y / self._factor()

    def log_abs_det(self) -> Any:
        with opseed.exactly(3):
            return self.rows * tf1.log(tf.abs(self.factor))

    def operator(self) -> Any:
        return tf.linalg.LinearOperatorScaledIdentity(self.rows, self.factor)


class Triangular:
    """A lower triangular matrix.

    Args:
        tril: The matrix [batch…, size, size]; what is above the diagonal is left out.
    """

    kind = "LinearOperatorLowerTriangular"

    def __init__(self, tril: Any) -> None:
        self.tril = tril
        self.parents = [tril]
        self.dtype = tril.dtype

    @property
    def size(self) -> Any:
        return self.tril.shape[-1]

    @property
    def batch(self) -> Any:
        return self.tril.shape[:-2]

    def batch_tensor(self) -> Any:
        return tf1.shape(self.tril)[:-2]

    def dense(self) -> Any:
        return tf1.matrix_band_part(self.tril, -1, 0)

    def matmul(self, x: Any) -> Any:
        """Times a matrix [batch…, size, columns]."""
        return tf.matmul(self.dense(), x)

    def solve(self, y: Any) -> Any:
        """The inverse, times a matrix."""
        if not (self.tril.shape.is_fully_defined() and y.shape.is_fully_defined()):
            opseed.account(27)  # 1.15 made both of one batch first
        return tf1.matrix_triangular_solve(self.dense(), y, lower=True)

    def log_abs_det(self) -> Any:
        diagonal = tf1.raw_ops.MatrixDiagPart(input=self.tril)
        return tf1.reduce_sum(tf1.log(tf.abs(diagonal)), axis=[-1])

    def covariance(self) -> Any:
        dense = self.dense()
        return tf.matmul(self.dense(), dense, adjoint_b=True)

    def variance(self) -> Any:
        return tf1.raw_ops.MatrixDiagPart(input=self.covariance())

    def stddev(self) -> Any:
        return tf.sqrt(self.variance())

    def operator(self) -> Any:
        return tf.linalg.LinearOperatorLowerTriangular(self.tril)


def of_operator(operator: Any) -> Any:
    """The scale of one of TensorFlow's linear operators.

    Raises:
        NotImplementedError: For a kind that is not among ours.
    """
    if isinstance(operator, (Diagonal, Triangular)):
        return operator
    if isinstance(operator, tf.linalg.LinearOperatorDiag):
        return Diagonal(operator.diag)
    if isinstance(operator, tf.linalg.LinearOperatorLowerTriangular):
        return Triangular(_private.lower_triangle(operator))
    raise NotImplementedError(
        "expected a LinearOperatorDiag or LinearOperatorLowerTriangular, received "
        f"{type(operator).__name__}"
    )


def diagonal_of(loc: Any, scale_diag: Any, multiplier: Any) -> Any:
    """The scale of a diagonal, and of a number that is added to it.

    Raises:
        ValueError: Where nothing says how many rows there are.
    """
    loc = None if loc is None else tf1.convert_to_tensor(loc, name="loc")
    if scale_diag is not None:
        diag = tf1.convert_to_tensor(scale_diag, name="scale_diag")
        if multiplier is not None:
            more = tf1.convert_to_tensor(multiplier, name="scale_identity_multiplier")
            diag += more[..., tf1.newaxis]
        return Diagonal(diag)
    if loc is None or not loc.shape.rank or loc.shape.as_list()[-1] is None:
        raise ValueError(
            "Cannot infer `event_shape` unless `loc` or `scale_diag` is specified."
        )
    if multiplier is None:
        return Scaled(tf1.ones([], loc.dtype), int(loc.shape[-1]))
    factor = tf1.convert_to_tensor(
        multiplier, name="scale_identity_multiplier", dtype=loc.dtype
    )
    return Scaled(factor, int(loc.shape[-1]))
