"""Distributions of vectors: normal with a part of low rank, Laplace and exponential."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.distributions import scales_given
from compat.contrib.distributions.kept import Exponential, Laplace
from compat.contrib.distributions.normals import (
    MultivariateNormal,
    OfVectors,
    loc_tensor,
    of_diagonal,
)
from compat.count import opseed

tf1 = tf.compat.v1


class MultivariateNormalDiagPlusLowRank(MultivariateNormal):
    """A normal distribution of vectors, its scale a diagonal and a part of low rank.

        y = (diag(scale_diag + scale_identity_multiplier) + V·D·Vᵀ)·x + loc

    Args:
        loc: The mean [batch…, size]; by default 0.
        scale_diag: The diagonal [batch…, size].
        scale_identity_multiplier: A number added to it.
        scale_perturb_factor: V [batch…, size, rank].
        scale_perturb_diag: The diagonal of D [batch…, rank]; by default I.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Raises:
        ValueError: Where nothing says how many numbers there are.

    Source: `tf.contrib.distributions.MultivariateNormalDiagPlusLowRank`.
    """

    def __init__(
        self,
        loc: Any = None,
        scale_diag: Any = None,
        scale_identity_multiplier: Any = None,
        scale_perturb_factor: Any = None,
        scale_perturb_diag: Any = None,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "MultivariateNormalDiagPlusLowRank",
    ) -> None:
        parameters = dict(locals())
        with tf1.name_scope(name) as name:
            with tf1.name_scope(
                "init",
                values=[
                    *(loc, scale_diag, scale_identity_multiplier),
                    *(scale_perturb_factor, scale_perturb_diag),
                ],
            ):
                scale = scales_given.diagonal_of(
                    loc, scale_diag, scale_identity_multiplier
                )
                if scale_perturb_factor is not None:
                    factor = tf1.convert_to_tensor(
                        scale_perturb_factor, name="scale_perturb_factor"
                    )
                    diag = scale_perturb_diag
                    if diag is not None:
                        diag = tf1.convert_to_tensor(diag, name="scale_perturb_diag")
                    opseed.account(1 if diag is None else 0)
                    if scale.kind == "LinearOperatorScaledIdentity":
                        opseed.account(3)
                    scale = scales_given.LowRank(scale, factor, diag)
                loc = loc_tensor(loc)
        super().__init__(loc, scale, validate_args, allow_nan_stats, name)
        self._parameters = parameters


class _OfDiagonal(OfVectors):
    """A distribution of vectors whose numbers are independent."""

    _base: Any

    def _set(
        self, parameters: dict[str, Any], loc: Any, scale_diag: Any, multiplier: Any
    ) -> None:
        name = parameters["name"]
        with tf1.name_scope(name) as name:
            with tf1.name_scope("init", values=[loc, scale_diag, multiplier]):
                scale, loc = of_diagonal(loc, scale_diag, multiplier)
        validate, allow = parameters["validate_args"], parameters["allow_nan_stats"]
        OfVectors.__init__(self, self._base, loc, scale, validate, allow, name)
        parameters.pop("self", None)
        parameters.pop("__class__", None)
        self._parameters = parameters


def _laplace(dtype: Any) -> Any:
    return Laplace(loc=tf1.zeros([], dtype=dtype), scale=tf1.ones([], dtype=dtype))


def _exponential(dtype: Any) -> Any:
    return Exponential(rate=tf1.ones([], dtype=dtype))


class VectorLaplaceDiag(_OfDiagonal):
    """Vectors of independent Laplace numbers: y = scale·x + loc.

    Args:
        loc: The mean [batch…, size]; by default 0.
        scale_diag: The scales [batch…, size].
        scale_identity_multiplier: A number added to them.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Raises:
        ValueError: Where nothing says how many numbers there are.

    Source: `tf.contrib.distributions.VectorLaplaceDiag`.
    """

    _base = staticmethod(_laplace)

    def __init__(
        self,
        loc: Any = None,
        scale_diag: Any = None,
        scale_identity_multiplier: Any = None,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "VectorLaplaceDiag",
    ) -> None:
        given = dict(locals())
        with tf1.name_scope(name):  # 1.15's scope is opened twice, then once inside
            pass
        with tf1.name_scope(name):
            self._set(given, loc, scale_diag, scale_identity_multiplier)

    def _covariance(self) -> Any:
        return 2.0 * self._matrix.covariance()

    def _variance(self) -> Any:
        return 2.0 * self._matrix.variance()

    def _stddev(self) -> Any:
        return 2.0**0.5 * self._matrix.stddev()


class VectorExponentialDiag(_OfDiagonal):
    """Vectors of independent exponential numbers: y = scale·x + loc.

    Args:
        loc: The least y [batch…, size]; by default 0.
        scale_diag: The scales [batch…, size].
        scale_identity_multiplier: A number added to them.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Raises:
        ValueError: Where nothing says how many numbers there are.

    Source: `tf.contrib.distributions.VectorExponentialDiag`.
    """

    _base = staticmethod(_exponential)

    def __init__(
        self,
        loc: Any = None,
        scale_diag: Any = None,
        scale_identity_multiplier: Any = None,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "VectorExponentialDiag",
    ) -> None:
        self._set(dict(locals()), loc, scale_diag, scale_identity_multiplier)

    def _mean(self) -> Any:
        # x has the mean 1 and the mode 0
        return self._located() + self._matrix.diagonal()
