"""Distributions of real numbers that TensorFlow no longer has."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import tensorflow as tf

from compat.contrib.distributions.basis import FULLY, inside
from compat.contrib.distributions.kept import Gamma
from compat.contrib.distributions.numbers import OfNumbers

tf1 = tf.compat.v1


class _LocScale(OfNumbers):
    """A distribution of a place and a width."""

    def __init__(
        self,
        loc: Any,
        scale: Any,
        validate_args: bool,
        allow_nan_stats: bool,
        name: str,
        parameters: dict[str, Any],
    ) -> None:
        with tf1.name_scope(name, values=[loc, scale]) as name:
            loc = tf1.convert_to_tensor(loc)
            scale = tf1.convert_to_tensor(scale)
            checks = [tf1.assert_positive(scale)] if validate_args else []
            with tf1.control_dependencies(checks):
                self._first = self._loc = tf1.identity(loc, name="loc")
                self._second = self._scale = tf1.identity(scale, name="scale")
                tf1.assert_same_float_dtype([self._loc, self._scale])
        self._ready(
            FULLY,
            parameters,
            validate_args,
            allow_nan_stats,
            name,
            [self._loc, self._scale],
            self._scale.dtype,
        )

    @staticmethod
    def _param_shapes(sample_shape: Any) -> dict[str, Any]:
        shape = tf1.convert_to_tensor(sample_shape, dtype=tf.int32)
        return {"loc": shape, "scale": shape}

    @property
    def loc(self) -> Any:
        """The place."""
        return self._loc

    @property
    def scale(self) -> Any:
        """The width."""
        return self._scale

    def _z(self, x: Any) -> Any:
        return (x - self.loc) / self.scale

    def _everywhere(self, value: Any) -> Any:
        return tf1.ones(self.batch_shape_tensor(), self.dtype) * value


class Logistic(_LocScale):
    """The distribution of the cdf σ((x - loc)/scale).

    Args:
        loc: The mean.
        scale: The width, above 0.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Source: `tf.contrib.distributions.Logistic`.
    """

    def __init__(
        self,
        loc: Any,
        scale: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Logistic",
    ) -> None:
        given = dict(locals())
        super().__init__(loc, scale, validate_args, allow_nan_stats, name, given)

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        # open at 0, where the logarithm is
        uniform = tf1.random_uniform(
            shape=self._drawn(n),
            minval=np.finfo(self.dtype.as_numpy_dtype).tiny,
            maxval=1.0,
            dtype=self.dtype,
            seed=seed,
        )
        sampled = tf1.log(uniform) - tf1.log1p(-1.0 * uniform)
        return sampled * self.scale + self.loc

    def _log_prob(self, x: Any) -> Any:
        z = self._z(x)
        return (-z - 2.0 * tf.nn.softplus(-z)) - tf1.log(self.scale)

    def _log_cdf(self, x: Any) -> Any:
        return -tf.nn.softplus(-self._z(x))

    def _cdf(self, x: Any) -> Any:
        return tf.sigmoid(self._z(x))

    def _log_survival_function(self, x: Any) -> Any:
        return -tf.nn.softplus(self._z(x))

    def _survival_function(self, x: Any) -> Any:
        return tf.sigmoid(-self._z(x))

    def _entropy(self) -> Any:
        scale = self.scale * tf1.ones_like(self.loc)
        return 2 + tf1.log(scale)

    def _mean(self) -> Any:
        return self.loc * tf1.ones_like(self.scale)

    def _stddev(self) -> Any:
        return self.scale * tf1.ones_like(self.loc) * math.pi / math.sqrt(3)

    def _mode(self) -> Any:
        return self._mean()


class Cauchy(_LocScale):
    """1 / (π·scale·(1 + z²)), z = (x - loc)/scale.

    Args:
        loc: The median.
        scale: The width, above 0.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Source: `tf.contrib.distributions.Cauchy`.
    """

    def __init__(
        self,
        loc: Any,
        scale: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Cauchy",
    ) -> None:
        given = dict(locals())
        super().__init__(loc, scale, validate_args, allow_nan_stats, name, given)

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        probs = tf1.random_uniform(
            shape=self._drawn(n), minval=0.0, maxval=1.0, dtype=self.dtype, seed=seed
        )
        return self._quantile(probs)

    def _log_prob(self, x: Any) -> Any:
        return -tf1.log1p(tf.square(self._z(x))) - (np.log(np.pi) + tf1.log(self.scale))

    def _cdf(self, x: Any) -> Any:
        return tf1.atan(self._z(x)) / np.pi + 0.5

    def _log_cdf(self, x: Any) -> Any:
        return tf1.log1p(2 / np.pi * tf1.atan(self._z(x))) - np.log(2)

    def _entropy(self) -> Any:
        return np.log(4 * np.pi) + tf1.log(self.scale) * tf1.ones_like(self.loc)

    def _quantile(self, p: Any) -> Any:
        return self.loc + self.scale * tf1.tan(np.pi * (p - 0.5))

    def _mode(self) -> Any:
        return self.loc * tf1.ones_like(self.scale)

    def _undefined(self, what: str) -> Any:
        if self.allow_nan_stats:
            return tf1.fill(self.batch_shape_tensor(), np.array(np.nan, "f"))
        raise ValueError(f"`{what}` is undefined for Cauchy distribution.")

    def _mean(self) -> Any:
        return self._undefined("mean")

    def _stddev(self) -> Any:
        return self._undefined("stddev")


class HalfNormal(OfNumbers):
    """|x| of a normal distribution around 0.

    Args:
        scale: The standard deviation of x.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Source: `tf.contrib.distributions.HalfNormal`.
    """

    def __init__(
        self,
        scale: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "HalfNormal",
    ) -> None:
        parameters = dict(locals())
        with tf1.name_scope(name, values=[scale]) as name:
            scale = tf1.convert_to_tensor(scale)
            checks = [tf1.assert_positive(scale)] if validate_args else []
            with tf1.control_dependencies(checks):
                self._first = self._scale = tf1.identity(scale, name="scale")
        self._ready(
            FULLY, parameters, validate_args, allow_nan_stats, name, [self._scale]
        )

    @staticmethod
    def _param_shapes(sample_shape: Any) -> dict[str, Any]:
        return {"scale": tf1.convert_to_tensor(sample_shape, dtype=tf.int32)}

    @property
    def scale(self) -> Any:
        """The standard deviation of x."""
        return self._scale

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        shape = self._drawn(n)
        drawn = tf1.random_normal(
            shape=shape, mean=0.0, stddev=1.0, dtype=self.dtype, seed=seed
        )
        return tf.abs(drawn * self.scale)

    def _prob(self, x: Any) -> Any:
        at = np.sqrt(2) / (self.scale * np.sqrt(np.pi))
        value = at * tf.exp(-0.5 * (x / self.scale) ** 2)
        return value * tf1.cast(x >= 0, self.dtype)

    def _cdf(self, x: Any) -> Any:
        return tf1.erf(tf.nn.relu(x) / self.scale / np.sqrt(2.0))

    def _entropy(self) -> Any:
        return 0.5 * tf1.log(np.pi * self.scale**2.0 / 2.0) + 0.5

    def _mean(self) -> Any:
        return self.scale * np.sqrt(2.0) / np.sqrt(np.pi)

    def _quantile(self, p: Any) -> Any:
        erfinv = inside("special_math", "erfinv")
        return np.sqrt(2.0) * self.scale * erfinv(p)

    def _mode(self) -> Any:
        return tf1.zeros(self.batch_shape_tensor())

    def _variance(self) -> Any:
        return self.scale**2.0 * (1.0 - 2.0 / np.pi)


class Chi2(Gamma):  # type: ignore[valid-type, misc]
    """The distribution of the sum of df squares of standard normals.

    Args:
        df: Degrees of freedom.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Source: `tf.contrib.distributions.Chi2`.
    """

    def __init__(
        self,
        df: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Chi2",
    ) -> None:
        parameters = dict(locals())
        with tf1.name_scope(name, values=[df]) as name:
            checks = [tf1.assert_positive(df)] if validate_args else []
            with tf1.control_dependencies(checks):
                self._df = tf1.identity(df, name="df")
            super().__init__(
                concentration=0.5 * self._df,
                rate=tf1.constant(0.5, dtype=self._df.dtype),
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                name=name,
            )
        self._parameters = parameters

    @staticmethod
    def _param_shapes(sample_shape: Any) -> dict[str, Any]:
        return {"df": tf1.convert_to_tensor(sample_shape, dtype=tf.int32)}

    @property
    def df(self) -> Any:
        """Degrees of freedom."""
        return self._df


class InverseGamma(OfNumbers):
    """1/x of a Gamma distribution.

    Args:
        concentration: α, above 0.
        rate: β, above 0.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Source: `tf.contrib.distributions.InverseGamma`.
    """

    def __init__(
        self,
        concentration: Any,
        rate: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "InverseGamma",
    ) -> None:
        parameters = dict(locals())
        with tf1.name_scope(name, values=[concentration, rate]) as name:
            concentration = tf1.convert_to_tensor(concentration)
            rate = tf1.convert_to_tensor(rate)
            checks = (
                [tf1.assert_positive(concentration), tf1.assert_positive(rate)]
                if validate_args
                else []
            )
            with tf1.control_dependencies(checks):
                self._first = self._concentration = tf1.identity(
                    concentration, name="concentration"
                )
                self._second = self._rate = tf1.identity(rate, name="rate")
                tf1.assert_same_float_dtype([self._concentration, self._rate])
        self._ready(
            FULLY,
            parameters,
            validate_args,
            allow_nan_stats,
            name,
            [self._concentration, self._rate],
        )

    @staticmethod
    def _param_shapes(sample_shape: Any) -> dict[str, Any]:
        shape = tf1.convert_to_tensor(sample_shape, dtype=tf.int32)
        return {"concentration": shape, "rate": shape}

    @property
    def concentration(self) -> Any:
        """α."""
        return self._concentration

    @property
    def rate(self) -> Any:
        """β."""
        return self._rate

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        from compat.count.ops import random

        return 1.0 / random.random_gamma(
            shape=[n],
            alpha=self.concentration,
            beta=self.rate,
            dtype=self.dtype,
            seed=seed,
        )

    def _log_prob(self, x: Any) -> Any:
        unnormalized = -(1.0 + self.concentration) * tf1.log(x) - self.rate / x
        norm = tf1.lgamma(self.concentration) - self.concentration * tf1.log(self.rate)
        return unnormalized - norm

    def _prob(self, x: Any) -> Any:
        return tf.exp(self._log_prob(x))

    def _log_cdf(self, x: Any) -> Any:
        return tf1.log(self._cdf(x))

    def _cdf(self, x: Any) -> Any:
        return tf1.igammac(self.concentration, self.rate / x)

    def _entropy(self) -> Any:
        return (
            self.concentration
            + tf1.log(self.rate)
            + tf1.lgamma(self.concentration)
            - (1.0 + self.concentration) * tf1.digamma(self.concentration)
        )

    def _where(self, value: Any, least: float, what: str) -> Any:
        """A value where the concentration allows for one."""
        if self.allow_nan_stats:
            nan = np.array(np.nan, dtype=self.dtype.as_numpy_dtype())
            return tf1.where(
                self.concentration > least,
                value,
                tf1.fill(self.batch_shape_tensor(), nan, name="nan"),
            )
        check = tf1.assert_less(
            tf1.cast(least, self.dtype), self.concentration, message=what
        )
        with tf1.control_dependencies([check]):
            return tf1.identity(value)

    def _mean(self) -> Any:
        return self._where(
            self.rate / (self.concentration - 1.0), 1.0, "mean undefined"
        )

    def _variance(self) -> Any:
        value = (
            tf.square(self.rate)
            / tf.square(self.concentration - 1.0)
            / (self.concentration - 2.0)
        )
        return self._where(value, 2.0, "variance undefined")

    def _mode(self) -> Any:
        return self.rate / (1.0 + self.concentration)
