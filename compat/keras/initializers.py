"""keras.initializers of 2.3.1: the same names, and from the same seeds the same values.

Glorot and Bengio 2010, He et al. 2015, LeCun et al. 1998, Saxe et al. 2014.
"""

from __future__ import annotations

import functools
import inspect
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from compat.keras import seeds, singular

v1 = tf.compat.v1


def _seed(initializer: Any) -> int:
    given = initializer.seed
    return seeds.next_seed(initializer.flavour) if given is None else int(given)


def _name(dtype: Any) -> str:
    return keras.backend.standardize_dtype(dtype)


class _Drawn(keras.initializers.Initializer):
    """An initializer that draws; `seed` as in Keras 2."""

    flavour = "keras"

    def __init__(self, seed: int | None = None) -> None:
        self.seed = seed

    def get_config(self) -> dict[str, Any]:
        return dict(self.__dict__)

    def __call__(self, shape: Any, dtype: Any = None) -> Any:
        return keras.ops.convert_to_tensor(self.values(tuple(shape), _name(dtype)))

    def values(self, shape: tuple[int, ...], dtype: str) -> np.ndarray:
        raise NotImplementedError


class RandomNormal(_Drawn):
    """`keras.initializers.RandomNormal`."""

    def __init__(
        self, mean: float = 0.0, stddev: float = 0.05, seed: int | None = None
    ) -> None:
        self.mean, self.stddev, self.seed = mean, stddev, seed

    def values(self, shape: tuple[int, ...], dtype: str) -> np.ndarray:
        seed = _seed(self)
        return seeds.drawn(
            lambda: v1.random_normal(shape, self.mean, self.stddev, dtype, seed)
        )


class TruncatedNormal(RandomNormal):
    """`keras.initializers.TruncatedNormal`."""

    def values(self, shape: tuple[int, ...], dtype: str) -> np.ndarray:
        seed = _seed(self)
        return seeds.drawn(
            lambda: v1.truncated_normal(shape, self.mean, self.stddev, dtype, seed)
        )


class RandomUniform(_Drawn):
    """`keras.initializers.RandomUniform`."""

    def __init__(
        self, minval: float = -0.05, maxval: float = 0.05, seed: int | None = None
    ) -> None:
        self.minval, self.maxval, self.seed = minval, maxval, seed

    def values(self, shape: tuple[int, ...], dtype: str) -> np.ndarray:
        seed = _seed(self)
        return seeds.drawn(
            lambda: v1.random_uniform(shape, self.minval, self.maxval, dtype, seed)
        )


class VarianceScaling(_Drawn):
    """`keras.initializers.VarianceScaling`: variance `scale / fan`."""

    def __init__(
        self,
        scale: float = 1.0,
        mode: str = "fan_in",
        distribution: str = "normal",
        seed: int | None = None,
    ) -> None:
        if scale <= 0:
            raise ValueError(f"expected a positive scale, received {scale}")
        if mode.lower() not in {"fan_in", "fan_out", "fan_avg"}:
            raise ValueError(
                f"expected mode fan_in, fan_out or fan_avg, received {mode!r}"
            )
        kinds = {"normal", "uniform", "truncated_normal", "untruncated_normal"}
        if distribution.lower() not in kinds:
            raise ValueError(
                f"expected distribution normal or uniform, received {distribution!r}"
            )
        self.scale, self.mode = scale, mode.lower()
        self.distribution, self.seed = distribution.lower(), seed

    def values(self, shape: tuple[int, ...], dtype: str) -> np.ndarray:
        fan_in, fan_out = _fans(shape)
        fans = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}
        variance = self.scale / max(1.0, fans[self.mode])
        seed = _seed(self)
        if self.distribution == "uniform":
            limit = np.sqrt(3.0 * variance)
            return seeds.drawn(
                lambda: v1.random_uniform(shape, -limit, limit, dtype, seed)
            )
        if self.distribution == "untruncated_normal":
            deviation = np.sqrt(variance)
            return seeds.drawn(
                lambda: v1.random_normal(shape, 0.0, deviation, dtype, seed)
            )
        # the standard deviation of a standard normal cut at two
        deviation = np.sqrt(variance) / 0.87962566103423978
        return seeds.drawn(
            lambda: v1.truncated_normal(shape, 0.0, deviation, dtype, seed)
        )


class Orthogonal(_Drawn):
    """`keras.initializers.Orthogonal`, drawn by NumPy as 2.3.1 did."""

    def __init__(self, gain: float = 1.0, seed: int | None = None) -> None:
        self.gain, self.seed = gain, seed

    def values(self, shape: tuple[int, ...], dtype: str) -> np.ndarray:
        rows, columns = int(np.prod(shape[:-1])), shape[-1]
        seed = _seed(self) if self.flavour != "keras" else None
        source: Any = np.random
        if self.flavour != "keras":
            return seeds.drawn(
                lambda: v1.orthogonal_initializer(self.gain, seed)(shape, dtype)
            )
        if self.seed is not None:
            source = np.random.RandomState(_seed(self))
        drawn = source.normal(0.0, 1.0, (rows, columns))
        left, _, right = singular.svd(drawn)
        square = left if left.shape == (rows, columns) else right
        return (self.gain * square.reshape(shape)).astype(dtype)


