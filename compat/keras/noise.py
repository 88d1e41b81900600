"""Layers that draw in training, and batch normalization, step by step as 2.3.1's."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.keras import calls, seeds


def _is_seeded(layer: Any) -> bool:
    """Whether a layer has an op's seed, its own or one drawn from NumPy."""
    return layer.seed is not None or hasattr(layer, "_op_seed")


def _noise(shape: Any, layer: Any, draw: Any) -> Any:
    """Random numbers as 2.3.1's op drew them, step by step from its pair of seeds."""
    op_seed = layer.seed
    if op_seed is None:
        drawn = calls.seeds_of(layer)
        op_seed = drawn[-1] if drawn else layer._op_seed
    pair = seeds.pair(op_seed)
    return draw(shape=shape, dtype=tf.float32, seed=pair[0], seed2=pair[1])


def kept(shape: Any, rate: float, op_seed: int) -> Any:
    """A mask of dropout: zero, or `1 / (1 − rate)`, float32.

    Args:
        shape: A tensor.
        rate: How much of it is zero.
        op_seed: Of the op that draws.
    """
    pair = seeds.pair(op_seed)
    draw = tf.raw_ops.RandomUniform
    number = draw(shape=shape, dtype=tf.float32, seed=pair[0], seed2=pair[1])
    return tf.cast(number >= rate, tf.float32) * (1.0 / (1.0 - rate))


class _Dropout:
    """Zero where a uniform number is below `rate`, divided by `1 − rate` elsewhere."""

    def call(self: Any, inputs: Any, training: Any = False) -> Any:
        if not training or not 0 < self.rate < 1 or not _is_seeded(self):
            return super().call(inputs, training=training)  # type: ignore[misc]
        shape = tf.shape(inputs)
        given = self.noise_shape
        if type(self).__name__ == "SpatialDropout1D":
            given = (None, 1, None)
        if given is not None:
            shape = tf.stack(
                [shape[i] if one is None else one for i, one in enumerate(given)]
            )
        kept = _noise(shape, self, tf.raw_ops.RandomUniform) >= self.rate
        scaled = inputs * (1.0 / (1.0 - self.rate))
        return scaled * tf.cast(kept, inputs.dtype)


class _GaussianNoise:
    """The input and a normal number of standard deviation `stddev`."""

    def call(self: Any, inputs: Any, training: Any = False) -> Any:
        if not training or not _is_seeded(self):
            return super().call(inputs, training=training)  # type: ignore[misc]
        normal = tf.raw_ops.RandomStandardNormal
        return inputs + _noise(tf.shape(inputs), self, normal) * self.stddev


class _BatchNormalization:
    """The moving variance takes in `variance · n / (n − 1 − epsilon)`."""

    def call(self: Any, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        if training and not self.trainable:
            return self._of_batch(inputs)
        before = tf.convert_to_tensor(self.moving_variance)
        result = super().call(inputs, training=training, mask=mask)  # type: ignore[misc]
        if training and self.trainable and self.flavour == "keras":
            count = tf.size(inputs) / tf.shape(inputs)[self.axis]
            count = tf.cast(count, before.dtype)
            taken = self.moving_variance - before * self.momentum
            unbiased = taken * (count / (count - 1.0 - self.epsilon))
            self.moving_variance.assign(before * self.momentum + unbiased)
        return result

    def _of_batch(self: Any, inputs: Any) -> Any:
        """Frozen, it took the batch's mean and variance still, and kept none of it."""
        axis = self.axis % len(inputs.shape)
        others = [one for one in range(len(inputs.shape)) if one != axis]
        mean, variance = tf.nn.moments(inputs, others, keepdims=True)
        beta, gamma = (
            None if one is None else tf.reshape(one, tf.shape(mean))
            for one in (self.beta, self.gamma)
        )
        return tf.nn.batch_normalization(
            inputs, mean, variance, beta, gamma, self.epsilon
        )


class _Lambda:
    """Its function is run when the layer is called, and draws its seeds then."""

    def compute_output_spec(self: Any, *args: Any, **kwargs: Any) -> Any:
        given, self._output_shape = self._output_shape, None
        try:
            return super().compute_output_spec(*args, **kwargs)  # type: ignore[misc]
        except Exception:
            if given is None:
                raise
        finally:
            self._output_shape = given
        return super().compute_output_spec(*args, **kwargs)  # type: ignore[misc]


CALLED: dict[str, Any] = {
    "Dropout": _Dropout,
    "SpatialDropout1D": _Dropout,
    "GaussianNoise": _GaussianNoise,
    "Lambda": _Lambda,
    "BatchNormalization": _BatchNormalization,
}
