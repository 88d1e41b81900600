"""Bijectors of numbers that are seldom asked for."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from compat.contrib.distributions.basis import Bijector

tf1 = tf.compat.v1


def _given(value: Any, name: str, dtype: Any = None) -> Any:
    return tf1.convert_to_tensor(value, dtype=dtype, name=name)


def _checked(validate: bool, x: Any, *checks: Any) -> Any:
    """`x` behind checks, which are built where arguments are validated."""
    if not validate:
        return x
    built = [check() for check in checks]
    with tf1.control_dependencies([check for check in built if check is not None]):
        return tf1.identity(x)


class AbsoluteValue(Bijector):  # type: ignore[valid-type, misc]
    """y = |x|, which two numbers have: its inverse gives both.

    Args:
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Source: `tf.contrib.distributions.bijectors.AbsoluteValue`.
    """

    def __init__(
        self, validate_args: bool = False, name: str = "absolute_value"
    ) -> None:
        self._graph_parents: list[Any] = []
        self._name = name
        with self._name_scope("init"):
            super().__init__(
                forward_min_event_ndims=0,
                is_constant_jacobian=True,
                validate_args=validate_args,
                name=name,
            )

    def _forward(self, x: Any) -> Any:
        return tf.abs(x)

    def _positive(self, y: Any) -> Any:
        message = "Argument y was negative"
        return _checked(
            self.validate_args,
            y,
            lambda: tf1.assert_non_negative(y, message=message),
        )

    def _inverse(self, y: Any) -> Any:
        y = self._positive(y)
        return -y, y

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        y = self._positive(y)
        zero = tf1.zeros([], dtype=y.dtype)
        return zero, zero

    @property
    def _is_injective(self) -> bool:
        return False


class Gumbel(Bijector):  # type: ignore[valid-type, misc]
    """y = exp(-exp(-(x - loc) / scale)).

    Args:
        loc: Where it is.
        scale: How wide it is, above 0.
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Source: `tf.contrib.distributions.bijectors.Gumbel`.
    """

    def __init__(
        self,
        loc: Any = 0.0,
        scale: Any = 1.0,
        validate_args: bool = False,
        name: str = "gumbel",
    ) -> None:
        self._graph_parents: list[Any] = []
        self._name = name
        self._validate_args = validate_args
        with self._name_scope("init", values=[loc, scale]):
            self._loc = _given(loc, "loc")
            scale = _given(scale, "scale")
            tf1.assert_same_float_dtype([self._loc, scale])
            message = "Argument scale was not positive"
            self._scale = _checked(
                validate_args,
                scale,
                lambda: tf1.assert_positive(scale, message=message),
            )
        super().__init__(
            validate_args=validate_args, forward_min_event_ndims=0, name=name
        )

    @property
    def loc(self) -> Any:
        """Where it is."""
        return self._loc

    @property
    def scale(self) -> Any:
        """How wide it is."""
        return self._scale

    def _between(self, y: Any) -> Any:
        one = tf1.constant(1.0, y.dtype.base_dtype)
        return _checked(
            self.validate_args,
            y,
            lambda: tf1.assert_non_negative(y, message="y must be at least 0"),
            lambda: tf1.assert_less_equal(y, one, message="y must be at most 1"),
        )

    def _forward(self, x: Any) -> Any:
        return tf.exp(-tf.exp(-(x - self.loc) / self.scale))

    def _inverse(self, y: Any) -> Any:
        return self.loc - self.scale * tf1.log(-tf1.log(self._between(y)))

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        y = self._between(y)
        return tf1.log(self.scale / (-tf1.log(y) * y))

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        z = (x - self.loc) / self.scale
        return -z - tf.exp(-z) - tf1.log(self.scale)


class SinhArcsinh(Bijector):  # type: ignore[valid-type, misc]
    """y = sinh((arcsinh(x) + skewness)·tailweight).

    Args:
        skewness: Which side is longer; by default 0.
        tailweight: How heavy the tails are, above 0; by default 1.
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Source: `tf.contrib.distributions.bijectors.SinhArcsinh`.
    """

    def __init__(
        self,
        skewness: Any = None,
        tailweight: Any = None,
        validate_args: bool = False,
        name: str = "SinhArcsinh",
    ) -> None:
        self._graph_parents: list[Any] = []
        self._name = name
        self._validate_args = validate_args
        with self._name_scope("init", values=[skewness, tailweight]):
            tailweight = 1.0 if tailweight is None else tailweight
            skewness = 0.0 if skewness is None else skewness
            self._skewness = _given(skewness, "skewness")
            weight = _given(tailweight, "tailweight", self._skewness.dtype)
            tf1.assert_same_float_dtype([self._skewness, weight])
            message = "Argument tailweight was not positive"
            self._tailweight = _checked(
                validate_args,
                weight,
                lambda: tf1.assert_positive(weight, message=message),
            )
        super().__init__(
            forward_min_event_ndims=0, validate_args=validate_args, name=name
        )

    @property
    def skewness(self) -> Any:
        """Which side is longer."""
        return self._skewness

    @property
    def tailweight(self) -> Any:
        """How heavy the tails are."""
        return self._tailweight

    def _forward(self, x: Any) -> Any:
        return tf.sinh((tf.asinh(x) + self.skewness) * self.tailweight)

    def _inverse(self, y: Any) -> Any:
        return tf.sinh(tf.asinh(y) / self.tailweight - self.skewness)

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        bent = tf.cosh(tf.asinh(y) / self.tailweight - self.skewness)
        return tf1.log(bent / _root(y)) - tf1.log(self.tailweight)

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        bent = tf.cosh((tf.asinh(x) + self.skewness) * self.tailweight)
        return tf1.log(bent / _root(x)) + tf1.log(self.tailweight)


def _root(x: Any) -> Any:
    """√(x² + 1), where x² would be too large, too."""
    limit = float(np.finfo(x.dtype.as_numpy_dtype).eps ** -0.5)
    size = tf.abs(x)
    safe = tf1.where(size <= limit, x, tf1.ones_like(x))
    return tf1.where(size <= limit, tf.sqrt(safe**2.0 + 1.0), size)
