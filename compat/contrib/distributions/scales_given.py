"""The scale that parts or a linear operator say."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat import _private
from compat.contrib.distributions.scales import Diagonal, Scaled, Triangular
from compat.count import opseed

tf1 = tf.compat.v1


class LowRank:
    """A scale moved by a part of low rank: base + V·D·Vᵀ.

    Args:
        base: The scale.
        factor: V [batch…, size, rank].
        diag: The diagonal of D [batch…, rank]; `None` for I.
    """

    kind = "LinearOperatorLowRankUpdate"

    def __init__(self, base: Any, factor: Any, diag: Any) -> None:
        self.base, self.factor, self.diag = base, factor, diag
        self.dtype = base.dtype
        self.parents = [*base.parents, factor, *([] if diag is None else [diag])]
        # 1.15 built so many ops for a product, a solution and a determinant
        counts = {Triangular: (10, 22, 24), Scaled: (11, 25, 23)}
        product, solution, determinant = counts.get(type(base), (9, 25, 24))
        plain = diag is None
        self._counts = (product - 3 * plain, solution - plain, determinant - 2 * plain)

    @property
    def size(self) -> Any:
        return self.base.size

    @property
    def batch(self) -> Any:
        batch = tf.broadcast_static_shape(self.base.batch, self.factor.shape[:-2])
        if self.diag is not None:
            batch = tf.broadcast_static_shape(batch, self.diag.shape[:-1])
        return batch

    def size_tensor(self) -> Any:
        """How many rows, as a vector of one."""
        return self.base.size_tensor()

    def batch_tensor(self) -> Any:
        return self.operator().batch_shape_tensor()

    def diagonal(self) -> Any:
        return None

    def matmul(self, x: Any) -> Any:
        """Times a matrix [batch…, size, columns]."""
        with opseed.exactly(self._counts[0]):
            return self.operator().matmul(x)

    def solve(self, y: Any) -> Any:
        """The inverse, times a matrix."""
        with opseed.exactly(self._counts[1]):
            return self.operator().solve(y)

    def log_abs_det(self) -> Any:
        with opseed.exactly(self._counts[2]):
            return self.operator().log_abs_determinant()

    def dense(self) -> Any:
        return self.operator().to_dense()

    def covariance(self) -> Any:
        dense = self.dense()
        return tf.matmul(dense, dense, adjoint_b=True)

    def variance(self) -> Any:
        return tf1.reduce_sum(tf.square(self.dense()), -1)

    def stddev(self) -> Any:
        return tf.sqrt(self.variance())

    def operator(self) -> Any:
        # no Cholesky factor is asked for: the sum need not be positive definite
        return tf.linalg.LinearOperatorLowRankUpdate(
            self.base.operator(), u=self.factor, diag_update=self.diag
        )


def _shifted(diagonal: Any, diag: Any, multiplier: Any) -> Any:
    """A diagonal with another, and a number, added to it."""
    if diag is not None:
        diagonal = diagonal + diag
    if multiplier is not None:
        diagonal = diagonal + multiplier[..., tf1.newaxis]
    return diagonal


def _nonzero(diagonal: Any, validate_args: bool) -> Any:
    """What must run before a diagonal is used."""
    if not validate_args:
        return []
    with opseed.exactly(25):
        message = "diagonal part must be non-zero"
        zero = tf1.zeros([], diagonal.dtype)
        check = tf1.assert_none_equal(diagonal, zero, message=message)
    return [] if check is None else [check]


def of_parts(
    multiplier: Any,
    diag: Any,
    tril: Any,
    factor: Any,
    factor_diag: Any,
    size: Any,
    validate_args: bool,
) -> Any:
    """The scale multiplier·I + diag + tril + factor·factor_diag·factorᵀ.

    Args:
        multiplier: A number, or `None`.
        diag: A diagonal, or `None`.
        tril: A lower triangular matrix, or `None`.
        factor: V of a part of low rank, or `None`.
        factor_diag: D of it, or `None`.
        size: The rows that a shift says, as a `TensorShape` of one, or `None`.
        validate_args: Whether the diagonal is checked when the graph runs.
    """

    def tensor(value: Any, name: str) -> Any:
        return None if value is None else tf1.convert_to_tensor(value, name=name)

    multiplier = tensor(multiplier, "scale_identity_multiplier")
    diag = tensor(diag, "diag")
    base: Any
    if tril is not None:
        tril = tf1.matrix_band_part(tensor(tril, "tril"), -1, 0)
        part = tf1.raw_ops.MatrixDiagPart(input=tril)
        part = _shifted(part, diag, multiplier)
        tril = tf1.raw_ops.MatrixSetDiag(input=tril, diagonal=part)
        if validate_args:
            opseed.account(1)
        with tf1.control_dependencies(_nonzero(part, validate_args)):
            base = Triangular(tf1.identity(tril) if validate_args else tril)
    elif diag is not None:
        diag = _shifted(diag, None, multiplier)
        with tf1.control_dependencies(_nonzero(diag, validate_args)):
            base = Diagonal(tf1.identity(diag) if validate_args else diag)
    else:
        factor = tensor(factor, "perturb_factor")
        opseed.account(3)  # 1.15 kept the number of rows as tensors of three types
        if multiplier is None:
            multiplier = tf1.ones([], factor.dtype.base_dtype)
        rows = factor.shape[-2]
        if rows is None and size is not None and size.rank:
            rows = size[0]
        if rows is None:
            raise ValueError(
                "expected the number of rows of scale_perturb_factor to be known"
            )
        with tf1.control_dependencies(_nonzero(multiplier, validate_args)):
            base = Scaled(
                tf1.identity(multiplier) if validate_args else multiplier, int(rows)
            )
    if validate_args:
        opseed.account(-1)
    if factor is None:
        return base
    factor = tf1.convert_to_tensor(factor, base.dtype, name="perturb_factor")
    if factor_diag is None:
        opseed.account(1)  # 1.15 made an identity for it
    if factor_diag is not None:
        factor_diag = tf1.convert_to_tensor(
            factor_diag, base.dtype, name="perturb_diag"
        )
    return LowRank(base, factor, factor_diag)


def of_operator(operator: Any) -> Any:
    """The scale of one of TensorFlow's linear operators.

    Raises:
        NotImplementedError: For a kind that is not among ours.
    """
    if isinstance(operator, (Diagonal, Triangular, LowRank)):
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
