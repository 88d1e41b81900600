"""Normal distributions of vectors: y = scale·x + loc, x of standard normals."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from compat.contrib.distributions import scales, scales_given
from compat.contrib.distributions.bijectors.affine import AffineLinearOperator
from compat.contrib.distributions.kept import Normal, RegisterKL
from compat.contrib.distributions.transformed import TransformedDistribution
from compat.count import opseed

tf1 = tf.compat.v1


_DIAG, _TRIL = "LinearOperatorDiag", "LinearOperatorLowerTriangular"
_SCALED = "LinearOperatorScaledIdentity"

# How many ops 1.15 built of the shapes, where the batch is open.
_SHAPES = {_DIAG: 19, _TRIL: 12, _SCALED: 19}


class OfVectors(TransformedDistribution):
    """A distribution of vectors, from numbers that are drawn alone.

    Args:
        base: From type to the distribution of one number.
        loc: Where it is, or `None`.
        scale: One of `scales`.
        parameters: The arguments of the class.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops, as given.
    """

    def __init__(
        self,
        base: Any,
        loc: Any,
        scale: Any,
        validate_args: bool,
        allow_nan_stats: bool,
        name: str,
    ) -> None:
        batch = scale.batch
        if loc is not None:
            batch = tf.broadcast_static_shape(batch, loc.shape[:-1])
        if loc is not None and loc.shape.rank == 0:
            raise ValueError("expected loc of at least 1 dimension, received a number")
        size = tf.compat.dimension_value(scale.size)
        if size is None and loc is not None and loc.shape.rank:
            size = tf.compat.dimension_value(loc.shape[-1])
        if batch.rank is None:
            raise NotImplementedError(
                "expected vectors of known rank, received "
                f"loc {None if loc is None else loc.shape} and a scale of {scale.size}"
            )
        if batch.is_fully_defined():
            # 1.15 worked out the shapes: the scale's two, and the loc's
            opseed.account(2 + (0 if loc is None else 1) + (3 if batch.rank else 0))
            self._override_batch = batch.as_list()
        else:
            with opseed.exactly(_SHAPES.get(scale.kind, 19)):
                self._override_batch = scale.batch_tensor()
                if loc is not None:
                    self._override_batch = tf1.broadcast_dynamic_shape(
                        self._override_batch, tf1.shape(loc)[:-1]
                    )
        self._static_batch = batch
        self._override_event = [size]
        if size is None:
            self._override_event = scale.size_tensor()
        self._matrix = scale
        super().__init__(
            distribution=base(scale.dtype),
            bijector=AffineLinearOperator(
                shift=loc, scale=scale, validate_args=validate_args
            ),
            batch_shape=None,
            event_shape=None,
            validate_args=validate_args,
            name=name,
        )

    @property
    def loc(self) -> Any:
        """Where it is."""
        return self.bijector.shift

    @property
    def scale(self) -> Any:
        """What scales it, as a `tf.linalg.LinearOperator`."""
        return self.bijector.scale

    def _located(self) -> Any:
        shape = self.batch_shape.concatenate(self.event_shape)
        if self.loc is None:
            return tf1.zeros(shape, self.dtype)
        if shape.is_fully_defined() and shape == self.loc.shape:
            return tf1.identity(self.loc)
        with opseed.exactly(8):
            sizes = tf1.concat(
                [self._batch_shape_tensor(), self._event_shape_tensor()], 0
            )
            return self.loc + tf1.zeros(sizes, self.dtype)

    def _entropy(self) -> Any:
        entropy = super()._entropy()
        if self.batch_shape.rank == 0:
            opseed.account(-1)
        elif not self.batch_shape.is_fully_defined():
            opseed.account(1)
        return entropy

    def _mean(self) -> Any:
        return self._located()

    def _mode(self) -> Any:
        return self._located()

    def _spread(self, value: Any) -> Any:
        return value

    def _covariance(self) -> Any:
        return self._spread(self._matrix.covariance())

    def _variance(self) -> Any:
        return self._spread(self._matrix.variance())

    def _stddev(self) -> Any:
        return self._spread(self._matrix.stddev())


def _standard(dtype: Any) -> Any:
    return Normal(loc=tf1.zeros([], dtype=dtype), scale=tf1.ones([], dtype=dtype))


class MultivariateNormal(OfVectors):
    """What all normal distributions of vectors share."""

    def __init__(
        self,
        loc: Any,
        scale: Any,
        validate_args: bool,
        allow_nan_stats: bool,
        name: str,
    ) -> None:
        super().__init__(_standard, loc, scale, validate_args, allow_nan_stats, name)

    def _mode(self) -> Any:
        return self._mean()


def loc_tensor(loc: Any) -> Any:
    """A location as a tensor, or `None`."""
    return None if loc is None else tf1.convert_to_tensor(loc, name="loc")


def of_diagonal(loc: Any, scale_diag: Any, multiplier: Any) -> tuple[Any, Any]:
    """The scale and the location of independent numbers, their ops counted."""
    scale = scales_given.diagonal_of(loc, scale_diag, multiplier)
    if scale.kind == "LinearOperatorScaledIdentity":
        opseed.account(3 if multiplier is not None else 2)
    return scale, loc_tensor(loc)


class MultivariateNormalDiag(MultivariateNormal):
    """A normal distribution of vectors whose numbers are independent.

        y = diag(scale_diag + scale_identity_multiplier)·x + loc

    Args:
        loc: The mean [batch…, size]; by default 0.
        scale_diag: The standard deviations [batch…, size].
        scale_identity_multiplier: A number added to them.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Raises:
        ValueError: Where nothing says how many numbers there are.

    Source: `tf.contrib.distributions.MultivariateNormalDiag`.
    """

    def __init__(
        self,
        loc: Any = None,
        scale_diag: Any = None,
        scale_identity_multiplier: Any = None,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "MultivariateNormalDiag",
    ) -> None:
        parameters = dict(locals())
        with tf1.name_scope(name) as name:
            with tf1.name_scope(
                "init", values=[loc, scale_diag, scale_identity_multiplier]
            ):
                scale, loc = of_diagonal(loc, scale_diag, scale_identity_multiplier)
        super().__init__(loc, scale, validate_args, allow_nan_stats, name)
        self._parameters = parameters


class MultivariateNormalDiagWithSoftplusScale(MultivariateNormalDiag):
    """`MultivariateNormalDiag` with the softplus of `scale_diag`.

    Args:
        loc: The mean.
        scale_diag: Before its softplus is taken.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Source: `tf.contrib.distributions.MultivariateNormalDiagWithSoftplusScale`.
    """

    def __init__(
        self,
        loc: Any,
        scale_diag: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "MultivariateNormalDiagWithSoftplusScale",
    ) -> None:
        parameters = dict(locals())
        with tf1.name_scope(name, values=[scale_diag]) as name:
            super().__init__(
                loc=loc,
                scale_diag=tf.nn.softplus(scale_diag),
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                name=name,
            )
        self._parameters = parameters


class MultivariateNormalTriL(MultivariateNormal):
    """A normal distribution of vectors, with a lower triangular scale.

        y = scale_tril·x + loc

    Args:
        loc: The mean [batch…, size]; by default 0.
        scale_tril: The scale [batch…, size, size], its diagonal not 0.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Raises:
        ValueError: Without both arguments.

    Source: `tf.contrib.distributions.MultivariateNormalTriL`.
    """

    def __init__(
        self,
        loc: Any = None,
        scale_tril: Any = None,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "MultivariateNormalTriL",
    ) -> None:
        parameters = dict(locals())
        if loc is None and scale_tril is None:
            raise ValueError("Must specify one or both of `loc`, `scale_tril`.")
        with tf1.name_scope(name) as name:
            with tf1.name_scope("init", values=[loc, scale_tril]):
                loc = loc_tensor(loc)
                if scale_tril is None:
                    scale = scales_given.diagonal_of(loc, None, None)
                else:
                    scale = scales.Triangular(tf1.convert_to_tensor(scale_tril))
        super().__init__(loc, scale, validate_args, allow_nan_stats, name)
        self._parameters = parameters


class MultivariateNormalFullCovariance(MultivariateNormalTriL):
    """A normal distribution of vectors of a covariance matrix.

    Args:
        loc: The mean [batch…, size]; by default 0.
        covariance_matrix: The covariances [batch…, size, size].
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Source: `tf.contrib.distributions.MultivariateNormalFullCovariance`.
    """

    def __init__(
        self,
        loc: Any = None,
        covariance_matrix: Any = None,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "MultivariateNormalFullCovariance",
    ) -> None:
        parameters = dict(locals())
        with tf1.name_scope(name) as name:
            with tf1.name_scope("init", values=[loc, covariance_matrix]):
                tril = None
                if covariance_matrix is not None:
                    matrix = tf1.convert_to_tensor(
                        covariance_matrix, name="covariance_matrix"
                    )
                    if validate_args:
                        other = tf1.matrix_transpose(matrix)
                        check = tf1.assert_near(
                            matrix, other, message="Matrix was not symmetric"
                        )
                        with tf1.control_dependencies([check]):
                            matrix = tf1.identity(matrix)
                    tril = tf1.cholesky(matrix)
            super().__init__(
                loc=loc,
                scale_tril=tril,
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                name=name,
            )
        self._parameters = parameters


@RegisterKL(MultivariateNormal, MultivariateNormal)
def _kl(a: Any, b: Any, name: str | None = None) -> Any:
    """KL of two normal distributions of vectors.

    log|b| - log|a| + (‖b⁻¹a‖² - size + ‖b⁻¹(μb - μa)‖²) / 2
    """
    one, other = a._matrix, b._matrix

    def squares(x: Any, axes: list[int]) -> Any:
        return tf1.reduce_sum(tf.square(x), axis=axes)

    if one.kind == other.kind:
        opseed.account(6)  # 1.15 asked for shapes that nothing needs
    with tf1.name_scope(name, "kl_mvn"):
        if one.kind == other.kind == "LinearOperatorDiag":
            ratio = squares(one.diag / other.diag, [-1])
        else:
            ratio = squares(other.solve(one.dense()), [-2, -1])
        size = a.event_shape.as_list()[0]
        size = a.event_shape_tensor()[0] if size is None else np.float64(size)
        apart = (b.mean() - a.mean())[..., tf1.newaxis]
        result = (
            other.log_abs_det()
            - one.log_abs_det()
            + 0.5
            * (-tf1.cast(size, a.dtype) + ratio + squares(other.solve(apart), [-2, -1]))
        )
        result.set_shape(tf.broadcast_static_shape(a.batch_shape, b.batch_shape))
        return result
