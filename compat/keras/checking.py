"""Whether arrays fit a model, in the words of Keras 2; Keras 3 may broadcast them.

A target of shape (n, 1) beside an output of (n, 5) is subtracted from each of the five
without a word, and a network over time takes as many steps as come.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

from compat.keras import data, losses

Named = list[tuple[str, Any]]

_UNCOMPILED = {"keras": "a model", "tf.keras": "your model"}
_CLASSES = "categorical_crossentropy"
# of tf.keras in 1.15, those whose targets had to look as the output
_ALIKE = ("mean_squared_error", "binary_crossentropy", _CLASSES)


def compiled(model: Any) -> None:
    """See that a model was compiled.

    Raises:
        RuntimeError: As Keras 2 did.
    """
    if not hasattr(model, "_compiled_with"):
        raise RuntimeError(
            f"You must compile {_UNCOMPILED[model.flavour]} before training/testing. "
            "Use `model.compile(optimizer, loss)`."
        )


def arrays(model: Any, x: Any, y: Any) -> tuple[Any, Any]:
    """Inputs and targets as arrays that fit a model, which is ready for them.

    Args:
        model: A model of Keras 2's that was compiled.
        x: As `fit` takes inputs.
        y: And targets.

    Raises:
        ValueError: As Keras 2 did.
    """
    x, y = data.arrays(x), data.arrays(y)
    model._ready(x)
    all_of(model, x, y)
    return x, y


def inputs(model: Any, x: Any) -> None:
    """See that inputs have the shapes of a model that knows its own.

    Args:
        model: A model of Keras 2's.
        x: Its inputs, as `data.arrays` gives them.

    Raises:
        ValueError: As Keras 2 did.
    """
    known = getattr(model, "inputs", None)
    if not known or getattr(model, "_waited_for_data", False):
        return
    names = [tensor.name for tensor in known]
    if (given := _given(x, names, "input")) is not None:
        _shapes(given, [tuple(one.shape) for one in known], "input")


def all_of(model: Any, x: Any, y: Any = None) -> None:
    """See that inputs and targets fit a model that was compiled, and each other.

    Args:
        model: A model of Keras 2's.
        x: Its inputs, as `data.arrays` gives them.
        y: Its targets, likewise, if it has any.

    Raises:
        ValueError: As Keras 2 did.
    """
    inputs(model, x)
    outputs = getattr(model, "outputs", None)
    names = list(getattr(model, "output_names", None) or [])
    if y is None or not outputs or len(names) != len(outputs):
        return
    compared = _losses(model._compiled_with["loss"], names)
    if None in compared or (given := _given(y, names, "target")) is None:
        return
    shapes = [tuple(one.shape) for one in outputs]
    if model.flavour == "keras":
        _shapes(given, list(map(_expected, compared, shapes)), "target")
    each = list(x.values()) if isinstance(x, dict) else x
    each = each if isinstance(each, (list, tuple)) else [each]
    _lengths([("", one) for one in each], "input", "x")  # predict asks for none
    _lengths(given, "target", "y")
    _counts(x, given)
    if model.flavour != "keras":
        for (_, array), loss, shape in zip(given, compared, shapes, strict=True):
            _alike(array, loss, shape)


def _given(given: Any, names: list[str], kind: str) -> Named | None:
    """The arrays by name; `None` where one is no array."""
    if isinstance(given, dict):
        for name in names:
            if name not in given:
                raise ValueError(
                    f'No data provided for "{name}". Need data for each key in: {names}'
                )
        arrays = [given[name] for name in names]
    else:
        arrays = list(given) if isinstance(given, (list, tuple)) else [given]
    if not all(isinstance(one, np.ndarray) for one in arrays):
        return None
    if len(arrays) != len(names):
        raise ValueError(
            f"Error when checking model {kind}: the list of Numpy arrays that you are "
            "passing to your model is not the size the model expected. Expected to see "
            f"{len(names)} array(s), but instead got the following list of "
            f"{len(arrays)} arrays: {str(arrays)[:200]}..."
        )
    return list(zip(names, arrays, strict=True))


def _shapes(given: Named, expected: list[Any], kind: str) -> None:
    for (name, array), shape in zip(given, expected, strict=True):
        if shape is None:
            continue
        begin = f"Error when checking {kind}: expected {name} to have "
        if array.ndim != len(shape):
            raise ValueError(
                f"{begin}{len(shape)} dimensions, but got array with shape "
                f"{array.shape}"
            )
        if not _fits(array.shape[1:], shape[1:]):
            raise ValueError(
                f"{begin}shape {shape[1:]} but got array with shape {array.shape[1:]}"
            )


def _fits(received: Any, expected: Any) -> bool:
    pairs = zip(received, expected, strict=False)
    return all(size == wanted or not wanted for size, wanted in pairs)


def _lengths(given: Named, kind: str, letter: str) -> None:
    shapes = [array.shape for _, array in given]
    if len({shape[0] for shape in shapes}) > 1:
        raise ValueError(
            f"All {kind} arrays ({letter}) should have the same number of samples. "
            f"Got array shapes: {shapes}"
        )


def _counts(x: Any, targets: Named) -> None:
    first = next(iter(x.values())) if isinstance(x, dict) else x
    first = first[0] if isinstance(first, (list, tuple)) else first
    count, wanted = len(first), len(targets[0][1])
    if count != wanted:
        raise ValueError(
            "Input arrays should have the same number of samples as target arrays. "
            f"Found {count} input samples and {wanted} target samples."
        )


def _losses(given: Any, names: list[str]) -> list[Any]:
    """The loss of each output: Keras's by its name, `""` for one of the user's."""
    if isinstance(given, dict):
        each = [given.get(name) for name in names]
    else:
        alone = not isinstance(given, (list, tuple))
        each = [given] * len(names) if alone else list(given)
    return [None if one is None else _name(one) for one in each]


def _name(loss: Any) -> str:
    if isinstance(loss, str):
        if loss in keras.saving.get_custom_objects():
            return ""
        loss = losses.FUNCTIONS.get(loss) or keras.losses.get(loss)
    ours = str(getattr(loss, "__module__", "")).split(".")[0] in ("compat", "keras")
    if isinstance(loss, keras.losses.Loss):
        ours = type(loss).__module__.split(".")[0] in ("compat", "keras")
        return str(loss.name or "other") if ours else ""
    return str(getattr(loss, "__name__", "other")) if ours else ""


def _expected(loss: str, output: Any) -> Any:
    """The shape of keras 2.3.1's targets; `None` where any would do."""
    if not loss:
        return None
    return (*output[:-1], 1) if loss.startswith("sparse_") else output


def _alike(array: Any, loss: str, output: Any) -> None:
    if loss == _CLASSES and array.shape[-1] == 1:
        raise ValueError(
            f"You are passing a target array of shape {array.shape} while using as "
            f"loss `{_CLASSES}`. `{_CLASSES}` expects targets to be binary matrices "
            "(1s and 0s) of shape (samples, classes). If your targets are integer "
            "classes, you can convert them to the expected format via:\n```\n"
            "from keras.utils import to_categorical\n"
            "y_binary = to_categorical(y_int)\n```\n\n"
            f"Alternatively, you can use the loss function `sparse_{_CLASSES}` "
            "instead, which does expect integer targets."
        )
    if loss in _ALIKE and not _fits(array.shape[1:], output[1:]):
        raise ValueError(
            f"A target array with shape {array.shape} was passed for an output of "
            f"shape {output} while using as loss `{loss}`. This loss expects targets "
            "to have the same shape as the output."
        )
