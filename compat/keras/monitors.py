"""Callbacks of Keras 2 that watch the logs, step by step, with the words of 2.3.1."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Callable
from typing import Any

import keras
import numpy as np


def grows(monitor: str) -> bool:
    """Whether more is better, by the name alone, as 2.3.1 took it."""
    return "acc" in monitor or monitor.startswith("fmeasure")


def _rises(monitor: str, mode: str, callback: str) -> bool:
    if mode not in {"auto", "min", "max"}:
        warnings.warn(
            f"{callback}: expected mode auto, min or max, received {mode!r}: auto",
            stacklevel=3,
        )
        mode = "auto"
    return grows(monitor) if mode == "auto" else mode == "max"


def _rate(model: Any) -> float:
    return float(np.asarray(model.optimizer.learning_rate))


class _Watching(keras.callbacks.Callback):
    """What the callbacks below have in common.

    Args:
        monitor: The name in the logs.
        mode: `min`, `max`, or `auto` by the name.
    """

    def __init__(self, monitor: str, mode: str) -> None:
        super().__init__()
        self.monitor, self.mode = monitor, mode

    def _seen(self, logs: Any) -> Any:
        """What is watched, or `None` and a warning."""
        if self.monitor in (logs or {}):
            return logs[self.monitor]
        warnings.warn(
            f"{type(self).__name__}: expected {self.monitor} in the logs, received "
            f"{', '.join(logs or {})}",
            RuntimeWarning,
            stacklevel=3,
        )
        return None


class EarlyStopping(_Watching):
    """`keras.callbacks.EarlyStopping`.

    Args:
        monitor: The name in the logs that says whether a model is better.
        min_delta: By how much it has to be better.
        patience: Epochs without a better one.
        verbose: Whether to say so.
        mode: `min`, `max`, or `auto` by the name.
        baseline: What is to be bettered first.
        restore_best_weights: Whether to end with the weights of the best epoch.
    """

    restoring = "Restoring model weights from the end of the best epoch"

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0,
        patience: int = 0,
        verbose: int = 0,
        mode: str = "auto",
        baseline: Any = None,
        restore_best_weights: bool = False,
    ) -> None:
        super().__init__(monitor, mode)
        self.baseline, self.patience, self.verbose = baseline, patience, verbose
        self.restore_best_weights = restore_best_weights
        up = _rises(monitor, mode, "EarlyStopping")
        self.monitor_op = np.greater if up else np.less
        self.min_delta = min_delta if up else -min_delta
        self.wait = self.stopped_epoch = 0
        self.best_weights: Any = None

    def on_train_begin(self, logs: Any = None) -> None:
        self.wait = self.stopped_epoch = 0
        worst = np.inf if self.monitor_op is np.less else -np.inf
        self.best = worst if self.baseline is None else self.baseline

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        current = self._seen(logs)
        if current is None:
            return
        if self.monitor_op(current - self.min_delta, self.best):
            self.best, self.wait = current, 0
            if self.restore_best_weights:
                self.best_weights = self.model.get_weights()
            return
        self.wait += 1
        if self.wait >= self.patience:
            self.stopped_epoch = epoch
            self.model.stop_training = True
            if self.restore_best_weights:
                if self.verbose > 0:
                    print(self.restoring)
                self.model.set_weights(self.best_weights)

    def on_train_end(self, logs: Any = None) -> None:
        if self.stopped_epoch > 0 and self.verbose > 0:
            print(f"Epoch {self.stopped_epoch + 1:05d}: early stopping")


class ReduceLROnPlateau(_Watching):
    """`keras.callbacks.ReduceLROnPlateau`.

    Args:
        monitor: The name in the logs that says whether a model is better.
        factor: What the learning rate is multiplied by.
        patience: Epochs without a better one.
        verbose: Whether to say so.
        mode: `min`, `max`, or `auto` by the name.
        min_delta: By how much it has to be better; once `epsilon`.
        cooldown: Epochs after a reduction in which none is counted.
        min_lr: The smallest learning rate.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        factor: float = 0.1,
        patience: int = 10,
        verbose: int = 0,
        mode: str = "auto",
        min_delta: float = 1e-4,
        cooldown: int = 0,
        min_lr: float = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(monitor, mode)
        if factor >= 1.0:
            raise ValueError("ReduceLROnPlateau does not support a factor >= 1.0.")
        self.min_delta = kwargs.get("epsilon", min_delta)
        self.factor, self.patience, self.verbose = factor, patience, verbose
        self.cooldown, self.min_lr = cooldown, min_lr
        self._reset()

    def _reset(self) -> None:
        up = _rises(self.monitor, self.mode, "ReduceLROnPlateau")
        self.best = -np.inf if up else np.inf
        self.monitor_op: Callable[[float, float], bool] = (
            (lambda a, b: a > b + self.min_delta)
            if up
            else (lambda a, b: a < b - self.min_delta)
        )
        self.cooldown_counter = self.wait = 0

    def on_train_begin(self, logs: Any = None) -> None:
        self._reset()

    def in_cooldown(self) -> bool:
        """Whether epochs are not counted yet."""
        return self.cooldown_counter > 0

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        logs = {} if logs is None else logs
        logs["lr"] = _rate(self.model)
        current = self._seen(logs)
        if current is None:
            return
        if self.in_cooldown():
            self.cooldown_counter -= 1
            self.wait = 0
        if self.monitor_op(current, self.best):
            self.best, self.wait = current, 0
            return
        if self.in_cooldown():
            return
        self.wait += 1
        rate = _rate(self.model)
        if self.wait < self.patience or rate <= self.min_lr:
            return
        rate = max(rate * self.factor, self.min_lr)
        self.model.optimizer.learning_rate = rate
        if self.verbose > 0:
            print(
                f"\nEpoch {epoch + 1:05d}: ReduceLROnPlateau reducing learning rate "
                f"to {rate}."
            )
        self.cooldown_counter, self.wait = self.cooldown, 0


