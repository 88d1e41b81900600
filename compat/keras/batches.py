"""What callbacks are told of a batch: its own loss, as Keras 2 did, no mean so far."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf


class Batch:
    """The loss and the size of the batch that was trained on last."""

    def __init__(self) -> None:
        self._loss = tf.Variable(0.0, trainable=False)
        self._size = tf.Variable(0, trainable=False, dtype=tf.int64)

    def keep(self, loss: Any, x: Any) -> None:
        """Remember a batch; runs inside the compiled training step.

        Args:
            loss: Its loss with every penalty, a scalar.
            x: Its inputs.
        """
        first = next(one for one in tf.nest.flatten(x) if one is not None)
        self._loss.assign(tf.cast(loss, tf.float32))
        self._size.assign(tf.shape(first, tf.int64)[0])

    @property
    def loss(self) -> float:
        """The loss of the last batch."""
        return float(self._loss)

    @property
    def size(self) -> int:
        """How many samples the last batch had."""
        return int(self._size)


class Callbacks(keras.callbacks.CallbackList):
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
        super().__init__(
            callbacks, add_history=True, add_progbar=verbose != 0, model=model, **params
        )
        self._trained = model
        self._async_train = False  # the loss of the last batch is read at once
        for callback in self.callbacks:
            if isinstance(callback, keras.callbacks.ProgbarLogger):
                callback.set_params({**params, "steps": steps})

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        logs = {"batch": batch}
        samples, size = self.params["samples"], self.params["batch_size"]
        if samples is not None and size is not None:
            logs["size"] = min(size, samples - batch * size)
        for callback in self.callbacks:
            callback.on_train_batch_begin(batch, logs=logs)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        means = {name: float(np.asarray(value)) for name, value in (logs or {}).items()}
        last = self._trained._last_batch
        own = {"batch": batch, "size": last.size} | {
            name: means[name] for name in self._trained.metrics_names if name in means
        }
        own["loss"] = last.loss
        for callback in self.callbacks:
            shown = isinstance(callback, keras.callbacks.ProgbarLogger)
            callback.on_train_batch_end(batch, logs=means if shown else own)
