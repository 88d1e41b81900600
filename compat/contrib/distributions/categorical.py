"""One of several classes, as a vector: drawn, or relaxed to what has a gradient."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from compat.contrib.distributions.basis import FULLY, NOT, Distribution, util
from compat.contrib.distributions.bijectors.plain import Exp, Sigmoid
from compat.contrib.distributions.continuous import Logistic
from compat.contrib.distributions.kept import RegisterKL
from compat.contrib.distributions.transformed import TransformedDistribution
from compat.count.ops import arrays

tf1 = tf.compat.v1


class _OfClasses(Distribution):  # type: ignore[valid-type, misc]
    """What distributions of class vectors share: logits and probabilities."""

    _logits: Any
    _probs: Any

    def _sized(self) -> None:
        shape = self._logits.shape.with_rank_at_least(1)
        if shape.rank is not None:
            self._batch_rank = tf1.convert_to_tensor(
                shape.rank - 1, dtype=tf.int32, name="batch_rank"
            )
        else:
            with tf1.name_scope("batch_rank"):
                self._batch_rank = tf1.rank(self._logits) - 1
        with tf1.name_scope("event_size"):
            self._event_size = tf1.shape(self._logits)[-1]

    @property
    def event_size(self) -> Any:
        """How many classes."""
        return self._event_size

    @property
    def logits(self) -> Any:
        """The logits [batch…, classes]."""
        return self._logits

    @property
    def probs(self) -> Any:
        """The probabilities [batch…, classes]."""
        return self._probs

    def _batch_shape_tensor(self) -> Any:
        return tf1.shape(self.logits)[:-1]

    def _batch_shape(self) -> Any:
        return self.logits.shape[:-1]

    def _event_shape_tensor(self) -> Any:
        return tf1.shape(self.logits)[-1:]

    def _event_shape(self) -> Any:
        return self.logits.shape.with_rank_at_least(1)[-1:]


class OneHotCategorical(_OfClasses):
    """A class, as a vector of zeros and a one.

    Args:
        logits: Logits [batch…, classes].
        probs: Probabilities instead.
        dtype: Type of the draws.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Source: `tf.contrib.distributions.OneHotCategorical`.
    """

    def __init__(
        self,
        logits: Any = None,
        probs: Any = None,
        dtype: Any = tf.int32,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "OneHotCategorical",
    ) -> None:
        parameters = dict(locals())
        with tf1.name_scope(name, values=[logits, probs]) as name:
            self._logits, self._probs = util.get_logits_and_probs(
                name=name,
                logits=logits,
                probs=probs,
                validate_args=validate_args,
                multidimensional=True,
            )
            self._sized()
        super().__init__(
            dtype=dtype,
            reparameterization_type=NOT,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._logits, self._probs],
            name=name,
        )

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        shape = tf1.concat([[n], tf1.shape(self.logits)], 0)
        logits = self.logits
        if logits.shape.rank == 2:
            flat = logits
        else:
            flat = arrays.reshape(logits, [-1, self.event_size])
        samples = tf1.multinomial(flat, n, seed=seed)
        samples = arrays.transpose(samples)
        samples = arrays.one_hot(samples, self.event_size, dtype=self.dtype)
        return arrays.reshape(samples, shape)

    def _log_prob(self, x: Any) -> Any:
        x = self._checked(x)
        logits = self.logits
        if x.shape != logits.shape or not logits.shape.is_fully_defined():
            logits = tf1.ones_like(x, dtype=logits.dtype) * logits
            x = tf1.ones_like(logits, dtype=x.dtype) * x
        shape = tf1.shape(tf1.reduce_sum(logits, -1))
        flat_logits = arrays.reshape(logits, [-1, self.event_size])
        flat = arrays.reshape(tf1.cast(x, logits.dtype), [-1, self.event_size])
        result = -tf1.nn.softmax_cross_entropy_with_logits_v2(
            labels=tf.stop_gradient(flat), logits=flat_logits
        )
        result = arrays.reshape(result, shape)
        return result

    def _entropy(self) -> Any:
        return -tf1.reduce_sum(tf.nn.log_softmax(self.logits) * self.probs, axis=-1)

    def _mode(self) -> Any:
        found = arrays.one_hot(
            tf1.argmax(self.logits, axis=self._batch_rank),
            self.event_size,
            dtype=self.dtype,
        )
        found.set_shape(self.logits.shape)
        return found

    def _covariance(self) -> Any:
        p = self.probs
        result = -tf.matmul(p[..., None], p[..., None, :])
        return tf1.matrix_set_diag(result, p * (1.0 - p))

    def _variance(self) -> Any:
        return self.probs * (1.0 - self.probs)

    def _checked(self, x: Any) -> Any:
        if not self.validate_args:
            return x
        checks = [
            tf1.assert_non_positive(x),
            tf1.assert_near(
                tf1.zeros([], dtype=self.dtype), tf1.reduce_logsumexp(x, axis=[-1])
            ),
        ]
        with tf1.control_dependencies(checks):
            return tf1.identity(x)


@RegisterKL(OneHotCategorical, OneHotCategorical)
def _kl(a: Any, b: Any, name: str | None = None) -> Any:
    with tf1.name_scope(
        name, "kl_categorical_categorical", values=[a.logits, b.logits]
    ):
        apart = tf.nn.log_softmax(a.logits) - tf.nn.log_softmax(b.logits)
        return tf1.reduce_sum(tf.nn.softmax(a.logits) * apart, axis=[-1])


class ExpRelaxedOneHotCategorical(_OfClasses):
    """The logarithm of a `RelaxedOneHotCategorical`.

    Args:
        temperature: Above 0; near 0 it is nearly one class.
        logits: Logits [batch…, classes].
        probs: Probabilities instead.
        dtype: Type of the draws; by default that of the logits.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Source: `tf.contrib.distributions.ExpRelaxedOneHotCategorical`.
    """

    def __init__(
        self,
        temperature: Any,
        logits: Any = None,
        probs: Any = None,
        dtype: Any = None,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "ExpRelaxedOneHotCategorical",
    ) -> None:
        parameters = dict(locals())
        with tf1.name_scope(name, values=[logits, probs, temperature]) as name:
            self._logits, self._probs = util.get_logits_and_probs(
                name=name,
                logits=logits,
                probs=probs,
                validate_args=validate_args,
                multidimensional=True,
            )
            dtype = dtype or self._logits.dtype
            temperature = tf1.cast(temperature, self._logits.dtype)
            checks = [tf1.assert_positive(temperature)] if validate_args else []
            with tf1.control_dependencies(checks):
                self._temperature = tf1.identity(temperature, name="temperature")
                self._temperature_2d = arrays.reshape(
                    self._temperature, [-1, 1], name="temperature_2d"
                )
            self._sized()
        super().__init__(
            dtype=dtype,
            reparameterization_type=FULLY,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._logits, self._probs, self._temperature],
            name=name,
        )

    @property
    def temperature(self) -> Any:
        """The temperature."""
        return self._temperature

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        shape = tf1.concat([[n], tf1.shape(self.logits)], 0)
        logits = self.logits * tf1.ones(shape, dtype=self.dtype)
        flat = arrays.reshape(logits, [-1, self.event_size])
        # open at 0, where the logarithm is
        uniform = tf1.random_uniform(
            shape=tf1.shape(flat),
            minval=np.finfo(self.dtype.as_numpy_dtype).tiny,
            maxval=1,
            dtype=self.dtype,
            seed=seed,
        )
        gumbel = -tf1.log(-tf1.log(uniform))
        noisy = tf1.div(gumbel + flat, self._temperature_2d)
        samples = tf.nn.log_softmax(noisy)
        return arrays.reshape(samples, shape)

    def _log_prob(self, x: Any) -> Any:
        if self.validate_args:
            checks = [
                tf1.assert_non_positive(x),
                tf1.assert_near(
                    tf1.zeros([], dtype=self.dtype), tf1.reduce_logsumexp(x, axis=[-1])
                ),
            ]
            with tf1.control_dependencies(checks):
                x = tf1.identity(x)
        logits = self.logits
        if x.shape != logits.shape or not logits.shape.is_fully_defined():
            logits = tf1.ones_like(x, dtype=logits.dtype) * logits
            x = tf1.ones_like(logits, dtype=x.dtype) * x
        shape = tf1.shape(tf1.reduce_sum(logits, axis=[-1]))
        flat_logits = arrays.reshape(logits, [-1, self.event_size])
        flat = arrays.reshape(x, [-1, self.event_size])
        size = tf1.cast(self.event_size, self.dtype)
        norm = tf1.lgamma(size) + (size - 1.0) * tf1.log(self.temperature)
        unnormalized = tf.nn.log_softmax(flat_logits - flat * self._temperature_2d)
        unnormalized = tf1.reduce_sum(unnormalized, axis=[-1], keepdims=True)
        result = norm + unnormalized
        return arrays.reshape(result, shape)


class RelaxedOneHotCategorical(TransformedDistribution):
    """A class vector that is nearly one class: Concrete, or Gumbel-softmax.

    Args:
        temperature: Above 0; near 0 it is nearly one class.
        logits: Logits [batch…, classes].
        probs: Probabilities instead.
        dtype: Type of the draws; by default that of the logits.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Source: `tf.contrib.distributions.RelaxedOneHotCategorical`; Maddison, Mnih and Teh
        2016; Jang, Gu and Poole 2016.
    """

    def __init__(
        self,
        temperature: Any,
        logits: Any = None,
        probs: Any = None,
        dtype: Any = None,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "RelaxedOneHotCategorical",
    ) -> None:
        super().__init__(
            ExpRelaxedOneHotCategorical(
                temperature,
                logits=logits,
                probs=probs,
                dtype=dtype,
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
            ),
            bijector=Exp(validate_args=validate_args),
            validate_args=validate_args,
            name=name,
        )


class RelaxedBernoulli(TransformedDistribution):
    """A number that is nearly 0 or 1.

    Args:
        temperature: Above 0; near 0 it is nearly 0 or 1.
        logits: Logits of a 1.
        probs: Probabilities of a 1 instead.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Source: `tf.contrib.distributions.RelaxedBernoulli`.
    """

    def __init__(
        self,
        temperature: Any,
        logits: Any = None,
        probs: Any = None,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "RelaxedBernoulli",
    ) -> None:
        parameters = dict(locals())
        with tf1.name_scope(name, values=[logits, probs, temperature]) as name:
            given = tf1.convert_to_tensor(temperature, name="temperature/input")
            checks = [tf1.assert_positive(given)] if validate_args else []
            with tf1.control_dependencies(checks):
                self._temperature = tf1.identity(given, name="temperature")
            self._logits, self._probs = util.get_logits_and_probs(
                logits=logits, probs=probs, validate_args=validate_args
            )
            super().__init__(
                distribution=Logistic(
                    self._logits / self._temperature,
                    1.0 / self._temperature,
                    validate_args=validate_args,
                    allow_nan_stats=allow_nan_stats,
                    name=name + "/Logistic",
                ),
                bijector=Sigmoid(validate_args=validate_args),
                validate_args=validate_args,
                name=name,
            )
        self._parameters = parameters

    @property
    def temperature(self) -> Any:
        """The temperature."""
        return self._temperature

    @property
    def logits(self) -> Any:
        """Logits of a 1."""
        return self._logits

    @property
    def probs(self) -> Any:
        """Probabilities of a 1."""
        return self._probs
