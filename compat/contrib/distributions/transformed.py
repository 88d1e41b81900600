"""Distributions of what a bijector makes of another distribution's draws."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from compat import _private
from compat.contrib.distributions.basis import Distribution
from compat.contrib.distributions.bijectors.plain import Identity
from compat.count import opseed
from compat.count.ops import arrays

tf1 = tf.compat.v1


def _static(shape: Any, what: str) -> Any:
    """An overriding shape as a list, or `None` without one.

    Raises:
        ValueError: Where it is no vector, or not known when the graph is built.
    """
    if shape is None:
        return None
    known = tf.get_static_value(tf1.convert_to_tensor(shape, tf.int32))
    if known is None or np.ndim(known) != 1:
        raise ValueError(f"expected {what} to be a vector that is known, got {shape}")
    return [int(size) for size in known]


class TransformedDistribution(Distribution):  # type: ignore[valid-type, misc]
    """The distribution of y = g(x), x drawn from another distribution.

        log p(y) = log p(g⁻¹(y)) + log |det J g⁻¹(y)|

    Args:
        distribution: Where x is from.
        bijector: g; by default the identity.
        batch_shape: The batch's shape, where `distribution` is one number.
        event_shape: An event's shape, where that of `distribution` is one number.
        validate_args: Whether arguments are checked when the graph runs.
        name: Name of the ops.

    Source: `tf.contrib.distributions.TransformedDistribution`.
    """

    def __init__(
        self,
        distribution: Any,
        bijector: Any = None,
        batch_shape: Any = None,
        event_shape: Any = None,
        validate_args: bool = False,
        name: str | None = None,
    ) -> None:
        parameters = dict(locals())
        name = name or ("" if bijector is None else bijector.name) + distribution.name
        with tf1.name_scope(name, values=[event_shape, batch_shape]) as name:
            if bijector is None:
                bijector = Identity(validate_args=validate_args)
            if not hasattr(self, "_override_batch"):
                with opseed.exactly(0 if batch_shape is None else 1):
                    self._override_batch = _static(batch_shape, "batch_shape")
                with opseed.exactly(0 if event_shape is None else 1):
                    self._override_event = _static(event_shape, "event_shape")
            self._distribution = distribution
            self._bijector = bijector
            rank = len(self._override_event or ())
            # 1.15 worked the shapes out by ops, whether they are known or not
            wide = self._override_event is not None
            open_batch = tf.is_tensor(self._override_batch)
            with opseed.exactly(28 + 3 * wide + 2 * open_batch):
                self._event_axes = tf.constant(list(range(-rank, 0)), tf.int32)
        super().__init__(
            dtype=distribution.dtype,
            reparameterization_type=distribution.reparameterization_type,
            validate_args=validate_args,
            allow_nan_stats=distribution.allow_nan_stats,
            parameters=parameters,
            graph_parents=(distribution._graph_parents + bijector.graph_parents),
            name=name,
        )

    @property
    def distribution(self) -> Any:
        """Where x is from."""
        return self._distribution

    @property
    def bijector(self) -> Any:
        """What makes y of x."""
        return self._bijector

    def _event_shape_tensor(self) -> Any:
        return self.bijector.forward_event_shape_tensor(
            self._override_event
            if self._override_event is not None
            else self.distribution.event_shape_tensor()
        )

    def _event_shape(self) -> Any:
        if self._override_event is not None:
            return self.bijector.forward_event_shape(
                tf.TensorShape(self._override_event)
            )
        return self.bijector.forward_event_shape(self.distribution.event_shape)

    def _batch_shape_tensor(self) -> Any:
        if tf.is_tensor(self._override_batch):
            return self._override_batch
        if self._override_batch is not None:
            return tf.constant(self._override_batch, tf.int32)
        return self.distribution.batch_shape_tensor()

    def _batch_shape(self) -> Any:
        if tf.is_tensor(self._override_batch):
            return self._open_batch
        if self._override_batch is not None:
            return tf.TensorShape(self._override_batch)
        return self.distribution.batch_shape

    def _rotates(self) -> bool:
        """Whether the event is drawn before the batch and moved behind it."""
        return (
            self._override_event is not None
            and self._override_batch is None
            and self.distribution.batch_shape.rank != 0
        )

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        batch, event = self._override_batch, self._override_event
        known = tf.get_static_value(n)
        parts = [event or [], [known]] if self._rotates() else []
        parts = parts or [[known], [] if batch is None else batch, event or []]
        with opseed.exactly(4 if tf.is_tensor(batch) or known is None else 2):
            if known is None or tf.is_tensor(batch):
                tensors = [
                    part
                    if tf.is_tensor(part)
                    else tf1.reshape(n, [1])
                    if part == [None]
                    else tf.constant(part, tf.int32)
                    for part in parts
                ]
                shape = tf1.concat(tensors, 0)
            else:
                shape = tf.constant(sum(parts, []), tf.int32)
        x = self.distribution.sample(sample_shape=shape, seed=seed)
        if self._rotates():
            rank = len(event or ())
            order = list(range(x.shape.rank))
            x = arrays.transpose(x, order[rank:] + order[:rank])
        return x

    def _call_sample_n(
        self, sample_shape: Any, seed: Any, name: str, **kwargs: Any
    ) -> Any:
        with self._name_scope(name, values=[sample_shape]):
            sample_shape = tf1.convert_to_tensor(
                sample_shape, dtype=tf.int32, name="sample_shape"
            )
            sample_shape, n = self._expand_sample_shape_to_vector(
                sample_shape, "sample_shape"
            )
            x = self._sample_n(n, seed)
            rest = tf1.shape(x)[1:]
            x = arrays.reshape(x, tf1.concat([sample_shape, rest], 0))
            x = self._set_sample_static_shape_for(x, sample_shape)
            y = self.bijector.forward(x, **kwargs)
            return self._set_sample_static_shape(y, sample_shape)

    def _set_sample_static_shape_for(self, x: Any, sample_shape: Any) -> Any:
        known = tf.get_static_value(sample_shape)
        event = self._override_event
        event_shape = (
            self.distribution.event_shape if event is None else tf.TensorShape(event)
        )
        if known is not None:
            shape = tf.TensorShape(known).concatenate(self.batch_shape)
            x.set_shape(x.shape.merge_with(shape.concatenate(event_shape)))
        return x

    def _event_rank(self) -> int:
        rank = self.event_shape.rank
        if rank is None:
            raise ValueError("expected the rank of an event to be known")
        return int(rank)

    def _fiber(self, x: Any, ildj: Any) -> Any:
        log_prob = self.distribution.log_prob(x)
        if self._override_event is not None:
            log_prob = tf1.reduce_sum(log_prob, self._event_axes)
        return log_prob + tf1.cast(ildj, log_prob.dtype)

    def _log_prob(self, y: Any) -> Any:
        x = self.bijector.inverse(y)
        ildj = self.bijector.inverse_log_det_jacobian(y, event_ndims=self._event_rank())
        if _private.is_injective(self.bijector):
            return self._fiber(x, ildj)
        each = [self._fiber(a, b) for a, b in zip(x, ildj, strict=True)]
        return tf1.reduce_logsumexp(tf1.stack(each), axis=0)

    def _prob(self, y: Any) -> Any:
        x = self.bijector.inverse(y)
        ildj = self.bijector.inverse_log_det_jacobian(y, event_ndims=self._event_rank())
        if not _private.is_injective(self.bijector):
            each = [tf.exp(self._fiber(a, b)) for a, b in zip(x, ildj, strict=True)]
            return sum(each)
        prob = self.distribution.prob(x)
        if self._override_event is not None:
            prob = tf1.reduce_prod(prob, self._event_axes)
        return prob * tf.exp(tf1.cast(ildj, prob.dtype))

    def _one_by_one(self, what: str) -> None:
        if self._override_event is not None:
            raise NotImplementedError(
                f"{what} is not implemented when overriding event_shape"
            )
        if not _private.is_injective(self.bijector):
            raise NotImplementedError(
                f"{what} is not implemented when bijector is not injective."
            )

    def _log_cdf(self, y: Any) -> Any:
        self._one_by_one("log_cdf")
        return self.distribution.log_cdf(self.bijector.inverse(y))

    def _cdf(self, y: Any) -> Any:
        self._one_by_one("cdf")
        return self.distribution.cdf(self.bijector.inverse(y))

    def _log_survival_function(self, y: Any) -> Any:
        self._one_by_one("log_survival_function")
        return self.distribution.log_survival_function(self.bijector.inverse(y))

    def _survival_function(self, y: Any) -> Any:
        self._one_by_one("survival_function")
        return self.distribution.survival_function(self.bijector.inverse(y))

    def _quantile(self, value: Any) -> Any:
        self._one_by_one("quantile")
        x = self.distribution.quantile(value)
        return self.bijector.forward(x)

    def _entropy(self) -> Any:
        if not self.bijector.is_constant_jacobian:
            raise NotImplementedError("entropy is not implemented")
        if not _private.is_injective(self.bijector):
            raise NotImplementedError(
                "entropy is not implemented when bijector is not injective."
            )
        entropy = self.distribution.entropy()
        if self._override_event is not None:
            count = tf1.reduce_prod(tf.constant(self._override_event, tf.int32))
            entropy *= tf1.cast(count, entropy.dtype)
        if self.batch_shape.rank != 0 and self._override_batch is not None:
            with opseed.exactly(9):
                sizes = tf1.ones(self._batch_shape_tensor(), entropy.dtype)
                entropy = entropy * sizes
        dummy = tf1.zeros(
            tf1.concat([self.batch_shape_tensor(), self.event_shape_tensor()], 0),
            dtype=self.dtype,
        )
        entropy -= self.bijector.inverse_log_det_jacobian(
            dummy, event_ndims=self._event_rank()
        )
        entropy.set_shape(self.batch_shape)
        return entropy
