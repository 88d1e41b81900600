"""Bijectors of other bijectors, and of functions."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat import _private
from compat.contrib.distributions.basis import Bijector

tf1 = tf.compat.v1


class Invert(Bijector):  # type: ignore[valid-type, misc]
    """The inverse of a bijector.

    Args:
        bijector: The bijector.
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Raises:
        NotImplementedError: For a bijector that is not one to one.

    Source: `tf.contrib.distributions.bijectors.Invert`.
    """

    def __init__(
        self, bijector: Any, validate_args: bool = False, name: str | None = None
    ) -> None:
        if not _private.is_injective(bijector):
            raise NotImplementedError(
                "Invert is not implemented for non-injective bijectors."
            )
        self._bijector = bijector
        super().__init__(
            graph_parents=bijector.graph_parents,
            forward_min_event_ndims=bijector.inverse_min_event_ndims,
            inverse_min_event_ndims=bijector.forward_min_event_ndims,
            is_constant_jacobian=bijector.is_constant_jacobian,
            validate_args=validate_args,
            dtype=bijector.dtype,
            name=name or "_".join(["invert", bijector.name]),
        )

    @property
    def bijector(self) -> Any:
        """The bijector."""
        return self._bijector

    def _forward_event_shape(self, input_shape: Any) -> Any:
        return self.bijector._inverse_event_shape(input_shape)

    def _forward_event_shape_tensor(self, input_shape: Any) -> Any:
        return self.bijector._inverse_event_shape_tensor(input_shape)

    def _inverse_event_shape(self, output_shape: Any) -> Any:
        return self.bijector._forward_event_shape(output_shape)

    def _inverse_event_shape_tensor(self, output_shape: Any) -> Any:
        return self.bijector._forward_event_shape_tensor(output_shape)

    def _forward(self, x: Any, **kwargs: Any) -> Any:
        return self.bijector._inverse(x, **kwargs)

    def _inverse(self, y: Any, **kwargs: Any) -> Any:
        return self.bijector._forward(y, **kwargs)

    def _inverse_log_det_jacobian(self, y: Any, **kwargs: Any) -> Any:
        return self.bijector._forward_log_det_jacobian(y, **kwargs)

    def _forward_log_det_jacobian(self, x: Any, **kwargs: Any) -> Any:
        return self.bijector._inverse_log_det_jacobian(x, **kwargs)


class Inline(Bijector):  # type: ignore[valid-type, misc]
    """A bijector of functions.

    Args:
        forward_fn: From x to y.
        inverse_fn: From y to x.
        inverse_log_det_jacobian_fn: Logarithm of the inverse's determinant.
        forward_log_det_jacobian_fn: Logarithm of the determinant.
        forward_event_shape_fn: From the static shape of x to that of y.
        forward_event_shape_tensor_fn: The same of shapes that are tensors.
        inverse_event_shape_fn: The other way.
        inverse_event_shape_tensor_fn: The same of shapes that are tensors.
        is_constant_jacobian: Whether the determinant is the same everywhere.
        validate_args: Whether arguments are checked when the graph runs.
        forward_min_event_ndims: Axes of an event of x, at least.
        inverse_min_event_ndims: Axes of an event of y, at least.
        name: Name of the ops.

    Source: `tf.contrib.distributions.bijectors.Inline`.
    """

    def __init__(
        self,
        forward_fn: Any = None,
        inverse_fn: Any = None,
        inverse_log_det_jacobian_fn: Any = None,
        forward_log_det_jacobian_fn: Any = None,
        forward_event_shape_fn: Any = None,
        forward_event_shape_tensor_fn: Any = None,
        inverse_event_shape_fn: Any = None,
        inverse_event_shape_tensor_fn: Any = None,
        is_constant_jacobian: bool = False,
        validate_args: bool = False,
        forward_min_event_ndims: int | None = None,
        inverse_min_event_ndims: int | None = None,
        name: str = "inline",
    ) -> None:
        super().__init__(
            forward_min_event_ndims=forward_min_event_ndims,
            inverse_min_event_ndims=inverse_min_event_ndims,
            is_constant_jacobian=is_constant_jacobian,
            validate_args=validate_args,
            name=name,
        )

        def given(function: Any, said: str) -> Callable[..., Any]:
            def missing(*args: Any, **kwargs: Any) -> Any:
                raise NotImplementedError(f"{said} is not a callable function.")

            return function if callable(function) else missing

        def same(shape: Any) -> Any:
            return shape

        self._forward_fn = given(forward_fn, "forward_fn")
        self._inverse_fn = given(inverse_fn, "inverse_fn")
        self._ildj_fn = given(
            inverse_log_det_jacobian_fn, "inverse_log_det_jacobian_fn"
        )
        self._fldj_fn = given(
            forward_log_det_jacobian_fn, "forward_log_det_jacobian_fn"
        )
        self._forward_event_shape_fn = forward_event_shape_fn or same
        self._forward_event_shape_tensor_fn = forward_event_shape_tensor_fn or same
        self._inverse_event_shape_fn = inverse_event_shape_fn or same
        self._inverse_event_shape_tensor_fn = inverse_event_shape_tensor_fn or same

    def _forward_event_shape(self, input_shape: Any) -> Any:
        return self._forward_event_shape_fn(input_shape)

    def _forward_event_shape_tensor(self, input_shape: Any) -> Any:
        return self._forward_event_shape_tensor_fn(input_shape)

    def _inverse_event_shape(self, output_shape: Any) -> Any:
        return self._inverse_event_shape_fn(output_shape)

    def _inverse_event_shape_tensor(self, output_shape: Any) -> Any:
        return self._inverse_event_shape_tensor_fn(output_shape)

    def _forward(self, x: Any, **kwargs: Any) -> Any:
        return self._forward_fn(x, **kwargs)

    def _inverse(self, y: Any, **kwargs: Any) -> Any:
        return self._inverse_fn(y, **kwargs)

    def _inverse_log_det_jacobian(self, y: Any, **kwargs: Any) -> Any:
        return self._ildj_fn(y, **kwargs)

    def _forward_log_det_jacobian(self, x: Any, **kwargs: Any) -> Any:
        return self._fldj_fn(x, **kwargs)


class Chain(Bijector):  # type: ignore[valid-type, misc]
    """Bijectors one after the other: the last of the list comes first.

    Args:
        bijectors: The bijectors; none is the identity.
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Raises:
        NotImplementedError: For a bijector that is not one to one.
        ValueError: For bijectors of different types.

    Source: `tf.contrib.distributions.bijectors.Chain`.
    """

    def __init__(
        self,
        bijectors: Any = None,
        validate_args: bool = False,
        name: str | None = None,
    ) -> None:
        self._bijectors = tuple(bijectors or ())
        for one in self._bijectors:
            if not _private.is_injective(one):
                raise NotImplementedError(
                    f"Invert is not implemented for non-injective bijector ({one.name})"
                )
        dtypes = list({one.dtype for one in self._bijectors} - {None})
        if len(dtypes) > 1:
            raise ValueError(f"incompatible dtypes: {sorted(d.name for d in dtypes)}")
        inverse_ndims, forward_ndims = self._axes()
        super().__init__(
            graph_parents=[p for one in self._bijectors for p in one.graph_parents],
            forward_min_event_ndims=forward_ndims,
            inverse_min_event_ndims=inverse_ndims,
            is_constant_jacobian=all(
                one.is_constant_jacobian for one in self._bijectors
            ),
            validate_args=validate_args,
            dtype=dtypes[0] if dtypes else None,
            name=name
            or (
                "identity"
                if not self._bijectors
                else "_of_".join(["chain", *[one.name for one in self._bijectors]])
            ),
        )

    def _axes(self) -> tuple[int, int]:
        """The axes of an event of y, and of x, that the whole chain needs."""

        def needed(pairs: list[tuple[int, int]]) -> int:
            least = 0  # axes at the chain's end, and what each adds to them
            change = 0
            for ahead, behind in pairs:
                least = max(least, ahead - change)
                change += behind - ahead
            return least

        downwards = [
            (one.inverse_min_event_ndims, one.forward_min_event_ndims)
            for one in self._bijectors
        ]
        upwards = [(behind, ahead) for ahead, behind in reversed(downwards)]
        return needed(downwards), needed(upwards)

    @property
    def bijectors(self) -> Any:
        """The bijectors."""
        return self._bijectors

    def _through(self, names: str, shape: Any, bijectors: Any) -> Any:
        return functools.reduce(
            lambda shape, one: getattr(one, names)(shape), bijectors, shape
        )

    def _forward_event_shape(self, input_shape: Any) -> Any:
        return self._through("forward_event_shape", input_shape, self.bijectors[::-1])

    def _forward_event_shape_tensor(self, input_shape: Any) -> Any:
        return self._through(
            "forward_event_shape_tensor", input_shape, self.bijectors[::-1]
        )

    def _inverse_event_shape(self, output_shape: Any) -> Any:
        return self._through("inverse_event_shape", output_shape, self.bijectors)

    def _inverse_event_shape_tensor(self, output_shape: Any) -> Any:
        return self._through("inverse_event_shape_tensor", output_shape, self.bijectors)

    def _inverse(self, y: Any, **kwargs: Any) -> Any:
        for one in self.bijectors:
            y = one.inverse(y, **kwargs.get(one.name, {}))
        return y

    def _forward(self, x: Any, **kwargs: Any) -> Any:
        for one in reversed(self.bijectors):
            x = one.forward(x, **kwargs.get(one.name, {}))
        return x

    def _inverse_log_det_jacobian(self, y: Any, **kwargs: Any) -> Any:
        total = tf1.constant(0.0, dtype=y.dtype, name="inverse_log_det_jacobian")
        axes = self.inverse_min_event_ndims
        for one in self.bijectors:
            given = kwargs.get(one.name, {})
            total += one.inverse_log_det_jacobian(y, event_ndims=axes, **given)
            axes += one.forward_min_event_ndims - one.inverse_min_event_ndims
            y = one.inverse(y, **given)
        return total

    def _forward_log_det_jacobian(self, x: Any, **kwargs: Any) -> Any:
        x = tf1.convert_to_tensor(x, name="x")
        total = tf1.constant(0.0, dtype=x.dtype, name="forward_log_det_jacobian")
        axes = self.forward_min_event_ndims
        for one in reversed(self.bijectors):
            given = kwargs.get(one.name, {})
            total += one.forward_log_det_jacobian(x, event_ndims=axes, **given)
            axes += one.inverse_min_event_ndims - one.forward_min_event_ndims
            x = one.forward(x, **given)
        return total