class Identity(keras.initializers.Initializer):
    """`keras.initializers.Identity`."""

    def __init__(self, gain: float = 1.0) -> None:
        self.gain = gain

    def get_config(self) -> dict[str, Any]:
        return {"gain": self.gain}

    def __call__(self, shape: Any, dtype: Any = None) -> Any:
        if len(shape) != 2:
            raise ValueError(
                f"Identity: expected the shape of a matrix, received {tuple(shape)}"
            )
        values = self.gain * np.eye(*shape)
        return keras.ops.convert_to_tensor(values.astype(_name(dtype)))


def _fans(shape: tuple[int, ...]) -> tuple[float, float]:
    """How many numbers come in and go out, by a kernel's shape."""
    if len(shape) == 2:
        return shape[0], shape[1]
    if len(shape) in {3, 4, 5}:
        field = float(np.prod(shape[:-2]))
        return shape[-2] * field, shape[-1] * field
    side = float(np.sqrt(np.prod(shape)))
    return side, side


# The names of functions, by what they hand to VarianceScaling.
_SCALED = {
    "glorot_uniform": (1.0, "fan_avg", "uniform"),
    "glorot_normal": (1.0, "fan_avg", "normal"),
    "he_uniform": (2.0, "fan_in", "uniform"),
    "he_normal": (2.0, "fan_in", "normal"),
    "lecun_uniform": (1.0, "fan_in", "uniform"),
    "lecun_normal": (1.0, "fan_in", "normal"),
}
_CLASSES: dict[str, Any] = {
    "Constant": keras.initializers.Constant,
    "Identity": Identity,
    "Initializer": keras.initializers.Initializer,
    "Ones": keras.initializers.Ones,
    "Orthogonal": Orthogonal,
    "RandomNormal": RandomNormal,
    "RandomUniform": RandomUniform,
    "TruncatedNormal": TruncatedNormal,
    "VarianceScaling": VarianceScaling,
    "Zeros": keras.initializers.Zeros,
}
_SHORT = {
    "constant": "Constant",
    "identity": "Identity",
    "normal": "RandomNormal",
    "one": "Ones",
    "ones": "Ones",
    "orthogonal": "Orthogonal",
    "random_normal": "RandomNormal",
    "random_uniform": "RandomUniform",
    "truncated_normal": "TruncatedNormal",
    "uniform": "RandomUniform",
    "zero": "Zeros",
    "zeros": "Zeros",
}


@functools.cache
def classes(flavour: str) -> dict[str, Any]:
    """The classes by name, drawing their seeds as `flavour` did."""
    made: dict[str, Any] = {}
    for name, cls in _CLASSES.items():
        if issubclass(cls, _Drawn) or cls is Identity:
            space = {"flavour": flavour, "__module__": __name__}
            made[name] = type(name, (cls,), space)
            keras.saving.register_keras_serializable(registered(flavour))(made[name])
        else:
            made[name] = cls
    return made


def registered(flavour: str) -> str:
    """The name under which Keras 3 knows the facade's classes of a flavour."""
    return "compat" if flavour == "keras" else "compat.tf"


def keras2_name(name: str, flavour: str) -> Any:
    """A name of `keras.initializers`, or `None`."""
    if name == "get":
        return lambda identifier: get(identifier, flavour)
    made = classes(flavour)
    if name in _SCALED:
        scale, mode, distribution = _SCALED[name]
        return lambda seed=None: made["VarianceScaling"](
            scale, mode, distribution, seed
        )
    return made.get(_SHORT.get(name, name))


def get(identifier: Any, flavour: str) -> Any:
    """The initializer that a layer's argument means.

    Args:
        identifier: A name, a Keras 2 config, an initializer, a class or a function
            `(shape, dtype=None)`.
        flavour: `keras` or `tf.keras`.
    """
    if isinstance(identifier, str):
        found = keras2_name(identifier, flavour)
        return keras.initializers.get(identifier) if found is None else found()
    if isinstance(identifier, dict) and "registered_name" not in identifier:
        found = keras2_name(identifier["class_name"], flavour)
        if found is not None:
            config = dict(identifier.get("config", {}))
            config.pop("dtype", None)  # tf.keras 1.15 wrote it
            return found(**config)
    if isinstance(identifier, type):
        return identifier()
    if callable(identifier) and not isinstance(
        identifier, keras.initializers.Initializer
    ):
        return _with_dtype(identifier)
    return keras.initializers.get(identifier)


def _with_dtype(function: Any) -> Any:
    """An initializer function that may not know `dtype`, as Keras 3 calls it."""
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return function
    if "dtype" in parameters or len(parameters) > 1:
        return function
    return lambda shape, dtype=None: keras.ops.cast(function(shape), dtype)
