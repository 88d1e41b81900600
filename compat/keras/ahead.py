"""Batches of a generator, drawn ahead of the steps as Keras 2's thread drew them.

What a generator draws from NumPy, and how far it has come when a model has been
fitted, hangs on it: 2.3.1 and 1.15's tf.keras kept `max_queue_size` batches, and one
more that waited for a place. A `Sequence`, a pool of processes and `workers=0` are as
they are.
"""

from __future__ import annotations

from collections import deque
from typing import Any

import keras

QUEUE = ("max_queue_size", "workers", "use_multiprocessing")


def drawn(given: Any, queue: dict[str, Any]) -> Any:
    """A generator whose batches are drawn ahead, or what was given.

    Args:
        given: Data of any kind.
        queue: Keyword arguments of `fit`, some of them those of `QUEUE`.
    """
    if not hasattr(given, "__next__") or isinstance(given, keras.utils.PyDataset):
        return given
    if not queue.get("workers", 1) or queue.get("use_multiprocessing"):
        return given
    return Ahead(given, queue.get("max_queue_size", 10) + 1)


class Ahead:
    """An iterator that is ahead of who asks it.

    Args:
        given: An iterator.
        number: By how many.
    """

    def __init__(self, given: Any, number: int) -> None:
        self._given, self._number = given, number
        self._kept: deque[tuple[Any, Exception | None]] = deque()
        self._ended = False

    def anew(self) -> Ahead:
        """The same iterator without what was drawn so far: another queue."""
        return Ahead(self._given, self._number)

    def __iter__(self) -> Ahead:
        return self

    def __next__(self) -> Any:
        self._draw()
        if not self._kept:
            raise StopIteration
        batch, error = self._kept.popleft()
        if error is not None:
            raise error
        self._draw()
        return batch

    def _draw(self) -> None:
        while not self._ended and len(self._kept) < self._number:
            try:
                self._kept.append((next(self._given), None))
            except StopIteration:
                self._ended = True
            except Exception as error:  # told when its turn has come
                self._kept.append((None, error))
                self._ended = True
