"""Builds the user's Keras model, and writes it."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from typing import Any

from compat import writing
from compat.errors import UsageError

ENDS = (".weights.h5", ".keras")


def build(told: str) -> Any:
    """The model that a function of the user's gives, built.

    Args:
        told: `FILE.py:FUNCTION` or `MODULE:FUNCTION`; the function is `build` where
            none is named.

    Raises:
        UsageError: When there is no such function, it fails, or gives no
            `keras.Model` with weights.
    """
    import keras

    path, colon, name = told.rpartition(":")
    if not colon or name.endswith(".py"):
        path, name = told, "build"
    try:
        function = getattr(_module(path), name, None)
    except Exception as error:  # the user's own code
        raise UsageError(f"{path}: {_said(error)}") from None
    if not callable(function):
        raise UsageError(f"{path}: has no function {name}()")
    try:
        model = function()
    except Exception as error:  # the user's own code
        raise UsageError(f"{told}: {name}() failed: {_said(error)}") from None
    if not isinstance(model, keras.Model):
        kind = type(model).__name__
        raise UsageError(f"{told}: expected {name}() to give a keras.Model, got {kind}")
    if not model.weights:
        raise UsageError(
            f"{told}: expected a model that is built (a keras.Input, or "
            "model.build(shape)): it has no weights"
        )
    return model


def _module(path: str) -> Any:
    if not path.endswith(".py"):
        sys.path.insert(0, os.getcwd())
        return importlib.import_module(path)
    if not os.path.isfile(path):
        raise FileNotFoundError("no such file")
    folder, file = os.path.split(os.path.abspath(path))
    sys.path.insert(0, folder)
    name = file.removesuffix(".py")
    told = importlib.util.spec_from_file_location(name, path)
    assert told is not None and told.loader is not None
    module = importlib.util.module_from_spec(told)
    sys.modules[name] = module
    told.loader.exec_module(module)
    return module


def _said(error: Exception) -> str:
    text = " ".join(str(error).split())[:200]
    return text if type(error) is FileNotFoundError else (
        f"{type(error).__name__}: {text}".removesuffix(": ")
    )  # fmt: skip


def save(path: str, model: Any) -> None:
    """Write a model, its optimizer's state with it.

    Args:
        path: `.weights.h5`, or `.keras`.
        model: What `build` gave.

    Raises:
        UsageError: For another ending, or a path that cannot be written.
    """
    if not path.endswith(ENDS):
        raise UsageError(f"{path}: expected an output .weights.h5 or .keras of a model")
    try:
        with writing.whole(path) as beside:
            if path.endswith(".keras"):
                model.save(beside)
            else:
                model.save_weights(beside)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from None
