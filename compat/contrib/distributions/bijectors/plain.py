"""Bijectors that work number by number."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from compat.contrib.distributions.basis import Bijector, inside, util

tf1 = tf.compat.v1

Identity = inside("identity_bijector", "Identity")


class PowerTransform(Bijector):  # type: ignore[valid-type, misc]
    """y = (1 + c·x)^(1/c); e^x for c = 0.

    Args:
        power: c, at least 0.
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Raises:
        ValueError: For a power below 0, or one that is not known.

    Source: `tf.contrib.distributions.bijectors.PowerTransform`.
    """

    def __init__(
        self,
        power: float = 0.0,
        validate_args: bool = False,
        name: str = "power_transform",
    ) -> None:
        self._graph_parents: list[Any] = []
        self._name = name
        self._validate_args = validate_args
        with self._name_scope("init", values=[power]):
            power = tf.get_static_value(tf1.convert_to_tensor(power, name="power"))
        if power is None or power < 0:
            raise ValueError("`power` must be a non-negative TF constant.")
        self._power = power
        super().__init__(
            forward_min_event_ndims=0, validate_args=validate_args, name=name
        )

    @property
    def power(self) -> Any:
        """c of the equation."""
        return self._power

    def _forward(self, x: Any) -> Any:
        x = self._checked(x, 1.0 + x * self.power if self.validate_args else None)
        if self.power == 0.0:
            return tf.exp(x)
        return (1.0 + x * self.power) ** (1.0 / self.power)

    def _checked(self, x: Any, what: Any) -> Any:
        if not self.validate_args or self.power == 0.0:
            return x
        with tf1.control_dependencies([tf1.assert_positive(what)]):
            return tf1.identity(x)

    def _inverse(self, y: Any) -> Any:
        y = self._positive(y)
        if self.power == 0.0:
            return tf1.log(y)
        return (y**self.power - 1.0) / self.power

    def _positive(self, y: Any) -> Any:
        if not self.validate_args:
            return y
        check = tf1.assert_positive(y, message="Inverse transformation input must be")
        with tf1.control_dependencies([check]):
            return tf1.identity(y)

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        y = self._positive(y)
        return (self.power - 1.0) * tf1.log(y)

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        if self.power == 0.0:
            return x
        return (1.0 / self.power - 1.0) * tf1.log1p(x * self.power)


class Exp(PowerTransform):
    """y = e^x.

    Args:
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Source: `tf.contrib.distributions.bijectors.Exp`.
    """

    def __init__(self, validate_args: bool = False, name: str = "exp") -> None:
        super().__init__(validate_args=validate_args, name=name)


class _OfNumbers(Bijector):  # type: ignore[valid-type, misc]
    """A bijector without parameters of its own."""

    def __init__(self, validate_args: bool, name: str) -> None:
        super().__init__(
            forward_min_event_ndims=0, validate_args=validate_args, name=name
        )


class Sigmoid(_OfNumbers):
    """y = 1 / (1 + e^-x).

    Args:
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Source: `tf.contrib.distributions.bijectors.Sigmoid`.
    """

    def __init__(self, validate_args: bool = False, name: str = "sigmoid") -> None:
        super().__init__(validate_args, name)

    def _forward(self, x: Any) -> Any:
        return tf.sigmoid(x)

    def _inverse(self, y: Any) -> Any:
        return tf1.log(y) - tf1.log1p(-y)

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        return -tf1.log(y) - tf1.log1p(-y)

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        return -tf.nn.softplus(-x) - tf.nn.softplus(x)


class Softplus(Bijector):  # type: ignore[valid-type, misc]
    """y = s·log(1 + e^(x/s)).

    Args:
        hinge_softness: s, other than 0; by default 1.
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Source: `tf.contrib.distributions.bijectors.Softplus`.
    """

    def __init__(
        self,
        hinge_softness: Any = None,
        validate_args: bool = False,
        name: str = "softplus",
    ) -> None:
        with tf1.name_scope(name, values=[hinge_softness]):
            self._hinge_softness = (
                None
                if hinge_softness is None
                else tf1.convert_to_tensor(hinge_softness, name="hinge_softness")
            )
            if validate_args and self._hinge_softness is not None:
                zero = tf1.convert_to_tensor(0, dtype=self._hinge_softness.dtype)
                check = tf1.assert_none_equal(
                    zero,
                    self._hinge_softness,
                    message="hinge_softness must be non-zero",
                )
                with tf1.control_dependencies([check]):
                    self._hinge_softness = tf1.identity(self._hinge_softness)
        super().__init__(
            forward_min_event_ndims=0, validate_args=validate_args, name=name
        )

    @property
    def hinge_softness(self) -> Any:
        """s of the equation."""
        return self._hinge_softness

    def _soft(self, x: Any) -> Any:
        return tf1.cast(self.hinge_softness, x.dtype)

    def _forward(self, x: Any) -> Any:
        if self.hinge_softness is None:
            return tf.nn.softplus(x)
        soft = self._soft(x)
        return soft * tf.nn.softplus(x / soft)

    def _inverse(self, y: Any) -> Any:
        if self.hinge_softness is None:
            return util.softplus_inverse(y)
        soft = self._soft(y)
        return soft * util.softplus_inverse(y / soft)

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        # 1 - e^-y, which loses digits near 0, as a logarithm
        if self.hinge_softness is not None:
            y /= self._soft(y)
        return -tf1.log(-tf1.expm1(-y))

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        if self.hinge_softness is not None:
            x /= self._soft(x)
        return -tf.nn.softplus(-x)


class Softsign(_OfNumbers):
    """y = x / (1 + |x|).

    Args:
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Source: `tf.contrib.distributions.bijectors.Softsign`.
    """

    def __init__(self, validate_args: bool = False, name: str = "softsign") -> None:
        super().__init__(validate_args, name)

    def _forward(self, x: Any) -> Any:
        return x / (1.0 + tf.abs(x))

    def _within(self, y: Any) -> Any:
        if not self.validate_args:
            return y
        checks = [
            tf1.assert_greater(y, tf1.cast(-1, y.dtype)),
            tf1.assert_less(y, tf1.cast(1, y.dtype)),
        ]
        with tf1.control_dependencies(checks):
            return tf1.identity(y)

    def _inverse(self, y: Any) -> Any:
        y = self._within(y)
        return y / (1.0 - tf.abs(y))

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        return -2.0 * tf1.log1p(tf.abs(x))

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        y = self._within(y)
        return -2.0 * tf1.log1p(-tf.abs(y))


class Square(_OfNumbers):
    """y = x², for x of at least 0.

    Args:
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Source: `tf.contrib.distributions.bijectors.Square`.
    """

    def __init__(self, validate_args: bool = False, name: str = "square") -> None:
        super().__init__(validate_args, name)

    def _least(self, t: Any) -> Any:
        if not self.validate_args:
            return t
        check = tf1.assert_non_negative(t, message="All elements must be non-negative.")
        with tf1.control_dependencies([check]):
            return tf1.identity(t)

    def _forward(self, x: Any) -> Any:
        return tf.square(self._least(x))

    def _inverse(self, y: Any) -> Any:
        return tf.sqrt(self._least(y))

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        x = self._least(x)
        return np.log(2.0) + tf1.log(x)


class AffineScalar(Bijector):  # type: ignore[valid-type, misc]
    """y = shift + scale·x.

    Args:
        shift: By default 0.
        scale: By default 1.
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Source: `tf.contrib.distributions.bijectors.AffineScalar`.
    """

    def __init__(
        self,
        shift: Any = None,
        scale: Any = None,
        validate_args: bool = False,
        name: str = "affine_scalar",
    ) -> None:
        self._graph_parents: list[Any] = []
        self._name = name
        self._validate_args = validate_args
        with self._name_scope("init", values=[scale, shift]):
            self._shift = shift
            self._scale = scale
            if self._shift is not None:
                self._shift = tf1.convert_to_tensor(shift, name="shift")
            if self._scale is not None:
                self._scale = tf1.convert_to_tensor(self._scale, name="scale")
                if validate_args:
                    zero = tf1.zeros([], self._scale.dtype)
                    check = tf1.assert_none_equal(self._scale, zero)
                    with tf1.control_dependencies([check]):
                        self._scale = tf1.identity(self._scale)
        super().__init__(
            forward_min_event_ndims=0,
            is_constant_jacobian=True,
            validate_args=validate_args,
            name=name,
        )

    @property
    def shift(self) -> Any:
        """shift of the equation."""
        return self._shift

    @property
    def scale(self) -> Any:
        """scale of the equation."""
        return self._scale

    def _forward(self, x: Any) -> Any:
        y = tf1.identity(x)
        if self.scale is not None:
            y *= self.scale
        if self.shift is not None:
            y += self.shift
        return y

    def _inverse(self, y: Any) -> Any:
        x = tf1.identity(y)
        if self.shift is not None:
            x -= self.shift
        if self.scale is not None:
            x /= self.scale
        return x

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        if self.scale is None:
            return tf1.constant(0.0, dtype=x.dtype.base_dtype)
        return tf1.log(tf.abs(self.scale))
