"""Modules and classes that legacy code asks for itself."""

from __future__ import annotations

import functools
import importlib
from types import ModuleType
from typing import Any


def internal(path: str) -> ModuleType | None:
    """Today's module at a path that legacy code imports itself.

    Nothing of `compat` depends on what is found: it is handed to legacy code, which
    asked for it (`from tensorflow.python.ops import array_ops`).

    Args:
        path: Below `tensorflow`, for example `python.ops.array_ops`.

    Returns:
        The module, or `None` where there is none.
    """
    try:
        return importlib.import_module(f"tensorflow.{path}")
    except ImportError:
        return None


@functools.cache
def trackable() -> type:
    """Give the base class of what `tf.train.Checkpoint` saves.

    Private name: ``__internal__.tracking.Trackable``, seen in 2.16 to 2.21. Without it
    `tf.train.Checkpoint` refuses the layers and cells of TensorFlow 1.x.
    """
    import tensorflow as tf

    try:
        return tf.__internal__.tracking.Trackable
    except AttributeError:
        return object


def restore_late(owner: Any, name: str, variable: Any) -> None:
    """Give a variable the value that was restored before it was made.

    Private name: ``Trackable._handle_deferred_dependencies``, seen in 2.16 to 2.21.
    Without it `tf.train.Checkpoint.restore` restores what is built, and no more.

    Args:
        owner: The layer.
        name: Of the variable, as the layer knows it.
        variable: The variable.
    """
    handle = getattr(owner, "_handle_deferred_dependencies", None)
    if handle is not None and isinstance(variable, trackable()):
        handle(name=name, trackable=variable)


def old_keras(path: str) -> ModuleType | None:
    """A module of tf_keras that was `tensorflow.python.keras`'s, if it is installed.

    Private name: ``tf_keras.src``, seen in 2.16 to 2.21. Without it the helpers of
    1.15's tests of Keras are not there, and Keras 2 beside a graph draws, prints and
    names its metrics as tf_keras does today.

    Args:
        path: Below `tf_keras.src`.
    """
    try:
        return importlib.import_module(f"tf_keras.src.{path}")
    except ImportError:
        return None


def saveable_object() -> tuple[Any, Any]:
    """Give the classes of what `tf.train.Saver` saves that is not a variable.

    Private names: ``saveable_object.SaveableObject`` and ``SaveSpec``, seen in 2.16 to
    2.21. Without them a Saver refuses the weights of `tf.contrib.cudnn_rnn`'s layers.
    """
    try:
        from tensorflow.python.training.saving import saveable_object as found

        return found.SaveableObject, found.SaveSpec
    except (ImportError, AttributeError):

        class SaveSpec:
            def __init__(self, tensor: Any, slices: str, name: str, dtype: Any) -> None:
                self.tensor, self.name, self.dtype = tensor, name, dtype
                self.slice_spec = slices

        class SaveableObject:
            def __init__(self, op: Any, specs: Any, name: str) -> None:
                self.op, self.specs, self.name = op, specs, name

        return SaveableObject, SaveSpec
