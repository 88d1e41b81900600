"""What `fit` was given: arrays, made and ordered as keras 2.3.1 did; or a generator."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice, repeat
from typing import Any

import keras
import numpy as np
import tensorflow as tf


def flat(structure: Any) -> list[Any]:
    """The arrays of a structure, one after the other."""
    return tf.nest.flatten(structure)


def is_arrays(x: Any) -> bool:
    """Whether data came as arrays (or lists, or data frames), not by a generator."""
    if isinstance(x, (list, tuple, dict)):
        return True
    return hasattr(x, "shape") and not tf.is_tensor(x)


def arrays(x: Any) -> Any:
    """Data as 2.3.1 took it: floats of Keras's type, and `(n,)` as `(n, 1)`.

    Args:
        x: An array, a list of arrays or of numbers, a dict of arrays, or `None`.
    """
    if x is None or tf.is_tensor(x):
        return x
    if isinstance(x, dict):
        return {name: arrays(one) for name, one in x.items()}
    if isinstance(x, (list, tuple)) and x and hasattr(x[0], "shape") and x[0].shape:
        return [arrays(one) for one in x]
    array = np.asarray(x)
    # "O": of a table with one column of text; text itself may be numbers, too
    if array.dtype.kind in "bfOUS":
        array = array.astype(keras.backend.floatx())
    return array[:, None] if array.ndim == 1 else array


def weights(y: Any, sample_weight: Any, class_weight: Any) -> Any:
    """The weight of each sample, by itself and by its class.

    Args:
        y: Targets: one-hot or `(n, 1)`.
        sample_weight: Given weights or `None`; for several outputs a list or a dict.
        class_weight: From a class to its weight, or `None`.
    """
    if sample_weight is not None:
        sample_weight = tf.nest.map_structure(
            lambda one: np.asarray(one, "float32"), sample_weight
        )
    if not class_weight:
        return sample_weight
    if isinstance(y, (list, dict)):
        raise ValueError("class_weight: expected a model with one output")
    classes = y.argmax(axis=1) if y.shape[1] > 1 else y[:, 0]
    try:
        by_class = np.array([class_weight[int(one)] for one in classes], "float32")
    except KeyError as missing:
        raise ValueError(
            f"class_weight: expected a weight for every class, class {missing} has none"
        ) from None
    return by_class if sample_weight is None else by_class * sample_weight


def split(x: Any, y: Any, sample_weight: Any, share: float) -> tuple[Any, ...]:
    """Cut off the last `share` of the samples for validation.

    Returns:
        Inputs, targets and weights for training, and the three for validation.
    """
    count = len(tf.nest.flatten(x)[0])
    at = int(count * (1.0 - share))
    head = [_part(one, slice(0, at)) for one in (x, y, sample_weight)]
    tail = [_part(one, slice(at, None)) for one in (x, y, sample_weight)]
    return (*head, tuple(tail) if sample_weight is not None else tuple(tail[:2]))


def _part(structure: Any, which: Any) -> Any:
    if structure is None:
        return None
    return tf.nest.map_structure(lambda array: array[which], structure)


def validation(given: Any) -> Any:
    """`validation_data`: arrays as 2.3.1 took them, or what gives batches."""
    if isinstance(given, (list, tuple)):
        x, y, *rest = given
        return tuple(one for one in (arrays(x), arrays(y), *rest) if one is not None)
    return given


def held_out(
    given: Any, size: Callable[[], int], steps: int | None, drawn: bool
) -> Callable[[], Iterable[Any]]:
    """What gives the batches of each validation.

    Args:
        given: What `validation` gives.
        size: Gives the samples in a batch of arrays.
        steps: Batches, or `None` for all.
        drawn: Whether an order is drawn and not used, as tf.keras of 1.15 did.
    """
    if not isinstance(given, (list, tuple)):  # a tf.data.Dataset
        return lambda: map(_as_arrays, islice(given, steps))
    if steps is not None:
        return lambda: Whole(given, steps)

    def batches() -> Iterator[Any]:
        if drawn:
            np.random.shuffle(np.arange(_samples(given)))
        return in_order(given, size())

    return batches


def _as_arrays(batch: Any) -> Any:
    return tf.nest.map_structure(np.asarray, batch)


class Ordered:
    """What is trained on, epoch by epoch: gives the batches of one when iterated.

    Attributes:
        samples: How many there are, or `None`.
        size: How many in a batch, or `None`.
        free: Whether batches may differ in the sizes that the model leaves open.
        ended: Whether there are no more batches, of a generator.
        told_of_tests: Whether tf.keras of 1.15 printed its validations as they went on.
    """

    samples: Any = None
    size: Any = None
    free = False
    ended = False
    told_of_tests = False

    def __len__(self) -> int:
        raise NotImplementedError

    def __iter__(self) -> Iterator[Any]:
        raise NotImplementedError

    def begin(self) -> None:
        """Before an epoch."""

    def tested(self, every: list[tuple[Any, Any]], flavour: str) -> dict[str, float]:
        """What an evaluation gave otherwise than as means over the samples.

        Args:
            every: The loss of each batch, and the means so far.
            flavour: `keras` or `tf.keras`.
        """
        return {}

    def trained(self, losses: list[Any]) -> dict[str, float]:
        """What an epoch of training gave otherwise than as means over the samples.

        Args:
            losses: Of its batches.
        """
        return {}

    @property
    def known_steps(self) -> int | None:
        """Batches in an epoch, where that is known."""
        return len(self)

    def end(self) -> None:
        """After an epoch."""

    def size_of(self, batch: Any) -> int:
        """The samples in a batch."""
        return len(flat(batch)[0])


class Batches(Ordered):
    """Batches of arrays, shuffled anew for every epoch by NumPy's generator.

    Args:
        parts: Inputs, targets and weights: see `batch_of`.
        size: Samples in a batch.
        shuffle: Whether to shuffle; `"batch"` keeps batches together.
        anew: Whether every epoch shuffles the order given, as tf.keras of 1.15 did,
            and not that of the epoch before, as keras 2.3.1.
    """

    def __init__(self, parts: Any, size: int, shuffle: Any, anew: bool) -> None:
        self._parts, self.samples, self.size = parts, _samples(parts), size
        self._shuffle, self._anew = shuffle, anew
        self._index = np.arange(self.samples)

    def begin(self) -> None:
        """Draw the order of the next epoch."""
        if self._anew:
            self._index = np.arange(self.samples)
        if self._shuffle == "batch":
            whole = len(self._index) // self.size * self.size
            head = self._index[:whole].reshape(-1, self.size)
            np.random.shuffle(head)
        elif self._shuffle:
            np.random.shuffle(self._index)

    def __len__(self) -> int:
        return -(-self.samples // self.size)

    def __iter__(self) -> Iterator[Any]:
        for start in range(0, self.samples, self.size):
            yield _part(self._parts, self._index[start : start + self.size])


class Whole(Ordered):
    """All samples in each of so many steps: what Keras 2 made of arrays with steps.

    2.3.1 let nobody choose the size of a batch.

    Args:
        parts: As of `Batches`.
        steps: How many steps.
    """

    def __init__(self, parts: Any, steps: int) -> None:
        self._parts, self.samples, self._steps = parts, _samples(parts), steps

    def size_of(self, batch: Any) -> int:
        """One: as which all the samples counted."""
        return 1

    def tested(self, every: list[tuple[Any, Any]], flavour: str) -> dict[str, float]:
        """In 2.3.1 the mean loss over the steps once more, and sums of the metrics."""
        if flavour != "keras":
            return {}
        sums = {
            name: sum(float(means[name]) for _, means in every) for name in every[0][1]
        }
        return sums | {"loss": float(every[-1][1]["loss"]) / len(every)}

    def __len__(self) -> int:
        return self._steps

    def __iter__(self) -> Iterator[Any]:
        return repeat(self._parts, self._steps)


def batch_of(*parts: Any) -> tuple[Any, ...]:
    """Inputs, targets and weights as one, without what is `None` at the end."""
    return tuple(part for part in parts if part is not None)


def in_order(parts: Any, size: int) -> Iterator[Any]:
    """Arrays, so many samples at a time."""
    for start in range(0, _samples(parts), size):
        yield _part(parts, slice(start, start + size))


def as_many(inputs: Any) -> Any:
    """Inputs of `predict`, each of as many samples as the first: 2.3.1 took no more."""
    count = len(flat(inputs)[0])
    return _part(inputs, slice(0, count))


def samples(parts: Any) -> int | None:
    """How many samples arrays have; `None` for a stream of batches."""
    return _samples(parts) if isinstance(parts, (tuple, list)) else None


def _samples(parts: Any) -> int:
    """How many samples arrays have."""
    arrays = flat(parts)
    if len({len(array) for array in arrays}) > 1:
        raise ValueError(
            "expected as many samples in every array, received arrays of shapes "
            + ", ".join(str(array.shape) for array in arrays)
        )
    return len(arrays[0])


def _tuples(structure: Any) -> Any:
    """Lists as tuples: tf.data takes a list for one array."""
    if isinstance(structure, (list, tuple)):
        return tuple(_tuples(one) for one in structure)
    if isinstance(structure, dict):
        return {name: _tuples(one) for name, one in structure.items()}
    return structure


def generator(given: Any) -> Any:
    """A generator of `(x, y)` or `(x, y, weights)`, batch by batch as 2.3.1 took it."""
    if not hasattr(given, "__next__"):
        return given

    def batches() -> Iterator[Any]:
        for batch in given:
            if isinstance(batch, (list, tuple)):
                yield tuple(_tuples(arrays(part)) for part in batch)
            else:
                yield arrays(batch)

    return batches()