class LearningRateScheduler(keras.callbacks.Callback):
    """`keras.callbacks.LearningRateScheduler`.

    Attributes:
        verb: What it says that it does: tf.keras of 1.15 said "reducing".

    Args:
        schedule: From an epoch, and the rate so far if it takes that, to the rate.
        verbose: Whether to say so.
    """

    verb = "setting"

    def __init__(self, schedule: Callable[..., float], verbose: int = 0) -> None:
        super().__init__()
        self.schedule, self.verbose = schedule, verbose

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        try:
            rate = self.schedule(epoch, _rate(self.model))
        except TypeError:  # it takes the epoch alone
            rate = self.schedule(epoch)
        if not isinstance(rate, (float, np.float32, np.float64)):
            raise ValueError('The output of the "schedule" function should be float.')
        self.model.optimizer.learning_rate = rate
        if self.verbose > 0:
            print(
                f"\nEpoch {epoch + 1:05d}: LearningRateScheduler {self.verb} learning "
                f"rate to {rate}."
            )

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        if logs is not None:
            logs["lr"] = _rate(self.model)


class Reducing(LearningRateScheduler):
    """`tf.keras.callbacks.LearningRateScheduler`."""

    verb = "reducing"


class Stopping(EarlyStopping):
    """`tf.keras.callbacks.EarlyStopping`."""

    restoring = f"{EarlyStopping.restoring}."


class CSVLogger(keras.callbacks.Callback):
    """`keras.callbacks.CSVLogger`: a row an epoch, of what is in its logs.

    Args:
        filename: The file.
        separator: Between two values.
        append: Whether to add to a file that is there.
    """

    def __init__(
        self, filename: str, separator: str = ",", append: bool = False
    ) -> None:
        super().__init__()
        self.filename, self.sep, self.append = filename, separator, append
        self._file: Any = None
        self.keys: Any = None

    def on_train_begin(self, logs: Any = None) -> None:
        headed = False
        if self.append:
            try:
                with open(self.filename, encoding="utf-8") as there:
                    headed = bool(there.readline())
            except FileNotFoundError:
                pass
        mode = "a" if self.append else "w"
        self._file = open(self.filename, mode, encoding="utf-8", newline="")
        self._headed, self.keys = headed, None

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        logs = logs or {}
        if self.keys is None:
            self.keys = sorted(logs)
            self._rows = csv.writer(self._file, delimiter=self.sep)
            if not self._headed:
                self._rows.writerow(["epoch", *self.keys])
        stopped = self.model.stop_training  # there may be no validation then
        row = [logs.get(k, "NA") if stopped else logs[k] for k in self.keys]
        self._rows.writerow([epoch, *map(_cell, row)])
        self._file.flush()

    def on_train_end(self, logs: Any = None) -> None:
        self._file.close()


def _cell(value: Any) -> Any:
    """A list as text in quotes, anything else as it is."""
    if isinstance(value, (list, tuple, np.ndarray)) and np.ndim(value):
        return f'"[{", ".join(map(str, value))}]"'
    return value
