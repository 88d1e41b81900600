"""Flows: shift and scale of numbers by functions of the other numbers.

Papamakarios, Pavlakou and Murray, "Masked Autoregressive Flow for Density Estimation",
2017; Dinh, Sohl-Dickstein and Bengio, "Density Estimation using Real NVP", 2016.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.distributions.basis import Bijector
from compat.count import opseed

tf1 = tf.compat.v1


class MaskedAutoregressiveFlow(Bijector):  # type: ignore[valid-type, misc]
    """y_i = x_i·exp(log_scale_i) + shift_i, both functions of y before i.

    Args:
        shift_and_log_scale_fn: From y to shift and log_scale; either may be `None`.
        is_constant_jacobian: Whether log_scale is the same for every x.
        validate_args: Whether arguments are checked when the graph runs.
        unroll_loop: Whether the loop over a vector's numbers is written out; their
            number must be known.
        name: Name of the ops; by default `masked_autoregressive_flow`.

    Source: `tf.contrib.distributions.bijectors.MaskedAutoregressiveFlow`.
    """

    def __init__(
        self,
        shift_and_log_scale_fn: Any,
        is_constant_jacobian: bool = False,
        validate_args: bool = False,
        unroll_loop: bool = False,
        name: str | None = None,
    ) -> None:
        self._shift_and_log_scale_fn = shift_and_log_scale_fn
        self._unroll_loop = unroll_loop
        super().__init__(
            forward_min_event_ndims=1,
            is_constant_jacobian=is_constant_jacobian,
            validate_args=validate_args,
            name=name or "masked_autoregressive_flow",
        )

    def _step(self, x: Any, y: Any) -> Any:
        shift, log_scale = self._shift_and_log_scale_fn(y)
        if log_scale is not None:
            x = x * tf.exp(log_scale)
        return x if shift is None else x + shift

    def _forward(self, x: Any) -> Any:
        size = tf.compat.dimension_value(x.shape[-1]) if x.shape.rank else None
        if self._unroll_loop:
            if size is None:
                raise ValueError(
                    "The final dimension of `x` must be known at graph time"
                )
            with opseed.exactly(1):
                y = tf1.zeros_like(x, name="y0")
            for _ in range(size):
                y = self._step(x, y)
            return y
        count = tf1.shape(x)[-1]
        with opseed.exactly(1):
            first = tf1.zeros_like(x, name="y0")
        self._shift_and_log_scale_fn(first)  # makes its variables outside of the loop
        _, y = tf1.while_loop(
            cond=lambda index, _: index < count,
            body=lambda index, y: (index + 1, self._step(x, y)),
            loop_vars=(tf1.constant(0), first),
            maximum_iterations=count,
        )
        opseed.account(2)
        return y

    def _inverse(self, y: Any) -> Any:
        shift, log_scale = self._shift_and_log_scale_fn(y)
        x = y if shift is None else y - shift
        return x if log_scale is None else x * tf.exp(-log_scale)

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        _, log_scale = self._shift_and_log_scale_fn(y)
        if log_scale is None:
            return tf1.constant(0.0, dtype=y.dtype, name="ildj")
        return -tf1.reduce_sum(log_scale, axis=-1)


class RealNVP(Bijector):  # type: ignore[valid-type, misc]
    """The first numbers stay; the others are shifted and scaled by functions of them.

    Args:
        num_masked: How many stay.
        shift_and_log_scale_fn: From those that stay, and how many there are besides, to
            shift and log_scale; either may be `None`.
        is_constant_jacobian: Whether log_scale is the same for every x.
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops; by default `real_nvp`.

    Raises:
        ValueError: Where fewer numbers than 0 are to stay, or all.

    Source: `tf.contrib.distributions.bijectors.RealNVP`.
    """

    def __init__(
        self,
        num_masked: int,
        shift_and_log_scale_fn: Any,
        is_constant_jacobian: bool = False,
        validate_args: bool = False,
        name: str | None = None,
    ) -> None:
        if num_masked <= 0:
            raise ValueError("num_masked must be a positive integer.")
        self._num_masked = num_masked
        self._input_depth: int | None = None
        self._shift_and_log_scale_fn = shift_and_log_scale_fn
        super().__init__(
            forward_min_event_ndims=1,
            is_constant_jacobian=is_constant_jacobian,
            validate_args=validate_args,
            name=name or "real_nvp",
        )

    def _kept(self, x: Any) -> tuple[Any, int]:
        """The numbers that stay, and how many do not."""
        if self._input_depth is None:
            size = tf.compat.dimension_value(x.shape[-1]) if x.shape.rank else None
            if size is None:
                raise NotImplementedError(
                    "Rightmost dimension must be known prior to graph execution."
                )
            if self._num_masked >= size:
                raise ValueError(
                    "Number of masked units must be smaller than the event size."
                )
            self._input_depth = size
        return x[..., : self._num_masked], self._input_depth - self._num_masked

    def _parts(self, x: Any) -> tuple[Any, Any, Any, Any]:
        kept, rest = self._kept(x)
        moved = x[..., self._num_masked :]
        return kept, moved, *self._shift_and_log_scale_fn(kept, rest)

    def _forward(self, x: Any) -> Any:
        kept, moved, shift, log_scale = self._parts(x)
        if log_scale is not None:
            moved *= tf.exp(log_scale)
        if shift is not None:
            moved += shift
        return tf1.concat([kept, moved], axis=-1)

    def _inverse(self, y: Any) -> Any:
        kept, moved, shift, log_scale = self._parts(y)
        if shift is not None:
            moved -= shift
        if log_scale is not None:
            moved *= tf.exp(-log_scale)
        return tf1.concat([kept, moved], axis=-1)

    def _scaled(self, x: Any) -> Any:
        _, log_scale = self._shift_and_log_scale_fn(*self._kept(x))
        if log_scale is None:
            return tf1.constant(0.0, dtype=x.dtype)
        return tf1.reduce_sum(log_scale, axis=-1)

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        return -self._scaled(y)

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        return self._scaled(x)


def real_nvp_default_template(
    hidden_layers: Any,
    shift_only: bool = False,
    activation: Any = tf.nn.relu,
    name: str | None = None,
    *args: Any,
    **kwargs: Any,
) -> Any:
    """A network of dense layers for `RealNVP`.

    Args:
        hidden_layers: Units of its layers.
        shift_only: Whether it gives no log_scale.
        activation: Between its layers.
        name: Name of its scope.
        *args: More for `tf.layers.dense`.
        **kwargs: More for `tf.layers.dense`.

    Returns:
        A function of a tensor and of how many numbers to shift.

    Source: `tf.contrib.distributions.bijectors.real_nvp_default_template`.
    """
    from compat.layers.functions import dense

    with tf1.name_scope(name, "real_nvp_default_template"):

        def shift_and_log_scale(x: Any, output_units: int) -> Any:
            for units in hidden_layers:
                x = dense(x, units, activation, *args, **kwargs)
            count = (1 if shift_only else 2) * output_units
            x = dense(x, count, None, *args, **kwargs)
            return (x, None) if shift_only else tf1.split(x, 2, axis=-1)

        return tf1.make_template("real_nvp_default_template", shift_and_log_scale)


__all__ = ["MaskedAutoregressiveFlow", "RealNVP", "real_nvp_default_template"]
