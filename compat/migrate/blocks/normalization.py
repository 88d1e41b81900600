"""Normalizations as tf.contrib.layers has them."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

registered = keras.saving.register_keras_serializable(package="lab12")


class _Normalization(keras.Layer):
    """What both have: `gamma`, `beta`, and the sum with them.

    Args:
        center: Whether there is a `beta`.
        scale: Whether there is a `gamma`.
        epsilon: Added to the variance.
        **kwargs: As for `keras.Layer`.
    """

    def __init__(
        self, center: bool, scale: bool, epsilon: float, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.center, self.scale, self.epsilon = center, scale, epsilon
        self.tf1_leaves: dict[str, Any] = {}

    def weight(self, leaf: str, shape: Any, start: str, trainable: bool = True) -> Any:
        """A variable under the name that TensorFlow 1.x gave it."""
        made = self.add_weight(
            shape=shape, initializer=start, name=leaf, trainable=trainable
        )
        self.tf1_leaves = {**self.tf1_leaves, leaf: made}
        return made

    def make(self, shape: Any) -> None:
        """Make `gamma` and `beta`."""
        self.gamma = self.weight("gamma", shape, "ones") if self.scale else None
        self.beta = self.weight("beta", shape, "zeros") if self.center else None

    def normalized(self, x: Any, mean: Any, variance: Any) -> Any:
        """`gamma * (x - mean) / sqrt(variance + epsilon) + beta`."""
        factor = ops.rsqrt(variance + self.epsilon)
        x = (x - mean) * (factor if self.gamma is None else factor * self.gamma)
        return x if self.beta is None else x + self.beta

    def get_config(self) -> dict[str, Any]:
        given = {"center": self.center, "scale": self.scale, "epsilon": self.epsilon}
        return {**super().get_config(), **given}


@registered
class LayerNorm(_Normalization):
    """Each sample by its own mean and variance, over all axes but the batch's.

    `y = gamma * (x - mean) / sqrt(variance + epsilon) + beta`; Keras's
    `LayerNormalization(axis, epsilon=1e-12)` is the same where `begin_norm_axis` and
    `begin_params_axis` are one: by default they are not.

    Args:
        begin_norm_axis: The first axis over which is normalized.
        begin_params_axis: The first axis that `gamma` and `beta` have.
        center: Whether there is a `beta`.
        scale: Whether there is a `gamma`.
        epsilon: Added to the variance.
        **kwargs: As for `keras.Layer`.

    Source: tf.contrib.layers.layer_norm; Ba et al. 2016 (arXiv:1607.06450).
    """

    def __init__(
        self,
        begin_norm_axis: int = 1,
        begin_params_axis: int = -1,
        center: bool = True,
        scale: bool = True,
        epsilon: float = 1e-12,
        **kwargs: Any,
    ) -> None:
        super().__init__(center, scale, epsilon, **kwargs)
        self.begin_norm_axis, self.begin_params_axis = (
            begin_norm_axis,
            begin_params_axis,
        )

    def build(self, shape: Any) -> None:
        self.make(tuple(shape)[self.begin_params_axis :])
        self.built = True

    def call(self, x: Any) -> Any:
        first = self.begin_norm_axis % len(x.shape)
        axes = tuple(range(first, len(x.shape)))
        mean, variance = ops.moments(x, axes, keepdims=True)
        return self.normalized(x, mean, variance)

    def get_config(self) -> dict[str, Any]:
        given = {
            "begin_norm_axis": self.begin_norm_axis,
            "begin_params_axis": self.begin_params_axis,
        }
        return {**super().get_config(), **given}


@registered
class BatchNorm(_Normalization):
    """Each feature (the last axis) by the batch's mean and variance.

    In training the batch's own, and `moving = decay*moving + (1 - decay)*batch`; else
    the moving ones. Where contrib ran its fused op (rank 2 and 4, the default there)
    the variance that goes into the moving one is `n/(n - 1)` of the batch's, `n` values
    a feature; Keras's `BatchNormalization` has no such factor.

    Args:
        decay: Of the moving mean and variance.
        center: Whether there is a `beta`.
        scale: Whether there is a `gamma`.
        epsilon: Added to the variance.
        fused: Whether contrib's op was fused; `None`: as it is by default.
        **kwargs: As for `keras.Layer`.

    Source: tf.contrib.layers.batch_norm; Ioffe and Szegedy 2015 (arXiv:1502.03167).
    """

    def __init__(
        self,
        decay: float = 0.999,
        center: bool = True,
        scale: bool = False,
        epsilon: float = 0.001,
        fused: bool | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(center, scale, epsilon, **kwargs)
        self.decay, self.fused = decay, fused

    def build(self, shape: Any) -> None:
        size = (shape[-1],)
        self.make(size)
        self.moving_mean = self.weight("moving_mean", size, "zeros", False)
        self.moving_variance = self.weight("moving_variance", size, "ones", False)
        self.built = True

    def call(self, x: Any, training: bool = False) -> Any:
        if not training or not self.trainable:
            return self.normalized(x, self.moving_mean, self.moving_variance)
        rank = len(x.shape)
        mean, variance = ops.moments(x, tuple(range(rank - 1)))
        kept = variance
        if self.fused if self.fused is not None else rank in (2, 4):
            n = ops.cast(ops.size(x), x.dtype) / x.shape[-1]
            kept = variance * (n / ops.maximum(n - 1, 1))
        for moving, batch in ((self.moving_mean, mean), (self.moving_variance, kept)):
            moving.assign(self.decay * moving + (1 - self.decay) * batch)
        return self.normalized(x, mean, variance)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "decay": self.decay, "fused": self.fused}
