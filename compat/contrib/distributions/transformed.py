"""Distributions of what a bijector makes of another distribution's draws."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat import _private
from compat.contrib.distributions import overriding
from compat.contrib.distributions.basis import Distribution
from compat.contrib.distributions.bijectors.plain import Identity
from compat.count import opseed
from compat.count.ops import arrays

tf1 = tf.compat.v1


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

    _override_batch: Any
    _override_event: Any

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
            self._distribution = distribution
            self._bijector = bijector
            # 1.15 worked the shapes out by ops, whether they are known or not
            ours = hasattr(self, "_override_batch")
            scalar = [
                None if shape.rank is None else shape.rank == 0
                for shape in (distribution.batch_shape, distribution.event_shape)
            ]
            wide = event_shape is not None or (
                ours and self._override_event is not None
            )
            batched = batch_shape is not None
            open_batch = ours and tf.is_tensor(self._override_batch)
            turns = wide and not ours and not batched and scalar[0] is False
            with opseed.exactly(28 + 3 * (wide + batched) + 2 * (open_batch - turns)):
                if not ours:
                    self._override_batch = overriding.override(
                        batch_shape, "batch_shape", scalar[0], validate_args
                    )
                    self._override_event = overriding.override(
                        event_shape, "event_shape", scalar[1], validate_args
                    )
                    self._static_batch = overriding.static(
                        self._override_batch, distribution.batch_shape
                    )
                self._turn = overriding.rotated(
                    self._override_batch, self._override_event, distribution
                )
                self._event_axes = overriding.event_axes(
                    self._override_event, self._turn
                )
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
        event = overriding.together(
            self._override_event, self.distribution.event_shape_tensor
        )
        return self.bijector.forward_event_shape_tensor(event)

    def _base_event(self) -> Any:
        return overriding.static(self._override_event, self.distribution.event_shape)

    def _event_shape(self) -> Any:
        return self.bijector.forward_event_shape(self._base_event())

    def _batch_shape_tensor(self) -> Any:
        return overriding.together(
            self._override_batch, self.distribution.batch_shape_tensor
        )

    def _batch_shape(self) -> Any:
        return self._static_batch

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        batch, event = self._override_batch, self._override_event
        known = tf.get_static_value(n)
        with opseed.exactly(4 if tf.is_tensor(batch) or known is None else 2):
            shape = overriding.draws(n, batch, event, self._turn)
        x = self.distribution.sample(sample_shape=shape, seed=seed)
        with opseed.exactly(8 if self._turns() else 0):
            return overriding.rotate(x, self._turn)

    def _turns(self) -> bool:
        return tf.is_tensor(self._turn) or self._turn > 0

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
        if known is not None:
            shape = tf.TensorShape(known).concatenate(self.batch_shape)
            x.set_shape(x.shape.merge_with(shape.concatenate(self._base_event())))
        return x

    def _event_rank(self) -> Any:
        rank = self.event_shape.rank
        return tf1.size(self.event_shape_tensor()) if rank is None else rank

    def _reduced(self, of: Any, x: Any, reduce: Any) -> Any:
        """What `of` says of `x`, of the numbers of an event together."""
        with opseed.exactly(10 if self._turns() else 0):
            x = overriding.rotate(x, -self._turn)
        value = of(x)
        if self._override_event is not None:
            value = reduce(value, self._event_axes)
        return value

    def _fiber(self, x: Any, ildj: Any) -> Any:
        log_prob = self._reduced(self.distribution.log_prob, x, tf1.reduce_sum)
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
        prob = self._reduced(self.distribution.prob, x, tf1.reduce_prod)
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
            event = tf.convert_to_tensor(self._override_event, tf.int32)
            count = tf1.reduce_prod(event)
            if self._override_batch is None:
                opseed.account(-1)
            entropy *= tf1.cast(count, entropy.dtype)
        if self.batch_shape.rank != 0 and self._override_batch is not None:
            with opseed.exactly(9):
                sizes = tf1.ones(self._batch_shape_tensor(), entropy.dtype)
                entropy = entropy * sizes
        dummy = tf1.zeros(
            tf1.concat([self.batch_shape_tensor(), self.event_shape_tensor()], 0),
            dtype=self.dtype,
        )
        entropy -= tf1.cast(
            self.bijector.inverse_log_det_jacobian(
                dummy, event_ndims=self._event_rank()
            ),
            entropy.dtype,
        )
        entropy.set_shape(self.batch_shape)
        return entropy
