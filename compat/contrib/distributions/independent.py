"""A batch of distributions as one, of the batch's last axes."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.distributions.basis import Distribution
from compat.contrib.distributions.kept import RegisterKL, kl_divergence

tf1 = tf.compat.v1


class Independent(Distribution):  # type: ignore[valid-type, misc]
    """A batch of distributions, whose last axes are one event.

    Args:
        distribution: The distributions.
        reinterpreted_batch_ndims: How many axes; by default all but the first.
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Raises:
        ValueError: For more axes than there are.

    Source: `tf.contrib.distributions.Independent`.
    """

    def __init__(
        self,
        distribution: Any,
        reinterpreted_batch_ndims: int | None = None,
        validate_args: bool = False,
        name: str | None = None,
    ) -> None:
        parameters = dict(locals())
        name = name or "Independent" + distribution.name
        self._distribution = distribution
        with tf1.name_scope(name) as name:
            rank = distribution.batch_shape.rank
            if reinterpreted_batch_ndims is None:
                if rank is None:
                    raise ValueError("expected a batch of known rank")
                reinterpreted_batch_ndims = max(0, rank - 1)
            given = tf1.convert_to_tensor(
                reinterpreted_batch_ndims,
                dtype=tf.int32,
                name="reinterpreted_batch_ndims",
            )
            self._reinterpreted_batch_ndims = given
            known = tf.get_static_value(given)
            if known is None:
                raise ValueError("expected reinterpreted_batch_ndims to be known")
            self._axes = int(known)
            if rank is not None and self._axes > rank:
                raise ValueError(
                    f"reinterpreted_batch_ndims({self._axes}) cannot exceed "
                    f"distribution.batch_ndims({rank})"
                )
        super().__init__(
            dtype=distribution.dtype,
            reparameterization_type=distribution.reparameterization_type,
            validate_args=validate_args,
            allow_nan_stats=distribution.allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._reinterpreted_batch_ndims]
            + distribution._graph_parents,
            name=name,
        )

    @property
    def distribution(self) -> Any:
        """The distributions."""
        return self._distribution

    @property
    def reinterpreted_batch_ndims(self) -> Any:
        """How many axes of the batch are of the event."""
        return self._reinterpreted_batch_ndims

    def _batch_shape_tensor(self) -> Any:
        shape = self.distribution.batch_shape_tensor()
        rank = self.distribution.batch_shape.rank
        return shape[: (tf1.shape(shape)[0] if rank is None else rank) - self._axes]

    def _batch_shape(self) -> Any:
        shape = self.distribution.batch_shape
        if shape.rank is None:
            return tf.TensorShape(None)
        return shape[: shape.rank - self._axes]

    def _event_shape_tensor(self) -> Any:
        shape = self.distribution.batch_shape_tensor()
        rank = self.distribution.batch_shape.rank
        rank = tf1.shape(shape)[0] if rank is None else rank
        return tf1.concat(
            [shape[rank - self._axes :], self.distribution.event_shape_tensor()], axis=0
        )

    def _event_shape(self) -> Any:
        shape = self.distribution.batch_shape
        if shape.rank is None:
            return tf.TensorShape(None)
        return shape[shape.rank - self._axes :].concatenate(
            self.distribution.event_shape
        )

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        return self.distribution.sample(sample_shape=n, seed=seed)

    def _reduced(self, value: Any) -> Any:
        return tf1.reduce_sum(value, axis=[-1 - axis for axis in range(self._axes)])

    def _log_prob(self, x: Any) -> Any:
        return self._reduced(self.distribution.log_prob(x))

    def _entropy(self) -> Any:
        return self._reduced(self.distribution.entropy())

    def _mean(self) -> Any:
        return self.distribution.mean()

    def _variance(self) -> Any:
        return self.distribution.variance()

    def _stddev(self) -> Any:
        return self.distribution.stddev()

    def _mode(self) -> Any:
        return self.distribution.mode()


@RegisterKL(Independent, Independent)
def _kl(a: Any, b: Any, name: str | None = None) -> Any:
    """The sum of the KL divergences of the event's parts.

    Raises:
        ValueError: For events of other shapes.
    """
    if a.event_shape != b.event_shape:
        raise ValueError("Event shapes do not match.")
    p, q = a.distribution, b.distribution
    if p.event_shape != q.event_shape:
        raise NotImplementedError(
            "KL between Independents whose inner distributions have different event "
            "shapes not supported."
        )
    axes = a.event_shape.rank - p.event_shape.rank
    del name  # 1.15 opened no scope
    return tf1.reduce_sum(kl_divergence(p, q), axis=[-i - 1 for i in range(axes)])
