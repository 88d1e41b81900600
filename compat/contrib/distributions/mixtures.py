"""Mixtures of distributions."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.distributions.basis import NOT, Distribution, util
from compat.contrib.distributions.kept import Categorical
from compat.count import opseed
from compat.count.ops import arrays

tf1 = tf.compat.v1


class Mixture(Distribution):  # type: ignore[valid-type, misc]
    """A distribution that is one of several, drawn by a `Categorical`.

    Args:
        cat: Which of the components.
        components: The components.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        use_static_graph: Whether all components draw for all, and one is kept.
        name: Name of the ops.

    Raises:
        TypeError: For what is no distribution, or for other types of draws.
        ValueError: For shapes, or numbers of components, that do not go together.

    Source: `tf.contrib.distributions.Mixture`.
    """

    def __init__(
        self,
        cat: Any,
        components: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        use_static_graph: bool = False,
        name: str = "Mixture",
    ) -> None:
        parameters = dict(locals())
        if not isinstance(cat, Categorical):
            raise TypeError(f"cat must be a Categorical distribution, but saw: {cat}")
        if not components:
            raise ValueError("components must be a non-empty list or tuple")
        if not isinstance(components, (list, tuple)):
            raise TypeError("components must be a list or tuple")
        if not all(isinstance(one, Distribution) for one in components):
            raise TypeError(
                "all entries in components must be Distribution instances but saw: "
                f"{components}"
            )
        dtype = components[0].dtype
        if not all(one.dtype == dtype for one in components):
            raise TypeError(
                "All components must have the same dtype, but saw dtypes: "
                f"{[(one.name, one.dtype) for one in components]}"
            )
        event = components[0].event_shape
        batch = cat.batch_shape
        for one in components:
            batch = batch.merge_with(one.batch_shape)
            event = event.merge_with(one.event_shape)
        if event.rank is None:
            raise ValueError(
                "Expected to know rank(event_shape) from components, but none of the "
                "components provide a static number of ndims"
            )
        with tf1.name_scope(name, values=[cat.logits]) as name:
            count = tf.get_static_value(cat.event_size)
            if count is None:
                raise ValueError(
                    "Could not infer number of classes from cat and unable to compare "
                    "this value to the number of components passed in."
                )
            if count != len(components):
                raise ValueError(
                    f"cat.num_classes != len(components): {count} vs. {len(components)}"
                )
            self._cat = cat
            self._components = list(components)
            self._num_components = int(count)
            self._static_event_shape, self._static_batch_shape = event, batch
            self._use_static_graph = use_static_graph
            opseed.account(2)  # 1.15 asked for the batch's shape, and its rank
        super().__init__(
            dtype=dtype,
            reparameterization_type=NOT,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[
                *cat._graph_parents,
                *(p for one in components for p in one._graph_parents),
            ],
            name=name,
        )

    @property
    def cat(self) -> Any:
        """Which of the components."""
        return self._cat

    @property
    def components(self) -> Any:
        """The components."""
        return self._components

    @property
    def num_components(self) -> int:
        """How many."""
        return self._num_components

    def _batch_shape_tensor(self) -> Any:
        return self._cat.batch_shape_tensor()

    def _batch_shape(self) -> Any:
        return self._static_batch_shape

    def _event_shape_tensor(self) -> Any:
        return self._components[0].event_shape_tensor()

    def _event_shape(self) -> Any:
        return self._static_event_shape

    def _cat_probs(self, log_probs: bool) -> Any:
        which = tf.nn.log_softmax if log_probs else tf.nn.softmax
        return tf1.unstack(which(self.cat.logits), num=self.num_components, axis=-1)

    def _mean(self) -> Any:
        with tf1.control_dependencies([]):
            means = [one.mean() for one in self.components]
            probs = [
                self._event_wide(prob) for prob in self._cat_probs(log_probs=False)
            ]
            return tf1.add_n([p * m for p, m in zip(probs, means, strict=True)])

    def _event_wide(self, value: Any) -> Any:
        for _ in range(self._static_event_shape.rank):
            value = tf1.expand_dims(value, -1)
        return value

    def _stddev(self) -> Any:
        rank = self._static_batch_shape.rank
        if rank is None:
            raise ValueError(
                "batch_rank must be known, and identical for all components"
            )
        opseed.account(25)  # 1.15 reshaped all of them
        means = tf1.stack([one.mean() for one in self.components], axis=-1)
        variances = tf1.stack([one.variance() for one in self.components], axis=-1)
        probs = tf1.stack(
            [self._event_wide(prob) for prob in self._cat_probs(log_probs=False)],
            axis=-1,
        )
        mean = tf1.reduce_sum(probs * means, axis=-1, keepdims=True)
        return tf.sqrt(
            tf1.reduce_sum(probs * (variances + tf.square(means - mean)), axis=-1)
        )

    def _variance(self) -> Any:
        return tf.square(self._stddev())

    def _over(self, name: str, x: Any) -> Any:
        x = tf1.convert_to_tensor(x, name="x")
        values = [getattr(one, name)(x) for one in self.components]
        probs = self._cat_probs(log_probs=True)
        together = [p + v for p, v in zip(probs, values, strict=True)]
        return tf1.reduce_logsumexp(tf1.stack(together, axis=0), axis=[0])

    def _log_prob(self, x: Any) -> Any:
        return self._over("log_prob", x)

    def _log_cdf(self, x: Any) -> Any:
        return self._over("log_cdf", x)

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        known = tf.get_static_value(n)
        batch = self.batch_shape
        opseed.account(1 if known is not None else 0)  # n was made a tensor again
        drawn = self.cat.sample(n, seed=seed)
        if self._use_static_graph:
            return self._of_all(n, drawn, seed)
        if known is not None and batch.is_fully_defined():
            count, size = int(known), int(batch.num_elements())
            shape: Any = [count, *batch.as_list()]
        else:
            shape = tf1.shape(drawn)
            count, size = shape[0], tf1.reduce_prod(shape[1:])
        return self._of_some(count, size, shape, drawn, seed)

    def _of_all(self, n: Any, drawn: Any, seed: Any) -> Any:
        """All components draw for all; what was not chosen is dropped."""
        samples = []
        for one in self.components:
            seed = util.gen_new_seed(seed, "mixture")
            samples.append(one.sample(n, seed=seed))
        stacked = tf1.stack(samples, axis=-1)
        chosen = arrays.one_hot(
            self._event_wide(drawn), self.num_components, dtype=stacked.dtype
        )
        return tf1.reduce_sum(stacked * chosen, axis=-1)

    def _of_some(self, n: Any, size: Any, shape: Any, drawn: Any, seed: Any) -> Any:
        """Each component draws as often as it was chosen, for a whole batch each."""
        place = arrays.reshape(tf1.range(0, n * size), shape)
        places = tf1.dynamic_partition(place, drawn, self.num_components)
        row = arrays.reshape(tf1.tile(tf1.range(0, size), [n]), shape)
        rows = tf1.dynamic_partition(row, drawn, self.num_components)
        event = self.event_shape
        samples = []
        for number, one in enumerate(self.components):
            count = tf1.size(places[number])
            seed = util.gen_new_seed(seed, "mixture")
            mine = one.sample(count, seed=seed)
            where = size * tf1.range(0, count) + rows[number]
            sizes = (
                tf.constant(event.as_list(), tf.int32)
                if event.is_fully_defined()
                else one.event_shape_tensor()
            )
            flat = arrays.reshape(mine, tf1.concat([[count * size], sizes], 0))
            samples.append(tf1.gather(flat, where, name="samples_class_c_gather"))
        result = tf1.dynamic_stitch(places, samples)
        result = arrays.reshape(
            result, tf1.concat([shape, self.event_shape_tensor()], 0)
        )
        result.set_shape(drawn.shape.concatenate(event))
        return result

    def entropy_lower_bound(self, name: str = "entropy_lower_bound") -> Any:
        """Σ p·entropy of the components: not more than the entropy.

        Args:
            name: Name of the ops.
        """
        with self._name_scope(name, values=[self.cat.logits]):
            entropies = [one.entropy() for one in self.components]
            probs = self._cat_probs(log_probs=False)
            return tf1.add_n([p * e for p, e in zip(probs, entropies, strict=True)])


class MixtureSameFamily(Distribution):  # type: ignore[valid-type, misc]
    """A mixture of the last axis of a batch of distributions.

    Args:
        mixture_distribution: A `Categorical` of the components.
        components_distribution: The components, along the last axis of its batch.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Raises:
        ValueError: For shapes, or numbers of components, that do not go together.

    Source: `tf.contrib.distributions.MixtureSameFamily`.
    """

    def __init__(
        self,
        mixture_distribution: Any,
        components_distribution: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "MixtureSameFamily",
    ) -> None:
        parameters = dict(locals())
        with tf1.name_scope(name) as name:
            self._mixture_distribution = mixture_distribution
            self._components_distribution = components_distribution
            if not mixture_distribution.dtype.is_integer:
                raise ValueError(
                    f"`mixture_distribution.dtype` ({mixture_distribution.dtype}) is "
                    "not over integers"
                )
            rank = components_distribution.batch_shape.rank
            if rank is not None and rank < 1:
                raise ValueError(
                    "`components_distribution` must have at least one batch dimension"
                )
            self._event_ndims = components_distribution.event_shape.rank
            mixed = mixture_distribution.logits.shape.with_rank_at_least(1)[-1]
            held = components_distribution.batch_shape.with_rank_at_least(1)[-1]
            if mixed is not None and held is not None and mixed != held:
                raise ValueError(
                    f"`mixture_distribution components` ({mixed}) does not equal "
                    f"`components_distribution.batch_shape[-1]` ({held})"
                )
            self._num_components = held
            opseed.account(1)  # 1.15 asked for the shape of an event
        super().__init__(
            dtype=components_distribution.dtype,
            reparameterization_type=NOT,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=(
                mixture_distribution._graph_parents
                + components_distribution._graph_parents
            ),
            name=name,
        )

    @property
    def mixture_distribution(self) -> Any:
        """Which of the components."""
        return self._mixture_distribution

    @property
    def components_distribution(self) -> Any:
        """The components."""
        return self._components_distribution

    def _batch_shape_tensor(self) -> Any:
        return self.components_distribution.batch_shape_tensor()[:-1]

    def _batch_shape(self) -> Any:
        return self.components_distribution.batch_shape.with_rank_at_least(1)[:-1]

    def _event_shape_tensor(self) -> Any:
        return self.components_distribution.event_shape_tensor()

    def _event_shape(self) -> Any:
        return self.components_distribution.event_shape

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        x = self.components_distribution.sample(n, seed=seed)
        drawn = self.mixture_distribution.sample(
            n, seed=util.gen_new_seed(seed, "MixtureSameFamily")
        )
        opseed.account(2)  # 1.15 asked for the type of on and off
        mask = arrays.one_hot(drawn, self._num_components, dtype=self.dtype)
        mask = self._wide(mask, self._event_ndims)
        return tf1.reduce_sum(x * mask, axis=-1 - self._event_ndims)

    def _wide(self, mixed: Any, axes: int) -> Any:
        """What is of components, with axes for the numbers of an event."""
        with opseed.exactly(22):
            for _ in range(axes):
                mixed = tf1.expand_dims(mixed, -1)
        return mixed

    def _padded(self, x: Any) -> Any:
        with opseed.exactly(13):
            return tf1.expand_dims(x, -1 - self._event_ndims)

    def _log_mix(self) -> Any:
        return tf.nn.log_softmax(self.mixture_distribution.logits, axis=-1)

    def _log_prob(self, x: Any) -> Any:
        log_prob = self.components_distribution.log_prob(self._padded(x))
        return tf1.reduce_logsumexp(log_prob + self._log_mix(), axis=-1)

    def _log_cdf(self, x: Any) -> Any:
        log_cdf = self.components_distribution.log_cdf(self._padded(x))
        return tf1.reduce_logsumexp(log_cdf + self._log_mix(), axis=-1)

    def _probs(self, axes: int) -> Any:
        probs = self.mixture_distribution.probs
        if probs is None:
            probs = tf.nn.softmax(self.mixture_distribution.logits)
        return self._wide(probs, axes)

    def _mean(self) -> Any:
        probs = self._probs(self._event_ndims)
        return tf1.reduce_sum(
            probs * self.components_distribution.mean(), axis=-1 - self._event_ndims
        )

    def _variance(self) -> Any:
        probs = self._probs(self._event_ndims)
        axis = -1 - self._event_ndims
        within = tf1.reduce_sum(
            probs * self.components_distribution.variance(), axis=axis
        )
        apart = tf1.squared_difference(
            self.components_distribution.mean(), self._padded(self._mean())
        )
        return within + tf1.reduce_sum(probs * apart, axis=axis)

    def _covariance(self) -> Any:
        if self.event_shape.rank != 1:
            raise NotImplementedError("covariance is not implemented")
        probs = self._probs(2)
        within = tf1.reduce_sum(
            probs * self.components_distribution.covariance(), axis=-3
        )
        apart = self.components_distribution.mean() - self._padded(self._mean())
        opseed.account(22)
        outer = apart[..., :, tf1.newaxis] * apart[..., tf1.newaxis, :]
        return within + tf1.reduce_sum(probs * outer, axis=-3)
