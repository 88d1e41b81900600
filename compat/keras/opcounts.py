"""How many ops tf.keras of 1.15 had in its graph: the seeds of its initial weights.

tf.keras never asked NumPy for a seed. With `tf.set_random_seed` an op without a seed
of its own took the number of ops in the graph, as everywhere in TensorFlow 1.x. The
numbers here were counted on 1.15.5, layer by layer; behind a layer that is not among
them, and after `compile`, whose ops hang on everything, the count is lost, and weights
are drawn with other seeds.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import keras
import tensorflow as tf

# Ops of a call, and what is added by a mask, and by a state that is kept.
_RECURRENT = {"SimpleRNN": (128, 30, -4), "GRU": (274, 30, -1), "LSTM": (280, 33, 0)}
# Of a Bidirectional: its ops without and with whole sequences for LSTM alone differ,
# and where the backward layer's two weights begin.
_BOTH = {"SimpleRNN": (260, 37), "GRU": (552, 39), "LSTM": (564, 43)}
_SEQUENCES = {"LSTM": 2}
_PLAIN = (
    {"ELU": 1, "InputLayer": 0, "LeakyReLU": 1, "Masking": 7, "Permute": 2}
    | {"RepeatVector": 4, "Reshape": 9, "Softmax": 1, "Concatenate": 2}
    | {f"{kind}Pooling1D": 4 for kind in ("Average", "Max")}
    | {f"{kind}Pooling2D": 1 for kind in ("Average", "Max")}
    | {f"Global{kind}Pooling{n}D": 2 for kind in ("Average", "Max") for n in (1, 2)}
    | {"UpSampling1D": 5, "ZeroPadding1D": 2, "ZeroPadding2D": 2}
    | {"Cropping1D": 4, "Cropping2D": 4, "ThresholdedReLU": 4}
    | {"MaxPooling3D": 1, "AveragePooling3D": 1}
    | {"GlobalMaxPooling3D": 2, "GlobalAveragePooling3D": 2}
)
# Of two inputs, and for each one more.
_MERGES = {"Average": (3, 1)} | dict.fromkeys(
    ("Add", "Maximum", "Minimum", "Multiply", "Subtract"), (1, 1)
)
# Where its random op is, and all its ops, once the learning phase is in the graph.
_NOISES = {"Dropout": (9, 24)} | {"SpatialDropout1D": (19, 34)}
_NOISES |= {"SpatialDropout2D": (20, 35)}
_DRAWN = {"glorot_uniform", "he_uniform", "lecun_uniform", "uniform"}
_FEWER = {"glorot_normal", "he_normal", "lecun_normal", "normal", "truncatednormal"}

_count: int | None = 0
_phase = False
_places: list[int] = []
_op_seed: int | None = None
_counted: weakref.WeakSet[Any] = weakref.WeakSet()
_rebuilding = False


def reset(phase: bool = False) -> None:
    """A new graph; `clear_session` put the learning phase into it, two ops."""
    global _count, _phase
    _count, _phase = (2 if phase else 0), phase
    _places.clear()
    _counted.clear()


def lose() -> None:
    """From here on nobody knows how many ops there are."""
    global _count
    _count = None


def input_made() -> None:
    """An input is one op."""
    _add(1)


def next_seed() -> int | None:
    """The seed of the weight that is drawn next, or `None` where the count is lost."""
    return None if _count is None or not _places else _count + _places.pop(0)


def of_noise() -> int | None:
    """The op seed of the noise layer that was called, or `None` where it is lost."""
    return _op_seed


def _add(ops: int) -> None:
    global _count
    if _count is not None:
        _count += ops


@contextmanager
def of_add() -> Iterator[None]:
    """A layer put on a Sequential: Keras 3 calls those below it anew, 1.15 did not."""
    global _rebuilding
    before, _rebuilding = _rebuilding, True
    try:
        yield
    finally:
        _rebuilding = before


@contextmanager
def of_call(layer: Any, inputs: Any) -> Iterator[None]:
    """The first call of a layer: the places of its weights, and its ops."""
    global _op_seed
    if _count is None or not is_symbolic(inputs) or _rebuilding and layer in _counted:
        yield
        return
    again = isinstance(layer, keras.Model) or layer.built and layer.weights
    counted = None if again else _of(layer, inputs)
    if counted is None:
        lose()
        yield
        return
    places, ops = counted
    _counted.add(layer)
    if type(layer).__name__ in _NOISES:
        _op_seed = _count + places[0] if places else None
    else:
        _places[:] = places
    try:
        yield
    finally:
        _op_seed = None
        _places.clear()
    _add(ops)


def is_symbolic(inputs: Any) -> bool:
    """Whether a layer's inputs are those of a model that is being made."""
    every = tf.nest.flatten(inputs)
    return any(isinstance(one, keras.KerasTensor) for one in every)


