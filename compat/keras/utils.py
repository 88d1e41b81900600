"""keras.utils: the helpers of Keras 2, with their types."""

from __future__ import annotations

import functools
import sys
from typing import Any

import keras
import numpy as np

from compat.keras import progress


def to_categorical(y: Any, num_classes: Any = None, dtype: str = "float32") -> Any:
    """Class numbers as one-hot rows.

    Args:
        y: Class numbers from 0, of any shape; a last axis of 1 is dropped.
        num_classes: How many; one more than the largest by default.
        dtype: Of the result.
    """
    y = np.array(y, dtype="int")
    shape = y.shape[:-1] if y.ndim > 1 and y.shape[-1] == 1 else y.shape
    flat = y.ravel()
    classes = num_classes or int(flat.max()) + 1
    rows = np.zeros((len(flat), classes), dtype=dtype)
    rows[np.arange(len(flat)), flat] = 1
    return rows.reshape((*shape, classes))


def normalize(x: Any, axis: int = -1, order: int = 2) -> Any:
    """Every vector along `axis` divided by its norm."""
    norm = np.atleast_1d(np.linalg.norm(x, order, axis))
    norm[norm == 0] = 1
    return x / np.expand_dims(norm, axis)


class Sequence(keras.utils.PyDataset):
    """`keras.utils.Sequence`: batches by number; its `__init__` need not be called."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        made = super().__new__(cls)
        keras.utils.PyDataset.__init__(made)
        return made

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def __iter__(self) -> Any:
        return (self[number] for number in range(len(self)))


def print_summary(model: Any, *args: Any, **kwargs: Any) -> None:
    """`model.summary()`."""
    model.summary(*args, **kwargs)


def _has_pydot() -> bool:
    try:
        import pydot  # noqa: F401
    except ImportError:
        return False
    return True


def _cannot_plot(flavour: str, *args: Any, **kwargs: Any) -> None:
    """`plot_model` without pydot: in a notebook 1.15's tf.keras said so and went on."""
    said = "Failed to import pydot. You must install pydot and graphviz for "
    said += "`pydotprint` to work."
    if flavour == "keras":
        said = "Failed to import `pydot`. Please install `pydot`. For example with "
        said += "`pip install pydot`."
    elif "IPython.core.magics.namespace" in sys.modules:
        print(said)
        return
    raise ImportError(said)


_NAMES = {
    "Progbar": progress.Bar,
    "Sequence": Sequence,
    "normalize": normalize,
    "print_summary": print_summary,
    "to_categorical": to_categorical,
    "probas_to_classes": lambda y: (
        y.argmax(-1) if y.shape[-1] > 1 else (y > 0.5).astype("int32")
    ),
}


def keras2_name(name: str, flavour: str) -> Any:
    """A name of `keras.utils`, or `None`."""
    if name == "plot_model" and not _has_pydot():
        return functools.partial(_cannot_plot, flavour)
    if name == "Progbar" and flavour != "keras":
        return progress.TensorFlowBar
    return _NAMES.get(name)
