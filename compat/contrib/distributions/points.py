"""Distributions of one value."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.distributions.basis import FULLY, Distribution
from compat.count import opseed
from compat.count.ops import arrays

tf1 = tf.compat.v1


class _Point(Distribution):  # type: ignore[valid-type, misc]
    """All of the probability at one place, or near it."""

    def __init__(
        self,
        loc: Any,
        atol: Any,
        rtol: Any,
        validate_args: bool,
        allow_nan_stats: bool,
        parameters: dict[str, Any],
        name: str,
    ) -> None:
        with tf1.name_scope(name, values=[loc, atol, rtol]) as name:
            loc = tf1.convert_to_tensor(loc, name="loc")
            self._loc = loc
            self._atol = self._tolerance(atol, validate_args)
            self._rtol = self._tolerance(rtol, validate_args)
            if rtol is None:
                self._slack = self.atol
            else:
                self._slack = self.atol + self.rtol * tf.abs(self.loc)
        super().__init__(
            dtype=self._loc.dtype,
            reparameterization_type=FULLY,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._loc],
            name=name,
        )

    def _tolerance(self, given: Any, validate: bool) -> Any:
        given = tf1.convert_to_tensor(0 if given is None else given, self._loc.dtype)
        if validate:
            check = tf1.assert_non_negative(
                given, message="Argument 'tol' must be non-negative"
            )
            with tf1.control_dependencies([check]):
                given = tf1.identity(given)
        return given

    @property
    def loc(self) -> Any:
        """The place."""
        return self._loc

    @property
    def atol(self) -> Any:
        """How far from it still counts as it."""
        return self._atol

    @property
    def rtol(self) -> Any:
        """The same, in shares of it."""
        return self._rtol

    def _mean(self) -> Any:
        return tf1.identity(self.loc)

    def _variance(self) -> Any:
        return arrays.zeros_like(self.loc)

    def _mode(self) -> Any:
        return self.mean()

    def _entropy(self) -> Any:
        return tf1.zeros(self.batch_shape_tensor(), dtype=self.dtype)

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        with opseed.exactly(7):
            ones = tf1.ones_like(tf1.shape(self.loc))
            return tf1.tile(self.loc[tf1.newaxis, ...], tf1.concat([[n], ones], 0))


class Deterministic(_Point):
    """A number that is always the same.

    Args:
        loc: The number.
        atol: How far from it still counts as it.
        rtol: The same, in shares of it.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Source: `tf.contrib.distributions.Deterministic`.
    """

    def __init__(
        self,
        loc: Any,
        atol: Any = None,
        rtol: Any = None,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Deterministic",
    ) -> None:
        given = dict(locals())
        super().__init__(loc, atol, rtol, validate_args, allow_nan_stats, given, name)

    def _batch_shape_tensor(self) -> Any:
        return tf1.shape(self.loc)

    def _batch_shape(self) -> Any:
        return self.loc.shape

    def _event_shape_tensor(self) -> Any:
        return tf1.constant([], dtype=tf.int32)

    def _event_shape(self) -> Any:
        return tf.TensorShape([])

    def _prob(self, x: Any) -> Any:
        near = tf.abs(x - self.loc) <= self._slack
        return tf1.cast(near, dtype=self.dtype)

    def _cdf(self, x: Any) -> Any:
        return tf1.cast(x >= self.loc - self._slack, dtype=self.dtype)


class VectorDeterministic(_Point):
    """A vector that is always the same.

    Args:
        loc: The vector [batch…, size].
        atol: How far from it still counts as it.
        rtol: The same, in shares of it.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Source: `tf.contrib.distributions.VectorDeterministic`.
    """

    def __init__(
        self,
        loc: Any,
        atol: Any = None,
        rtol: Any = None,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "VectorDeterministic",
    ) -> None:
        given = dict(locals())
        super().__init__(loc, atol, rtol, validate_args, allow_nan_stats, given, name)

    def _batch_shape_tensor(self) -> Any:
        return tf1.shape(self.loc)[:-1]

    def _batch_shape(self) -> Any:
        return self.loc.shape[:-1]

    def _event_shape_tensor(self) -> Any:
        return tf1.shape(self.loc)[-1:]

    def _event_shape(self) -> Any:
        return self.loc.shape[-1:]

    def _prob(self, x: Any) -> Any:
        if x.shape.rank == 0:
            raise ValueError(f"Shape {x.shape} must have rank at least 1")
        if self.validate_args:
            check = tf1.assert_equal(
                self.event_shape_tensor(),
                tf1.shape(x)[-1:],
                message="Argument 'x' not defined in the same space R^k as this "
                "distribution",
            )
            with tf1.control_dependencies([check] if check is not None else []):
                x = tf1.identity(x)
        near = tf1.reduce_all(tf.abs(x - self.loc) <= self._slack, axis=-1)
        return tf1.cast(near, dtype=self.dtype)
