"""Attention mechanisms: how much of each place of a memory is taken at a step."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

from compat.migrate.blocks import monotonic

registered = keras.saving.register_keras_serializable(package="lab12")


class Attention(keras.Layer):
    """What the mechanisms have in common: keys, a score, and a mask.

    Args:
        units: Size of the keys.
        **kwargs: As for `keras.Layer`.
    """

    monotonic = False

    def __init__(self, units: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.units = units

    def build(self, query_shape: Any, memory_shape: Any) -> None:
        """Make the weights: of a query `[batch, q]`, a memory `[batch, time, m]`."""
        self.memory_kernel = self.weight("memory_layer/kernel", memory_shape[-1],
                                         self.units)  # fmt: skip
        self.make(query_shape)
        self.built = True

    def make(self, query_shape: Any) -> None:
        """Make the other weights."""
        raise NotImplementedError

    def weight(self, leaf: str, *shape: int, start: Any = "glorot_uniform") -> Any:
        """A variable; `leaf` is what TensorFlow 1.x called it."""
        name = leaf.replace("/", "_")
        made = self.add_weight(shape=shape, initializer=start, name=name)
        self.tf1_leaves = {**getattr(self, "tf1_leaves", {}), leaf: made}
        return made

    def keys(self, memory: Any) -> Any:
        """`memory · memory_layer`, `[batch, time, units]`."""
        return ops.matmul(memory, self.memory_kernel)

    def score(self, query: Any, keys: Any) -> Any:
        """How well each key fits the query, `[batch, time]`."""
        raise NotImplementedError

    def call(self, query: Any, keys: Any, mask: Any, before: Any) -> Any:
        """The weights of the memory's places at this step, `[batch, time]`.

        Args:
            query: The cell's output, `[batch, q]`.
            keys: See `keys`.
            mask: `[batch, time]`, true where the memory is, or `None`.
            before: The weights at the step before.
        """
        score = self.score(query, keys)
        if mask is not None:
            score = ops.where(mask, score, -float("inf"))
        return ops.softmax(score, axis=-1)

    def initial(self, keys: Any) -> Any:
        """The weights before the first step: zeros."""
        return ops.zeros_like(keys[:, :, 0])

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "units": self.units}


@registered
class BahdanauAttention(Attention):
    """Additive attention.

    `score = Σ v * tanh(keys + query · query_layer)`, and normalized `Σ g * v/|v| *
    tanh(keys + query · query_layer + b)`; the weights are its softmax.

    Args:
        units: Size of the keys (`num_units`).
        normalize: Whether `v` is normalized.
        **kwargs: As for `keras.Layer`.

    Source: tf.contrib.seq2seq.BahdanauAttention; Bahdanau et al. 2015
    (arXiv:1409.0473), Salimans and Kingma 2016 (arXiv:1602.07868).
    """

    def __init__(self, units: int, normalize: bool = False, **kwargs: Any) -> None:
        super().__init__(units, **kwargs)
        self.normalize = normalize

    def make(self, query_shape: Any) -> None:
        units = self.units
        self.query_kernel = self.weight("query_layer/kernel", query_shape[-1], units)
        self.v = self.weight("attention_v", units)
        if self.normalize:
            scale = keras.initializers.Constant(units**-0.5)
            self.g = self.weight("attention_g", start=scale)
            self.b = self.weight("attention_b", units, start="zeros")

    def score(self, query: Any, keys: Any) -> Any:
        projected = ops.expand_dims(ops.matmul(query, self.query_kernel), 1)
        if not self.normalize:
            return ops.sum(self.v * ops.tanh(keys + projected), axis=2)
        v = self.g * self.v * ops.rsqrt(ops.sum(ops.square(self.v)))
        return ops.sum(v * ops.tanh(keys + projected + self.b), axis=2)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "normalize": self.normalize}


@registered
class LuongAttention(Attention):
    """Multiplicative attention: `score = query · keysᵀ`, scaled `g * query · keysᵀ`.

    Args:
        units: Size of the keys (`num_units`), which must be that of the query.
        scale: Whether there is a `g`.
        **kwargs: As for `keras.Layer`.

    Source: tf.contrib.seq2seq.LuongAttention; Luong et al. 2015 (arXiv:1508.04025).
    """

    def __init__(self, units: int, scale: bool = False, **kwargs: Any) -> None:
        super().__init__(units, **kwargs)
        self.scale = scale

    def make(self, query_shape: Any) -> None:
        if query_shape[-1] != self.units:
            raise ValueError(
                f"expected a query of {self.units} features, as many as the keys have, "
                f"received {query_shape[-1]}"
            )
        if self.scale:
            self.g = self.weight("attention_g", start="ones")

    def score(self, query: Any, keys: Any) -> Any:
        found = ops.squeeze(
            ops.matmul(ops.expand_dims(query, 1), ops.transpose(keys, (0, 2, 1))), 1
        )
        return self.g * found if self.scale else found

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "scale": self.scale}


class _Monotonic(Attention):
    """A mechanism whose weights only go on through the memory."""

    monotonic = True
    mode: str
    score_bias: float

    def bias(self) -> None:
        """Make the bias of the score."""
        start = keras.initializers.Constant(self.score_bias)
        self.own_bias = self.weight("attention_score_bias", start=start)

    def call(self, query: Any, keys: Any, mask: Any, before: Any) -> Any:
        score = self.score(query, keys) + self.own_bias
        if mask is not None:
            score = ops.where(mask, score, -float("inf"))
        if self.mode == "hard":
            chosen = ops.cast(score > 0, score.dtype)
        else:
            chosen = ops.sigmoid(score)
        return monotonic.weights(chosen, before, self.mode)

    def initial(self, keys: Any) -> Any:
        """The weights before the first step: all on the first place."""
        zeros = ops.zeros_like(keys[:, :, 0])
        return ops.concatenate([zeros[:, :1] + 1, zeros[:, 1:]], axis=1)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "mode": self.mode,
                "score_bias": self.score_bias}  # fmt: skip


@registered
class BahdanauMonotonicAttention(_Monotonic, BahdanauAttention):
    """Additive attention that only goes on.

    Args:
        units: Size of the keys (`num_units`).
        normalize: Whether `v` is normalized.
        mode: `parallel` or `hard`; see `monotonic.weights`.
        score_bias: Where the score's bias starts (`score_bias_init`).
        **kwargs: As for `keras.Layer`.

    Source: tf.contrib.seq2seq.BahdanauMonotonicAttention with `sigmoid_noise=0`; Raffel
    et al. 2017 (arXiv:1704.00784).
    """

    def __init__(
        self,
        units: int,
        normalize: bool = False,
        mode: str = "parallel",
        score_bias: float = 0.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(units, normalize, **kwargs)
        self.mode, self.score_bias = monotonic.checked(mode), score_bias

    def make(self, query_shape: Any) -> None:
        super().make(query_shape)
        self.bias()


@registered
class LuongMonotonicAttention(_Monotonic, LuongAttention):
    """Multiplicative attention that only goes on.

    Args:
        units: Size of the keys (`num_units`), which must be that of the query.
        scale: Whether there is a `g`.
        mode: `parallel` or `hard`; see `monotonic.weights`.
        score_bias: Where the score's bias starts (`score_bias_init`).
        **kwargs: As for `keras.Layer`.

    Source: tf.contrib.seq2seq.LuongMonotonicAttention with `sigmoid_noise=0`; Raffel et
    al. 2017 (arXiv:1704.00784).
    """

    def __init__(
        self,
        units: int,
        scale: bool = False,
        mode: str = "parallel",
        score_bias: float = 0.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(units, scale, **kwargs)
        self.mode, self.score_bias = monotonic.checked(mode), score_bias

    def make(self, query_shape: Any) -> None:
        super().make(query_shape)
        self.bias()
