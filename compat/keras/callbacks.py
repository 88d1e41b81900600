"""keras.callbacks: Keras 3's, under Keras 2's arguments and names in the logs."""

from __future__ import annotations

import functools
import warnings
from typing import Any

import keras
import numpy as np

from compat.keras import tensorboard
from compat.keras.monitors import (
    CSVLogger,
    EarlyStopping,
    LearningRateScheduler,
    ReduceLROnPlateau,
    Reducing,
    Stopping,
    grows,
)

# Arguments that no callback of Keras 3 takes, and do not change what is computed.
_DROPPED: dict[str, set[str]] = {
    "ProgbarLogger": {"count_mode", "stateful_metrics"},
}
_RENAMED = {
    "LambdaCallback": {
        "on_batch_begin": "on_train_batch_begin",
        "on_batch_end": "on_train_batch_end",
    },
}


class ModelCheckpoint(keras.callbacks.Callback):
    """`keras.callbacks.ModelCheckpoint`: an .h5 file every `period` epochs.

    Args:
        filepath: May have `{epoch:02d}` and names of the logs, `{val_acc:.2f}`.
        monitor: What says whether a model is better.
        verbose: Whether to say what is saved.
        save_best_only: Whether only a better model is saved.
        save_weights_only: Whether the weights alone are saved.
        mode: `min`, `max`, or `auto` by the name.
        period: Epochs from one file to the next.
    """

    def __init__(
        self,
        filepath: str,
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        save_weights_only: bool = False,
        mode: str = "auto",
        period: int = 1,
        **kwargs: Any,
    ) -> None:
        super().__init__()
        self.filepath, self.monitor, self.verbose = str(filepath), monitor, verbose
        self.save_best_only = save_best_only
        self.save_weights_only = save_weights_only
        self.period, self.epochs_since_last_save = period, 0
        up = grows(monitor) if mode not in {"min", "max"} else mode == "max"
        self.monitor_op = np.greater if up else np.less
        self.best = -np.inf if up else np.inf

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        logs = logs or {}
        self.epochs_since_last_save += 1
        if self.epochs_since_last_save < self.period:
            return
        self.epochs_since_last_save = 0
        path = self.filepath.format(epoch=epoch + 1, **logs)
        current = logs.get(self.monitor)
        if self.save_best_only:
            if current is None:
                warnings.warn(
                    f"ModelCheckpoint: expected {self.monitor} in the logs, received "
                    f"{', '.join(logs)}: nothing is saved",
                    stacklevel=2,
                )
                return
            if not self.monitor_op(current, self.best):
                self._say(epoch, f"{self.monitor} did not improve from {self.best:.5f}")
                return
            self._say(
                epoch,
                f"{self.monitor} improved from {self.best:.5f} to {current:.5f}, "
                f"saving model to {path}",
            )
            self.best = current
        else:
            self._say(epoch, f"saving model to {path}")
        save = self.model.save_weights if self.save_weights_only else self.model.save
        save(path, overwrite=True)

    def _say(self, epoch: int, what: str) -> None:
        if self.verbose > 0:
            print(f"\nEpoch {epoch + 1:05d}: {what}")


_OWN = {
    kind.__name__: kind
    for kind in (
        CSVLogger,
        EarlyStopping,
        LearningRateScheduler,
        ModelCheckpoint,
        ReduceLROnPlateau,
    )
}
# Which say it in other words.
_IN_TF = {"EarlyStopping": Stopping, "LearningRateScheduler": Reducing}


@functools.cache
def _translated(name: str) -> Any:
    real = getattr(keras.callbacks, name)

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        renamed = _RENAMED.get(name, {})
        given = {renamed.get(key, key): value for key, value in kwargs.items()}
        for key in _DROPPED.get(name, ()):
            given.pop(key, None)
        real.__init__(self, *args, **given)

    return type(name, (real,), {"__init__": __init__, "__module__": __name__})


def keras2_name(name: str, flavour: str) -> Any:
    """A name of `keras.callbacks`, or `None`."""
    if name == "TensorBoard":
        return tensorboard.of(flavour)
    if name in _IN_TF and flavour != "keras":
        return _IN_TF[name]
    if name in _OWN:
        return _OWN[name]
    if name in {*_DROPPED, *_RENAMED}:
        return _translated(name)
    return None


def show(callbacks: list[Any], validation_data: Any) -> None:
    """Let callbacks see the validation data, as `self.validation_data`."""
    if not isinstance(validation_data, (list, tuple)):
        return
    x, y, *weights = (
        (*validation_data, [])[:3] if len(validation_data) < 2 else validation_data
    )
    every = (x if isinstance(x, list) else [x]) + (y if isinstance(y, list) else [y])
    ones = np.ones(len(every[0]), "float32")
    for callback in callbacks:
        callback.validation_data = [*every, *(weights or [ones])]


def name_as_of_old(history: Any, flavour: str) -> None:
    """Order and name what a history holds as Keras 2 did, in its types.

    Args:
        history: What `fit` gives back.
        flavour: `keras` put the validation first, `tf.keras` the training.
    """
    held = history.history
    if "learning_rate" in held:
        held["lr"] = held.pop("learning_rate")
    place = {name: at for at, name in enumerate(history.model.metrics_names)}
    validated = [name for name in held if name.startswith("val_")]
    trained = [name for name in held if name not in validated and name != "lr"]
    trained.sort(key=lambda name: place.get(name, len(place)))
    validated.sort(key=lambda name: place.get(name.removeprefix("val_"), len(place)))
    order = (
        [*validated, *trained] if flavour == "keras" else [*trained, *validated]
    ) + [name for name in held if name == "lr"]
    single = {name for name in trained if name != "loss"}
    if flavour != "keras":
        single |= set(validated) - {"val_loss"}
    kinds = dict.fromkeys(single, np.float32) | {"loss": np.float64}
    history.history = {
        name: [*map(kinds[name], held[name])] if name in kinds else held[name]
        for name in order
    }
