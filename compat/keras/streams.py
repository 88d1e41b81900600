"""Batches by a `Sequence`, a generator or a dataset, as Keras 2 took them."""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from compat.keras import ahead, data


def is_stream(x: Any, flavour: str) -> bool:
    """Whether data comes batch by batch: by a `Sequence`, a generator, or a dataset.

    Args:
        x: The data.
        flavour: `keras` or `tf.keras`, which alone took datasets: here of numbers.
    """
    if isinstance(x, tf.data.Dataset):
        return flavour == "tf.keras" and all(
            isinstance(spec, tf.TensorSpec) and spec.dtype != tf.string
            for spec in tf.nest.flatten(x.element_spec)
        )
    return isinstance(x, keras.utils.PyDataset) or hasattr(x, "__next__")


def stream(
    given: Any,
    steps: int | None,
    shuffle: Any = False,
    anew: bool = True,
    as_batch: Callable[[Any], Any] | None = None,
) -> Stream:
    """The batches of data for which `is_stream` holds; arguments are `Stream`'s."""
    if isinstance(given, tf.data.Dataset):
        return Elements(given, steps, as_batch)
    return Stream(given, steps, shuffle, anew, as_batch)


def held_out(given: Any, steps: int | None, again: bool) -> Callable[[], Stream]:
    """What gives the batches of each validation.

    Args:
        given: A `Sequence`, a generator or, in tf.keras, a dataset.
        steps: Batches of each validation, or `None` for all of a `Sequence`.
        again: Whether each begins with a `Sequence`'s first batch and another queue,
            as in tf.keras of 1.15; keras 2.3.1 went on where the one before stopped.
    """
    if again and isinstance(given, keras.utils.PyDataset):
        return lambda: _Untold(given, steps)
    if isinstance(given, tf.data.Dataset):
        return lambda: Elements(given, steps)
    if again and isinstance(given, ahead.Ahead):
        return lambda: Stream(given.anew(), steps)
    goes_on = Stream(given, steps)
    return lambda: goes_on


class Stream(data.Ordered):
    """Batches of a `Sequence` or a generator, so many an epoch.

    A `Sequence`'s are made where they are needed, none ahead: what they draw from NumPy
    comes in the order of the epochs, as with `workers=0`. For generators see `ahead`.

    Args:
        given: A `Sequence`, or what gives batches by `next`.
        steps: Batches in an epoch, or `None` for all of a `Sequence`.
        shuffle: Whether a `Sequence`'s batches come in an order that is drawn, by
            Python's own generator.
        anew: Whether every pass shuffles the order given, as in keras 2.3.1, and not
            that of the pass before, as tf.keras of 1.15.
        as_batch: Makes arrays of what was given.

    Raises:
        ValueError: When the number of batches is not known.
    """

    free = True
    told_of_tests = True

    def __init__(
        self,
        given: Any,
        steps: int | None,
        shuffle: Any = False,
        anew: bool = True,
        as_batch: Callable[[Any], Any] | None = None,
    ) -> None:
        self._by_number = isinstance(given, keras.utils.PyDataset)
        if steps is None and not self._by_number:
            raise ValueError(
                "expected the number of batches to take from a generator (steps, "
                "steps_per_epoch, validation_steps), received None; a "
                "keras.utils.Sequence has a length"
            )
        self._given, self._as_batch = given, as_batch or standard
        self._steps = len(given) if steps is None else steps
        self._shuffle, self._anew = bool(shuffle), anew
        self._order: list[int] = []
        self._left: list[int] | None = None  # of this pass, the next one last
        self._seen: list[Any] = []  # and not trained on yet

    def __len__(self) -> int:
        return self._steps

    def first(self) -> Any:
        """The batch that comes next; it will come still."""
        if not self._seen:
            self._seen.append(self._next())
        return self._seen[0]

    def __iter__(self) -> Iterator[Any]:
        for _ in range(self._steps):
            try:
                batch = self._seen.pop() if self._seen else self._next()
            except StopIteration:
                warnings.warn(
                    f"expected {self._steps} batches an epoch, received fewer: the "
                    "generator has no more, and it ends here",
                    stacklevel=2,
                )
                self.ended = True
                return
            self.size = self.size_of(batch)
            yield batch

    def tested(self, every: list[tuple[Any, Any]], flavour: str) -> dict[str, float]:
        """In 2.3.1 the loss of the last batch, in tf.keras of 1.15 the mean of all."""
        losses = [float(loss) for loss, _ in every]
        if flavour == "keras":
            return {"loss": losses[-1]}
        return {"loss": sum(losses) / len(losses)}

    def end(self) -> None:
        """After an epoch: a `Sequence` that was passed through is told so."""
        if self._left is not None and not self._left:
            self._turn()

    def _turn(self) -> None:
        self._given.on_epoch_end()
        self._draw()

    def _next(self) -> Any:
        if not self._by_number:
            return self._as_batch(next(self._given))
        if self._left is None:
            self._draw()
        if not self._left:
            self._turn()
        assert self._left, "a Sequence of length 0"
        return self._as_batch(self._given[self._left.pop()])

    def _draw(self) -> None:
        if self._anew or not self._order:
            self._order = list(range(len(self._given)))
        if self._shuffle:
            random.shuffle(self._order)
        self._left = self._order[::-1]


