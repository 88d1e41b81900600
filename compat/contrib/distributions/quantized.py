"""Draws of a distribution, rounded up to whole numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from compat.contrib.distributions.basis import NOT, Distribution

tf1 = tf.compat.v1


def _log_less(big: Any, small: Any) -> Any:
    """log(e^big - e^small)."""
    return big + tf1.log1p(-tf.exp(small - big))


class QuantizedDistribution(Distribution):  # type: ignore[valid-type, misc]
    """Of y = ⌈x⌉, between `low` and `high`.

        P(y) = P(x ≤ y) - P(x ≤ y - 1)

    Args:
        distribution: Where x is from; has a `cdf` or a `survival_function`.
        low: The lowest y, which gets all that is below, too; by default none.
        high: The highest y, which gets all that is above, too; by default none.
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Raises:
        TypeError: For what is no distribution.
        NotImplementedError: For one with neither `cdf` nor `survival_function`.

    Source: `tf.contrib.distributions.QuantizedDistribution`.
    """

    def __init__(
        self,
        distribution: Any,
        low: Any = None,
        high: Any = None,
        validate_args: bool = False,
        name: str = "QuantizedDistribution",
    ) -> None:
        parameters = dict(locals())
        values = [*distribution.parameters.values(), low, high]
        with tf1.name_scope(
            name, values=[v for v in values if tf.is_tensor(v)]
        ) as name:
            self._dist = distribution
            dtype = distribution.dtype
            self._low = (
                None if low is None else tf1.convert_to_tensor(low, dtype, "low")
            )
            self._high = (
                None if high is None else tf1.convert_to_tensor(high, dtype, "high")
            )
            tf1.assert_same_float_dtype(
                [t for t in (self._low, self._high) if t is not None]
            )
            checks = []
            if validate_args and self._low is not None and self._high is not None:
                message = "low must be strictly less than high."
                checks.append(tf1.assert_less(self._low, self._high, message=message))
            if validate_args:
                for cutoff in (self._low, self._high):
                    if cutoff is not None:
                        checks.append(_whole(cutoff))
            with tf1.control_dependencies([c for c in checks if c is not None]):
                if self._low is not None:
                    self._low = tf1.identity(self._low)
                if self._high is not None:
                    self._high = tf1.identity(self._high)
        super().__init__(
            dtype=dtype,
            reparameterization_type=NOT,
            validate_args=validate_args,
            allow_nan_stats=distribution.allow_nan_stats,
            parameters=parameters,
            graph_parents=[
                *distribution._graph_parents,
                *(t for t in (self._low, self._high) if t is not None),
            ],
            name=name,
        )

    @property
    def distribution(self) -> Any:
        """Where x is from."""
        return self._dist

    @property
    def low(self) -> Any:
        """The lowest y."""
        return self._low

    @property
    def high(self) -> Any:
        """The highest y."""
        return self._high

    def _batch_shape_tensor(self) -> Any:
        return self.distribution.batch_shape_tensor()

    def _batch_shape(self) -> Any:
        return self.distribution.batch_shape

    def _event_shape_tensor(self) -> Any:
        return self.distribution.event_shape_tensor()

    def _event_shape(self) -> Any:
        return self.distribution.event_shape

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        with tf1.name_scope("transform"):
            n = tf1.convert_to_tensor(n, name="n")
            x = self.distribution.sample(n, seed=seed)
            ones = tf1.ones_like(x)
            y = tf1.ceil(x)
            if self._low is not None:
                y = tf1.where(y < self._low, self._low * ones, y)
            if self._high is not None:
                y = tf1.where(y > self._high, self._high * ones, y)
            return y

    def _sides(self) -> tuple[bool, bool]:
        """Whether the distribution has a cdf, and a survival function, of its own."""
        cdf = hasattr(self.distribution, "_cdf") or hasattr(
            self.distribution, "_log_cdf"
        )
        survival = hasattr(self.distribution, "_survival_function") or hasattr(
            self.distribution, "_log_survival_function"
        )
        if not (cdf or survival):
            raise NotImplementedError(
                "'prob' not implemented unless the base distribution has 'cdf' or "
                "'survival_function'"
            )
        return cdf, survival

    def _log_prob(self, y: Any) -> Any:
        cdf, survival = self._sides()
        if self.validate_args:
            y = _behind(_whole(y), y)
        if cdf and survival:
            above, above_1 = (
                self.log_survival_function(y),
                self.log_survival_function(y - 1.0),
            )
            below, below_1 = self.log_cdf(y), self.log_cdf(y - 1.0)
            # the smaller of both tails has the digits
            big = tf1.where(above < below, above_1, below)
            small = tf1.where(above < below, above, below_1)
            return _log_less(big, small)
        if cdf:
            return _log_less(self.log_cdf(y), self.log_cdf(y - 1.0))
        return _log_less(
            self.log_survival_function(y - 1.0), self.log_survival_function(y)
        )

    def _prob(self, y: Any) -> Any:
        cdf, survival = self._sides()
        if self.validate_args:
            y = _behind(_whole(y), y)
        if cdf and survival:
            above, above_1 = self.survival_function(y), self.survival_function(y - 1.0)
            below, below_1 = self.cdf(y), self.cdf(y - 1.0)
            return tf1.where(above < below, above_1 - above, below - below_1)
        if cdf:
            return self.cdf(y) - self.cdf(y - 1.0)
        return self.survival_function(y - 1.0) - self.survival_function(y)

    def _cut(self, value: Any, at: Any, below: float, above: float) -> Any:
        """`value`, but for what lies outside of the cutoffs."""
        ones = tf1.ones_like(value)
        if self._low is not None:
            value = tf1.where(at < self._low, below * ones, value)
        if self._high is not None:
            reached = at >= self._high
            value = tf1.where(reached, above * ones, value)
        return value

    def _log_cdf(self, y: Any) -> Any:
        at = tf1.floor(y)
        return self._cut(self.distribution.log_cdf(at), at, -np.inf, 0.0)

    def _cdf(self, y: Any) -> Any:
        at = tf1.floor(y)
        return self._cut(self.distribution.cdf(at), at, 0.0, 1.0)

    def _log_survival_function(self, y: Any) -> Any:
        at = tf1.ceil(y)
        return self._cut(self.distribution.log_survival_function(at), at, 0.0, -np.inf)

    def _survival_function(self, y: Any) -> Any:
        at = tf1.ceil(y)
        return self._cut(self.distribution.survival_function(at), at, 1.0, 0.0)


def _whole(x: Any) -> Any:
    """A check that `x` are whole numbers."""
    return tf1.assert_equal(x, tf1.round(x), message="x has non-integer components.")


def _behind(check: Any, x: Any) -> Any:
    with tf1.control_dependencies([] if check is None else [check]):
        return tf1.identity(x)
