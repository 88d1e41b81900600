"""Distributions of counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from compat.contrib.distributions.basis import NOT, util
from compat.contrib.distributions.numbers import OfNumbers
from compat.count.ops import random

tf1 = tf.compat.v1


class _OfTrials(OfNumbers):
    """A distribution of the probability of a success."""

    _logits: Any
    _probs: Any

    @property
    def logits(self) -> Any:
        """Logits of a success."""
        return self._logits

    @property
    def probs(self) -> Any:
        """Probabilities of a success."""
        return self._probs


class Poisson(OfNumbers):
    """rate^k · e^-rate / k!.

    Args:
        rate: The mean, above 0.
        log_rate: Its logarithm instead.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Raises:
        ValueError: For both, or neither, of rate and log_rate.
        TypeError: For a rate that is no float.

    Source: `tf.contrib.distributions.Poisson`.
    """

    def __init__(
        self,
        rate: Any = None,
        log_rate: Any = None,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Poisson",
    ) -> None:
        parameters = dict(locals())
        with tf1.name_scope(name, values=[rate]) as name:
            if (rate is None) == (log_rate is None):
                raise ValueError("Must specify exactly one of `rate` and `log_rate`.")
            if log_rate is None:
                rate = tf1.convert_to_tensor(rate)
                checks = [tf1.assert_positive(rate)] if validate_args else []
                if not rate.dtype.is_floating:
                    raise TypeError(
                        f"rate.dtype ({rate.dtype.name}) is a not a float-type."
                    )
                with tf1.control_dependencies(checks):
                    self._rate = tf1.identity(rate, name="rate")
                    self._log_rate = tf1.log(rate, name="log_rate")
            else:
                log_rate = tf1.convert_to_tensor(log_rate)
                if not log_rate.dtype.is_floating:
                    raise TypeError(
                        f"log_rate.dtype ({log_rate.dtype.name}) is a not a float-type."
                    )
                self._rate = tf.exp(log_rate, name="rate")
                self._log_rate = tf1.convert_to_tensor(log_rate, name="log_rate")
            self._first = self._rate
        self._ready(NOT, parameters, validate_args, allow_nan_stats, name, [self._rate])

    @property
    def rate(self) -> Any:
        """The mean."""
        return self._rate

    @property
    def log_rate(self) -> Any:
        """The logarithm of the mean."""
        return self._log_rate

    def _log_prob(self, x: Any) -> Any:
        return self._log_unnormalized_prob(x) - self._log_normalization()

    def _log_cdf(self, x: Any) -> Any:
        return tf1.log(self.cdf(x))

    def _cdf(self, x: Any) -> Any:
        if self.validate_args:
            x = util.embed_check_nonnegative_integer_form(x)
        return tf1.igammac(1.0 + x, self.rate)

    def _log_normalization(self) -> Any:
        return self.rate

    def _log_unnormalized_prob(self, x: Any) -> Any:
        if self.validate_args:
            x = util.embed_check_nonnegative_integer_form(x)
        return x * self.log_rate - tf1.lgamma(1.0 + x)

    def _mean(self) -> Any:
        return tf1.identity(self.rate)

    def _variance(self) -> Any:
        return tf1.identity(self.rate)

    def _mode(self) -> Any:
        return tf1.floor(self.rate)

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        return tf1.random_poisson(self.rate, [n], dtype=self.dtype, seed=seed)


class Geometric(_OfTrials):
    """(1 - p)^k · p: failures before the first success.

    Args:
        logits: Logits of a success.
        probs: Probabilities instead.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Source: `tf.contrib.distributions.Geometric`.
    """

    def __init__(
        self,
        logits: Any = None,
        probs: Any = None,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Geometric",
    ) -> None:
        parameters = dict(locals())
        with tf1.name_scope(name, values=[logits, probs]) as name:
            self._logits, self._probs = util.get_logits_and_probs(
                logits, probs, validate_args=validate_args, name=name
            )
            checks = [tf1.assert_positive(self._probs)] if validate_args else []
            with tf1.control_dependencies(checks):
                self._probs = tf1.identity(self._probs, name="probs")
        self._first = self._probs
        self._ready(
            NOT,
            parameters,
            validate_args,
            allow_nan_stats,
            name,
            [self._probs, self._logits],
        )

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        # open at 0, where the logarithm is
        sampled = tf1.random_uniform(
            tf1.concat([[n], tf1.shape(self._probs)], 0),
            minval=np.finfo(self.dtype.as_numpy_dtype).tiny,
            maxval=1.0,
            seed=seed,
            dtype=self.dtype,
        )
        return tf1.floor(tf1.log(sampled) / tf1.log1p(-self.probs))

    def _cdf(self, counts: Any) -> Any:
        if self.validate_args:
            counts = self._checked(counts)
        else:
            counts = tf1.floor(counts)
        counts *= tf1.ones_like(self.probs)
        return tf1.where(
            counts < 0.0,
            tf1.zeros_like(counts),
            -tf1.expm1((counts + 1) * tf1.log1p(-self.probs)),
        )

    def _checked(self, counts: Any) -> Any:
        return util.embed_check_nonnegative_integer_form(counts)

    def _log_prob(self, counts: Any) -> Any:
        counts = self._checked(counts) if self.validate_args else tf1.floor(counts)
        counts *= tf1.ones_like(self.probs)
        probs = self.probs * tf1.ones_like(counts)
        # (1 - p)^0 is 1, at p = 1 too
        safe = tf1.where(tf.equal(counts, 0.0), tf1.zeros_like(probs), probs)
        return counts * tf1.log1p(-safe) + tf1.log(probs)

    def _entropy(self) -> Any:
        probs = self._probs
        if self.validate_args:
            check = tf1.assert_less(
                probs,
                tf1.constant(1.0, probs.dtype),
                message="Entropy is undefined when logits = inf or probs = 1.",
            )
            with tf1.control_dependencies([check]):
                probs = tf1.identity(probs)
        return tf.nn.softplus(self.logits) / probs - self.logits

    def _mean(self) -> Any:
        return tf.exp(-self.logits)

    def _variance(self) -> Any:
        return self._mean() / self.probs

    def _mode(self) -> Any:
        return tf1.zeros(self.batch_shape_tensor(), dtype=self.dtype)


class Binomial(_OfTrials):
    """Successes among total_count trials.

    Args:
        total_count: How many trials.
        logits: Logits of a success.
        probs: Probabilities instead.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Source: `tf.contrib.distributions.Binomial`.
    """

    def __init__(
        self,
        total_count: Any,
        logits: Any = None,
        probs: Any = None,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Binomial",
    ) -> None:
        parameters = dict(locals())
        with tf1.name_scope(name, values=[total_count, logits, probs]) as name:
            count = tf1.convert_to_tensor(total_count, name="total_count")
            if validate_args:
                count = util.embed_check_nonnegative_integer_form(count)
            self._total_count = count
            self._logits, self._probs = util.get_logits_and_probs(
                logits=logits, probs=probs, validate_args=validate_args, name=name
            )
        self._first, self._second = self._total_count, self._probs
        self._ready(
            NOT,
            parameters,
            validate_args,
            allow_nan_stats,
            name,
            [self._total_count, self._logits, self._probs],
            self._probs.dtype,
        )

    @property
    def total_count(self) -> Any:
        """How many trials."""
        return self._total_count

    def _checked(self, counts: Any) -> Any:
        if not self.validate_args:
            return counts
        counts = util.embed_check_nonnegative_integer_form(counts)
        check = tf1.assert_less_equal(
            counts,
            self.total_count,
            message="counts are not less than or equal to n.",
        )
        with tf1.control_dependencies([check]):
            return tf1.identity(counts)

    def _log_prob(self, counts: Any) -> Any:
        return self._log_unnormalized_prob(counts) - self._log_normalization(counts)

    def _prob(self, counts: Any) -> Any:
        return tf.exp(self._log_prob(counts))

    def _cdf(self, counts: Any) -> Any:
        counts = self._checked(counts)
        probs = self.probs
        if counts.shape != probs.shape or not probs.shape.is_fully_defined():
            counts *= tf1.ones_like(probs)
            probs *= tf1.ones_like(counts)
        safe = tf1.where(
            tf.equal(counts, self.total_count), tf1.zeros_like(counts), counts
        )
        a, b = self.total_count - safe, safe + 1.0
        value = tf1.betainc(a=a, b=b, x=tf1.ones_like(safe) - probs)
        return tf1.where(
            tf.equal(counts, self.total_count), tf1.ones_like(value), value
        )

    def _log_unnormalized_prob(self, counts: Any) -> Any:
        counts = self._checked(counts)
        return counts * tf1.log(self.probs) + (self.total_count - counts) * tf1.log1p(
            -self.probs
        )

    def _log_normalization(self, counts: Any) -> Any:
        counts = self._checked(counts)
        return (
            tf1.lgamma(1.0 + self.total_count - counts)
            + tf1.lgamma(1.0 + counts)
            - tf1.lgamma(1.0 + self.total_count)
        )

    def _mean(self) -> Any:
        return self.total_count * self.probs

    def _variance(self) -> Any:
        return self._mean() * (1.0 - self.probs)

    def _mode(self) -> Any:
        return tf1.floor((1.0 + self.total_count) * self.probs)


class NegativeBinomial(_OfTrials):
    """Successes before total_count failures.

    Args:
        total_count: How many failures.
        logits: Logits of a success.
        probs: Probabilities instead.
        validate_args: Whether arguments are checked when the graph runs.
        allow_nan_stats: Whether what is undefined is NaN.
        name: Name of the ops.

    Source: `tf.contrib.distributions.NegativeBinomial`.
    """

    def __init__(
        self,
        total_count: Any,
        logits: Any = None,
        probs: Any = None,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "NegativeBinomial",
    ) -> None:
        parameters = dict(locals())
        with tf1.name_scope(name, values=[total_count, logits, probs]) as name:
            self._logits, self._probs = util.get_logits_and_probs(
                logits, probs, validate_args=validate_args, name=name
            )
            checks = [tf1.assert_positive(total_count)] if validate_args else []
            with tf1.control_dependencies(checks):
                self._total_count = tf1.identity(total_count)
        self._first, self._second = self._total_count, self._probs
        self._ready(
            NOT,
            parameters,
            validate_args,
            allow_nan_stats,
            name,
            [self._total_count, self._probs, self._logits],
            self._probs.dtype,
        )

    @property
    def total_count(self) -> Any:
        """How many failures."""
        return self._total_count

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        # of Poisson distributions whose rates are of a Gamma distribution
        rate = random.random_gamma(
            shape=[n],
            alpha=self.total_count,
            beta=tf.exp(-self.logits),
            dtype=self.dtype,
            seed=seed,
        )
        again = util.gen_new_seed(seed, "negative_binom")
        return tf1.random_poisson(rate, shape=[], dtype=self.dtype, seed=again)

    def _cdf(self, x: Any) -> Any:
        if self.validate_args:
            x = util.embed_check_nonnegative_integer_form(x)
        return tf1.betainc(self.total_count, 1.0 + x, tf.sigmoid(-self._logits))

    def _log_prob(self, x: Any) -> Any:
        return self._log_unnormalized_prob(x) - self._log_normalization(x)

    def _log_unnormalized_prob(self, x: Any) -> Any:
        if self.validate_args:
            x = util.embed_check_nonnegative_integer_form(x)
        return self.total_count * tf1.log_sigmoid(-self.logits) + x * tf1.log_sigmoid(
            self.logits
        )

    def _log_normalization(self, x: Any) -> Any:
        if self.validate_args:
            x = util.embed_check_nonnegative_integer_form(x)
        return (
            -tf1.lgamma(self.total_count + x)
            + tf1.lgamma(1.0 + x)
            + tf1.lgamma(self.total_count)
        )

    def _mean(self) -> Any:
        return self.total_count * tf.exp(self.logits)

    def _mode(self) -> Any:
        adjusted = tf1.where(
            1.0 < self.total_count,
            self.total_count - 1.0,
            tf1.zeros_like(self.total_count),
        )
        return tf1.floor(adjusted * tf.exp(self.logits))

    def _variance(self) -> Any:
        return self._mean() / tf.sigmoid(-self.logits)