def _of(layer: Any, inputs: Any) -> tuple[list[int], int] | None:
    """The places of a layer's weights, and its ops; `None` where they are not known."""
    name = type(layer).__name__
    if "compat" not in type(layer).__module__:
        return None
    if name in _PLAIN:
        return [], _PLAIN[name]
    if name in _MERGES:
        alike = len({tuple(one.shape) for one in inputs}) == 1
        first, more = _MERGES[name]
        return ([], first + more * (len(inputs) - 2)) if alike else None
    if name == "Flatten":
        return [], 8 if inputs.shape[0] is None else 2
    if name == "UpSampling2D":
        return ([], 8) if layer.interpolation == "nearest" else None
    if name == "ReLU":
        plain = layer.max_value is None and not (
            layer.threshold or layer.negative_slope
        )
        return ([], 1) if plain else None
    if name == "Activation":
        rank = len(inputs.shape)
        return [], 7 if rank > 2 and _activation(layer) == "softmax" else 1
    if name in _NOISES:
        if name == "Dropout" and not 0 < layer.rate:
            return [], 8
        place, ops = _NOISES[name]
        more = _with_phase()
        return [place + more], ops + more
    if name == "GaussianNoise":
        return [], 14 + _with_phase()
    if name == "BatchNormalization":
        rank = len(inputs.shape)
        plain = layer.center and layer.scale and layer.axis in (-1, rank - 1)
        return ([], (46 if rank == 4 else 66) + 20 + _with_phase()) if plain else None
    if name in _CONVOLUTIONS:
        return _convolution(layer, name, inputs.shape)
    if name == "Embedding":
        plain = _initializer(layer, "embeddings") == "uniform"
        return ([3], 15 + 2 * layer.mask_zero) if plain else None
    if name == "Dense":
        return _dense(layer, len(inputs.shape))
    if name == "TimeDistributed" and type(layer.layer).__name__ == "Dense":
        inner = _dense(layer.layer, 2)
        return inner and (inner[0], inner[1] + 4)
    if name in _RECURRENT and _is_plain(layer):
        ops, masked, kept = _RECURRENT[name]
        mask = getattr(inputs, "_keras_mask", None) is not None
        return [3, 14], ops + masked * mask + kept * layer.stateful
    if name == "Bidirectional":
        inner_name = type(layer.forward_layer).__name__
        mask = getattr(inputs, "_keras_mask", None) is not None
        fits = inner_name in _BOTH and layer.merge_mode == "concat" and not mask
        if not fits or not _is_plain(layer.forward_layer):
            return None
        ops, back = _BOTH[inner_name]
        if layer.forward_layer.return_sequences:
            if inner_name not in _SEQUENCES:
                return None
            ops += _SEQUENCES[inner_name]
        return [3, 14, back, back + 11], ops
    return None


def _with_phase() -> int:
    """The ops of the learning phase, which the first that asks for it makes."""
    global _phase
    more, _phase = (0 if _phase else 2), True
    return more


# Their ops, and of which initializers their weights are.
_CONVOLUTIONS = {
    "Conv1D": (26, ["kernel"]),
    "Conv2D": (21, ["kernel"]),
    "Conv3D": (21, ["kernel"]),
    "Conv2DTranspose": (47, ["kernel"]),
    "DepthwiseConv2D": (22, ["depthwise"]),
    "SeparableConv1D": (42, ["depthwise", "pointwise"]),
    "SeparableConv2D": (35, ["depthwise", "pointwise"]),
}


def _convolution(layer: Any, name: str, shape: Any) -> tuple[list[int], int] | None:
    ops, weights = _CONVOLUTIONS[name]
    last = layer.data_format == "channels_last" and getattr(layer, "groups", 1) == 1
    if not last or getattr(layer, "output_padding", None) is not None:
        return None
    if _initializer(layer, "bias") != "zeros":
        return None
    transposed = name == "Conv2DTranspose"
    if max(layer.dilation_rate) > 1:
        if transposed:
            return None
        # put into the batch and taken out of it, by sizes known or asked for
        sizes = 2 if name == "SeparableConv1D" else len(layer.dilation_rate)
        ops += 35 + 19 * sizes if None in shape[1:-1] else 10
        ops += layer.padding == "same" and weights == ["kernel"]
    ops += {"causal": 2, "same": -4 * transposed}.get(layer.padding, 0)
    activation = _activation(layer)
    ops += 0 if activation == "linear" else 7 if activation == "softmax" else 1
    ops -= 0 if layer.use_bias else 7
    kinds = [_initializer(layer, weight) for weight in weights]
    if not set(kinds) <= _DRAWN | _FEWER:
        return None
    places = [3, 14 - (kinds[0] in _FEWER)][: len(kinds)]
    return places, ops - sum(kind in _FEWER for kind in kinds)


def _dense(layer: Any, rank: int) -> tuple[list[int], int] | None:
    kernel = _initializer(layer, "kernel")
    if _initializer(layer, "bias") != "zeros" or not layer.use_bias and rank != 2:
        return None
    ops = 20 if rank == 2 else 44
    name = _activation(layer)
    ops += 0 if name == "linear" else 7 if name == "softmax" and rank > 2 else 1
    ops -= 0 if layer.use_bias else 7
    if kernel in {"zeros", "ones"}:
        return [], ops - 6
    if kernel in _DRAWN:
        return [3], ops
    return ([3], ops - 1) if kernel in _FEWER else None


def _is_plain(layer: Any) -> bool:
    """Whether a recurrent layer has the initial weights and the ops of the table."""
    return (
        not (layer.dropout or layer.recurrent_dropout or layer.unroll)
        and layer.use_bias
        and not layer.return_state
        and _initializer(layer.cell, "kernel") == "glorot_uniform"
        and _initializer(layer.cell, "recurrent") == "orthogonal"
        and _initializer(layer.cell, "bias") == "zeros"
    )


def _activation(layer: Any) -> str:
    return str(getattr(layer.activation, "__name__", ""))


def _initializer(layer: Any, of: str) -> str:
    """The name of an initializer without a seed of its own, or `""`."""
    found = getattr(layer, f"{of}_initializer")
    if getattr(found, "seed", None) is not None:
        return ""
    name = type(found).__name__
    if name != "VarianceScaling":
        return name.removeprefix("Random").lower()
    fan = {(1.0, "fan_avg"): "glorot", (2.0, "fan_in"): "he", (1.0, "fan_in"): "lecun"}
    kind = "uniform" if found.distribution == "uniform" else "normal"
    return f"{fan.get((found.scale, found.mode), '')}_{kind}"
