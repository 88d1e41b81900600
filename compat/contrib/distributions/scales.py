"""The matrices that scale a vector: σ·I, diagonal, lower triangular.

Each builds as many ops as 1.15's linear operators did.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.count import opseed
from compat.count.ops import arrays

tf1 = tf.compat.v1


class Diagonal:
    """A diagonal matrix.

    Args:
        diag: The diagonal [batch…, size].
    """

    kind = "LinearOperatorDiag"
    checks = 25  # ops of a check that it has an inverse

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

    def size_tensor(self) -> Any:
        """How many rows, as a vector of one."""
        return tf1.shape(self.diag)[-1:]

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

    def diagonal(self) -> Any:
        """What is 0 nowhere where there is an inverse."""
        return self.diag

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
    checks = 25

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

    def size_tensor(self) -> Any:
        """How many rows, as a vector of one."""
        return tf1.shape(self.tril)[-1:]

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

    def diagonal(self) -> Any:
        """What is 0 nowhere where there is an inverse."""
        return tf1.raw_ops.MatrixDiagPart(input=self.tril)

    def log_abs_det(self) -> Any:
        return tf1.reduce_sum(tf1.log(tf.abs(self.diagonal())), axis=[-1])

    def covariance(self) -> Any:
        dense = self.dense()
        return tf.matmul(self.dense(), dense, adjoint_b=True)

    def variance(self) -> Any:
        return tf1.raw_ops.MatrixDiagPart(input=self.covariance())

    def stddev(self) -> Any:
        return tf.sqrt(self.variance())

    def operator(self) -> Any:
        return tf.linalg.LinearOperatorLowerTriangular(self.tril)
