"""What callbacks are told of a batch: its own loss, as Keras 2 did, no mean so far."""

from __future__ import annotations

from typing import Any, NamedTuple

import keras
import numpy as np
import tensorflow as tf

from compat.keras import progress


class Batch:
    """The loss and the size of the batch that was trained on last.

    Attributes:
        found_loss: The loss as the training step computes it, inside that step.
    """

    def __init__(self) -> None:
        self.found_loss: Any = None
        self._loss = tf.Variable(0.0, trainable=False)
        self._size = tf.Variable(0, trainable=False, dtype=tf.int64)

    def keep(self, x: Any) -> None:
        """Remember a batch of inputs; runs inside the compiled training step."""
        first = next(one for one in tf.nest.flatten(x) if one is not None)
        self._loss.assign(tf.cast(self.found_loss, tf.float32))
        self._size.assign(tf.shape(first, tf.int64)[0])

    @property
    def loss(self) -> float:
        """The loss of the last batch."""
        return float(self._loss)

    @property
    def size(self) -> int:
        """How many samples the last batch had."""
        return int(self._size)


class Last(NamedTuple):
    """The loss, float or tensor, and the size of a batch."""

    loss: Any
    size: int


class _Told(keras.callbacks.CallbackList):
    """Callbacks that are told of batches at once, those alone that listen.

    Attributes:
        shown: Prints what is done, or `None`.
    """

    shown: progress.Shown | None = None

    def __init__(self, callbacks: Any, **given: Any) -> None:
        super().__init__(callbacks, **given)
        self._async_train = self._async_test = False
        self._listening: dict[str, list[Any]] = {}

    def _listeners(self, name: str) -> list[Any]:
        """The callbacks whose method of this name is not Keras's empty one."""
        if name not in self._listening:
            self._listening[name] = [
                callback for callback in self.callbacks if self._listens(callback, name)
            ]
        return self._listening[name]

    def _listens(self, callback: Any, name: str) -> bool:
        if isinstance(callback, progress.Shown):
            return False  # it is told by `Shown.told`
        empty = keras.callbacks.Callback
        return any(
            one in vars(callback)
            or getattr(type(callback), one) is not vars(empty)[one]
            for one in (name, name.replace("train_", ""))
        )

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        for callback in self.callbacks:  # Keras 3's list sorts the logs
            callback.on_epoch_end(epoch, logs)

    def on_test_batch_begin(self, batch: int, logs: Any = None) -> None:
        for callback in self._listeners("on_test_batch_begin"):
            callback.on_test_batch_begin(batch, logs=logs)

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        for callback in self._listeners("on_test_batch_end"):
            callback.on_test_batch_end(batch, logs=numbers(logs))


class Testing(_Told):
    """Callbacks of `evaluate`.

    Args:
        callbacks: The callbacks, or `None`.
        model: The model that is tested.
        verbose: Whether there is a progress bar.
        steps: Batches.
        samples: Their samples, or `None` where steps are counted.
    """

    def __init__(
        self,
        callbacks: Any,
        model: Any,
        verbose: Any,
        steps: int,
        samples: int | None = None,
    ) -> None:
        params = {"verbose": verbose, "epochs": 1, "steps": steps}
        super().__init__(callbacks, model=model, **params)
        if verbose:
            self.shown = progress.Shown(verbose, model.flavour, samples, steps)
            self.callbacks.append(self.shown)


class Callbacks(_Told):
    """A list of callbacks that is told of batches as Keras 2 told of them.

    Args:
        callbacks: The callbacks.
        model: The model that is trained.
        params: What callbacks find as `self.params`, in Keras 2's names.
        steps: Batches in an epoch, for the progress bar, or `None`.
    """

    def __init__(
        self, callbacks: list[Any], model: Any, params: dict[str, Any], steps: Any
    ) -> None:
        verbose = params["verbose"]
        super().__init__(callbacks, add_history=True, model=model, **params)
        self._trained = model
        if verbose:
            counted = params["samples"] if params["steps"] is None else None
            epochs = params["epochs"]
            flavour = model.flavour
            self.shown = progress.Shown(verbose, flavour, counted, steps, epochs)
            self.callbacks.insert(0, self.shown)
        # A line for each epoch alone needs no batches, where these have one size
        self._by_batch = verbose == 1 or (verbose and params["samples"] is None)

    def of_validation(self, held_out: Any) -> Any:
        """Prints what is done of a validation, as tf.keras of 1.15 did, or `None`.

        It did where a generator or a `Sequence` was trained on.

        Args:
            held_out: The batches of the validation.
        """
        if self.shown is None or self._trained.flavour != "tf.keras":
            return None
        return self.shown.of_validation(getattr(held_out, "known_steps", None))

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        logs = {"batch": batch, **(logs or {})}
        for callback in self._listeners("on_train_batch_begin"):
            callback.on_train_batch_begin(batch, logs=logs)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        self.after(batch, self._trained._last_batch, logs or {})

    def after(self, batch: int, last: Batch | Last, logs: dict[str, Any]) -> None:
        """Tell of a batch: its number, its own loss and size, and the means so far."""
        listeners = self._listeners("on_train_batch_end")
        if not (listeners or self._by_batch):
            return
        means = numbers(logs)
        if self._by_batch and self.shown:
            self.shown.told(means, last.size, float(last.loss))
        own = {"batch": batch, "size": last.size} | {
            name: means[name] for name in self._trained.metrics_names if name in means
        }
        own["loss"] = float(last.loss)
        for callback in listeners:
            callback.on_train_batch_end(batch, logs=own)


def numbers(logs: dict[str, Any]) -> dict[str, float]:
    """Means of a step as Python's numbers."""
    return {name: float(np.asarray(value)) for name, value in logs.items()}
