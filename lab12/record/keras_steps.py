"""The Keras callback by which the recorder follows a training, on any backend."""

from __future__ import annotations

import time
from typing import Any

import keras
import numpy as np

from lab12.record.recorder_keras2 import HEAD


def head(x: Any) -> Any:
    """The first rows that a model is fed, as arrays; None where looking takes them.

    Args:
        x: What `fit` or `predict` was given: arrays, a `PyDataset`, or another
            dataset that can be gone through twice.
    """
    if isinstance(x, keras.utils.PyDataset):
        return head(x[0][0])
    if hasattr(x, "__next__"):  # a generator gives each batch once
        return None
    if hasattr(x, "element_spec") or type(x).__name__ == "DataLoader":
        return head(next(iter(x))[0])
    rows = keras.tree.map_structure(lambda one: np.asarray(one)[:HEAD], x)
    return keras.tree.map_structure(keras.ops.convert_to_tensor, rows)


def same_batch(given: dict[str, Any]) -> Any:
    """The batch of a training that sees the same one at every step, or None.

    Args:
        given: The arguments of `fit`.
    """
    x, size = given["x"], given.get("batch_size") or 32
    if not isinstance(x, np.ndarray) or given.get("validation_data") is not None:
        return None
    if len(x) > size and not np.array_equal(x[:size], x[size : 2 * size]):
        return None
    return x[:size]


def watching(model: Any, record: Any, given: dict[str, Any]) -> Any:
    """A callback that keeps the loss of each step, and what is said of each epoch.

    Where every step sees the same batch it also keeps, now and then, what the model
    says of it: classes, if that is what it says.

    Args:
        model: The model, compiled.
        record: The recorder's `Record`.
        given: The arguments of `fit`.
    """
    last = keep_last_loss(model)
    batch = same_batch(given)

    class Watching(keras.callbacks.Callback):
        away = 0.0

        def on_train_batch_end(self, step: int, logs: Any = None) -> None:
            start = time.perf_counter()
            now = self.model  # JAX brings the variables up to date for a callback
            record.loss.append(float(keras.ops.convert_to_numpy(last.value)))
            done = len(record.loss)
            if batch is not None and (done <= 50 or done % 50 == 0):
                record.saw_classes(np.asarray(now.predict_on_batch(batch)))
            self.away += time.perf_counter() - start

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            record.saw_epoch(logs)

    return Watching()


def keep_last_loss(model: Any) -> Any:
    """A variable that holds the last batch's loss: `fit` says the epoch's mean.

    Keras keeps the mean in the first of a model's metrics; the variable is one more of
    that metric's, so that every backend carries it along.
    """
    mean = next(one for one in model.metrics if one.name == "loss")
    known = [one for one in mean.variables if one.name == "last"]
    if known:
        return known[0]
    last = mean.add_variable(shape=(), initializer="zeros", name="last")
    update = mean.update_state

    def update_both(values: Any, *args: Any, **kwargs: Any) -> Any:
        last.assign(keras.ops.mean(values))
        return update(values, *args, **kwargs)

    mean.update_state = update_both
    return last
