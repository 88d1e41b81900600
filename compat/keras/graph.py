"""Keras 2 itself, from the package tf_keras, for scripts with a TensorFlow 1.x graph.

Keras 3 does not build TensorFlow 1.x graphs. `tf.compat.v1.keras` hands out tf_keras
when `TF_USE_LEGACY_KERAS` is set; what keras 2.3.1 had besides is added here.
"""

from __future__ import annotations

import functools
import importlib.util
import inspect
import os
from collections.abc import Iterable
from types import ModuleType
from typing import Any

from compat import _private
from compat.errors import Refused
from compat.keras import arguments, counts

# Defaults of keras 2.3.1 that were others in tf.keras.
_DEFAULTS = {
    name: {"recurrent_activation": "sigmoid", "implementation": 2}
    for name in ("LSTM", "GRU", "LSTMCell", "GRUCell")
}
# What `tensorflow.python.keras` had besides: path → public name, or module of tf_keras.
_INSIDE = {"engine.network.Network": "Model"}
_MODULES = {"testing_utils": "testing_infra.test_utils"}

# tf_keras still calls it by its name of then.
_KEPT = {"LeakyReLU": {"alpha"}}


def require(flavour: str) -> None:
    """Have TensorFlow hand out tf_keras as its Keras.

    Args:
        flavour: `keras` or `tf.keras`.

    Raises:
        Refused: When tf_keras is not installed.
    """
    if importlib.util.find_spec("tf_keras") is None:
        raise Refused(
            "this script uses Keras in a TensorFlow 1.x graph, which Keras 3 cannot: "
            "it needs Keras 2, which is not installed: pip install 'lab12[keras2]'"
        )
    os.environ["TF_USE_LEGACY_KERAS"] = "1"
    from compat.keras import beside  # imports Keras

    counts.install()
    beside.print_as(flavour)
    if flavour == "keras":
        beside.draw_from_numpy()


def keras2_name(path: str, spaces: Iterable[str], flavour: str) -> Any:
    """What Keras 2 had under a name, or `None`.

    Args:
        path: Of the name, below `keras`.
        spaces: The public modules whose names its module had.
        flavour: `keras` or `tf.keras`.
    """
    name = path.rpartition(".")[2]
    for space in spaces:
        value = _real(f"{space}.{name}" if space else name)
        if value is None and space == "layers":
            value = _real(f"layers.{arguments.SAME.get(name, name)}")
        if value is not None and not isinstance(value, ModuleType):
            return _as_of_old(name, value, flavour)
    if name == "to_categorical":
        from compat.keras import utils

        return utils.to_categorical
    if path in _INSIDE:
        return _real(_INSIDE[path])
    if path in _MODULES and flavour != "keras":
        return _private.old_keras(_MODULES[path])
    return None


def has(name: str, spaces: Iterable[str]) -> bool:
    """Whether tf_keras has a name, by that or by its name of today."""
    names = {name, arguments.SAME.get(name, name)}
    return any(
        _real(f"{space}.{one}" if space else one) is not None
        for space in spaces
        for one in names
    )


def _real(path: str) -> Any:
    """What tf_keras has at a path, as for TensorFlow 1.x, or `None`."""
    import tensorflow as tf

    found: Any = tf.compat.v1.keras
    for part in path.split(".") if path else ():
        found = getattr(found, part, None)
    return found


@functools.cache
def _as_of_old(name: str, real: Any, flavour: str) -> Any:
    """A class of tf_keras, with what keras 2.3.1 took or had besides."""
    if not inspect.isclass(real):
        return real
    if name == "Sequential":
        return type(name, (_Classes, real), {"__module__": real.__module__})
    name = arguments.SAME.get(name, name)
    if name not in arguments.RENAMED:
        return real
    defaults = _DEFAULTS.get(name, {}) if flavour == "keras" else {}

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        kept = {key: kwargs.pop(key) for key in _KEPT.get(name, set()) & set(kwargs)}
        args, given = arguments.translate(name, args, kwargs)
        named = inspect.signature(real.__init__).bind_partial(self, *args).arguments
        missing = {key: v for key, v in defaults.items() if key not in named}
        real.__init__(self, *args, **(missing | given | kept))

    return type(name, (real,), {"__init__": __init__, "__module__": real.__module__})


class _Classes:
    """What `Sequential` had until TensorFlow 2.6."""

    def predict_proba(self, x: Any, batch_size: int = 32, verbose: int = 0) -> Any:
        return self.predict(x, batch_size=batch_size, verbose=verbose)  # type: ignore[attr-defined]

    def predict_classes(self, x: Any, batch_size: int = 32, verbose: int = 0) -> Any:
        found = self.predict_proba(x, batch_size, verbose)
        return (
            found.argmax(-1) if found.shape[-1] > 1 else (found > 0.5).astype("int32")
        )

    def fit(self, *args: Any, **kwargs: Any) -> Any:
        if "nb_epoch" in kwargs:
            kwargs["epochs"] = kwargs.pop("nb_epoch")
        return super().fit(*args, **kwargs)  # type: ignore[misc]
