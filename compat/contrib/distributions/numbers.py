"""What distributions of single numbers share."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.distributions.basis import Distribution

tf1 = tf.compat.v1


class OfNumbers(Distribution):  # type: ignore[valid-type, misc]
    """A distribution of single numbers with one or two parameters."""

    _first: Any
    _second: Any = None

    def _ready(
        self,
        kind: Any,
        parameters: dict[str, Any],
        validate_args: bool,
        allow_nan_stats: bool,
        name: str,
        parents: list[Any],
        dtype: Any = None,
    ) -> None:
        Distribution.__init__(
            self,
            dtype=dtype or self._first.dtype,
            reparameterization_type=kind,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=parents,
            name=name,
        )

    def _batch_shape_tensor(self) -> Any:
        if self._second is None:
            return tf1.shape(self._first)
        return tf1.broadcast_dynamic_shape(
            tf1.shape(self._first), tf1.shape(self._second)
        )

    def _batch_shape(self) -> Any:
        if self._second is None:
            return self._first.shape
        return tf.broadcast_static_shape(self._first.shape, self._second.shape)

    def _event_shape_tensor(self) -> Any:
        return tf1.constant([], dtype=tf.int32)

    def _event_shape(self) -> Any:
        return tf.TensorShape([])

    def _drawn(self, n: Any) -> Any:
        return tf1.concat([[n], self.batch_shape_tensor()], 0)
