"""Whether a model is training: `keras.backend.learning_phase` and its kin."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_training: ContextVar[Any] = ContextVar("training", default=None)
_set: list[int] = []


class LearningPhase:
    """Stands for `K.learning_phase()` among the inputs of `K.function`."""


@contextmanager
def of_call(training: Any) -> Iterator[None]:
    """Remember what a layer was called with; the layers in it are in the same phase."""
    if training is None:
        yield
        return
    token = _training.set(training)
    try:
        yield
    finally:
        _training.reset(token)


def current() -> bool:
    """Whether the layer that asks is training: as called, else as was set."""
    training = _training.get()
    if training is None:
        return bool(_set and _set[-1])
    return bool(training)


def fix(value: int) -> None:
    """`K.set_learning_phase`."""
    _set[:] = [int(value)]


def chosen() -> int | None:
    """What `K.set_learning_phase` was given, or `None`."""
    return _set[-1] if _set else None