class Elements(Stream):
    """The elements of a dataset as batches, as tf.keras of 1.15 took them.

    Each counts as one sample: the loss of an epoch is the mean over its steps.

    Args:
        given: A dataset.
        steps: Elements in an epoch, the next one goes on behind them; by default all of
            them in each.
        as_batch: Makes arrays of what was given.

    Raises:
        ValueError: When it has no end and `steps` is not given.
    """

    told_of_tests = False

    def __init__(
        self,
        given: Any,
        steps: int | None,
        as_batch: Callable[[Any], Any] | None = None,
    ) -> None:
        if steps is None and given.cardinality() == tf.data.INFINITE_CARDINALITY:
            raise ValueError(
                "When passing an infinitely repeating dataset, you must specify the "
                "`steps_per_epoch` argument."
            )
        self._all, self._limit = given, steps
        known = int(given.cardinality()) if steps is None else steps
        super().__init__(iter(given), max(known, 0), as_batch=as_batch)

    @property
    def known_steps(self) -> int | None:
        """Elements in an epoch, where that is known."""
        return self._steps or None

    def size_of(self, batch: Any) -> int:
        """One: as which a batch counted."""
        return 1

    def trained(self, losses: list[Any]) -> dict[str, float]:
        """The mean over the steps."""
        return {"loss": sum(map(float, losses)) / len(losses)}

    def first(self) -> Any:
        """The first batch; it will come still."""
        if self._limit is not None:
            return super().first()
        return self._as_batch(next(iter(self._all)))

    def __iter__(self) -> Iterator[Any]:
        if self._limit is not None:
            yield from super().__iter__()
            return
        self._steps = 0
        for element in self._all:
            self._steps += 1
            yield self._as_batch(element)


class _Untold(Stream):
    """Batches of a `Sequence` that hears nothing of the end."""

    def end(self) -> None:
        pass


def standard(batch: Any, class_weight: Any = None) -> tuple[Any, ...]:
    """A batch as arrays: `(x, y)` or `(x, y, weights)`, or `(x,)`.

    Args:
        batch: As a generator gave it.
        class_weight: From a class to its weight, or `None`.

    Raises:
        ValueError: When it is something else.
    """
    if not isinstance(batch, (tuple, list)) or not 1 <= len(batch) <= 3:
        raise ValueError(
            "expected batches (x, y) or (x, y, sample_weight) of a generator, received "
            f"{type(batch).__name__} {str(batch)[:100]}"
        )
    x, y, weights = (*map(_arrays, batch), None, None)[:3]
    if y is None:
        return (x,)
    return data.batch_of(x, y, data.weights(y, weights, class_weight))


def inputs(batch: Any) -> Any:
    """The inputs of a batch, as arrays: what `predict` takes of a tuple."""
    return _arrays(batch[0] if isinstance(batch, tuple) else batch)


def _arrays(part: Any) -> Any:
    """Part of a batch as NumPy's arrays, of the types that 2.3.1 took."""
    if part is None:
        return None
    return data.arrays(tf.nest.map_structure(np.asarray, data.arrays(part)))
