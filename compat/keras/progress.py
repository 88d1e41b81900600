"""The lines that Keras 2 printed while it trained: its bar, its epochs, its samples.

keras 2.3.1 counts a step for each sample (`9ms/step`) and begins a new line for each
bar where it cannot write over the last one; tf.keras of 1.15 counts samples, and always
writes over it.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import keras
import numpy as np

_WIDTH, _PAUSE = 30, 0.05


class Bar:
    """`keras.utils.Progbar`.

    Args:
        target: How many units there are, or None.
        width: Of the bar.
        verbose: 1 a bar, 2 a line at the end, 0 nothing.
        interval: Seconds between two bars.
        stateful_metrics: Names of values that are shown as they are, not as means.
    """

    flavour = "keras"

    def __init__(
        self,
        target: int | None,
        width: int = _WIDTH,
        verbose: int = 1,
        interval: float = _PAUSE,
        stateful_metrics: Any = None,
        *,
        unit: str = "step",
        flavour: str | None = None,
    ) -> None:
        self.target, self.width, self.verbose = target, width, verbose
        self.interval, self.stateful_metrics = interval, set(stateful_metrics or ())
        self._unit, self._flavour = unit, flavour or self.flavour
        self._sums: dict[str, list[float]] = {}
        self._seen, self._written = 0, 0
        self._start, self._last = time.time(), 0.0
        tty = hasattr(sys.stdout, "isatty") and sys.stdout.isatty()
        self._over = tty or "ipykernel" in sys.modules or self._flavour != "keras"

    def add(self, n: int, values: Any = None) -> None:
        """Count `n` more units."""
        self.update(self._seen + n, values)

    def update(self, current: int, values: Any = None) -> None:
        """Show that `current` units are done.

        Args:
            current: How many.
            values: Pairs of names and values: the bar shows their means.
        """
        for name, value in values or ():
            if name in self.stateful_metrics:
                self._sums[name] = [value, 1.0]
                continue
            more = current - self._seen
            total, count = self._sums.get(name, (0.0, 0.0))
            self._sums[name] = [total + value * more, count + more]
        self._seen = current
        now, whole = time.time(), self.target is not None and current >= self.target
        if self.verbose == 1:
            soon = now - self._last < self.interval
            if soon and not whole and self.target is not None:
                return
            self._bar(current, now - self._start, whole)
        elif self.verbose == 2 and (self.target is None or whole):
            counted = f"{current}/{self.target}" if self._flavour != "keras" else ""
            line = f"{counted} - {now - self._start:.0f}s{self._values()}\n"
            self._write(line)
        self._last = now

    def _bar(self, current: int, elapsed: float, whole: bool) -> None:
        if self._over:
            self._write("\b" * self._written + "\r")
        else:
            self._write("\n")
        if self.target is None:
            line = f"{current:7d}/Unknown"
        else:
            done = int(self.width * current / self.target)
            filled = "=" * (done - 1) + ("=" if whole else ">") if done else ""
            places = len(str(self.target))
            line = f"{current:{places}d}/{self.target} [{filled:.<{self.width}}]"
        each = elapsed / current if current else 0.0
        if whole or self.target is None:
            line += f" - {elapsed:.0f}s {_each(each)}/{self._unit}"
        else:
            line += f" - ETA: {_clock(each * (self.target - current))}"
        line += self._values()
        line = line.ljust(self._written)
        self._written = len(line)
        self._write(line + ("\n" if whole else ""))

    def _values(self) -> str:
        shown = ""
        for name, (total, count) in self._sums.items():
            mean = float(np.mean(total / max(1.0, count)))
            shown += f" - {name}: " + (
                f"{mean:.4f}" if abs(mean) > 1e-3 else f"{mean:.4e}"
            )
        return shown

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()


class TensorFlowBar(Bar):
    """`tf.keras.utils.Progbar`."""

    flavour = "tf.keras"


def _each(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:.0f}s"
    return f"{seconds * 1e3:.0f}ms" if seconds >= 1e-3 else f"{seconds * 1e6:.0f}us"


def _clock(seconds: float) -> str:
    whole = int(seconds)
    if whole > 3600:
        return f"{whole // 3600}:{whole % 3600 // 60:02d}:{whole % 60:02d}"
    return f"{whole // 60}:{whole % 60:02d}" if whole > 60 else f"{whole}s"


class Shown(keras.callbacks.ProgbarLogger):
    """Prints what Keras 2's `fit` or `evaluate` printed.

    Args:
        verbose: 1 a bar, 2 a line for each epoch.
        flavour: `keras` or `tf.keras`.
        samples: How many samples there are, or None where steps are counted.
        steps: How many steps there are, or None.
        epochs: The number of the last epoch; None for a test.
    """

    def __init__(
        self,
        verbose: Any,
        flavour: str,
        samples: int | None,
        steps: int | None,
        epochs: int | None = None,
    ) -> None:
        super().__init__()
        self._how, self._flavour = int(verbose), flavour
        self._samples, self._steps, self._epochs = samples, steps, epochs
        self._done, self._last = 0, list[tuple[str, float]]()
        self._by_sample = samples is not None
        self._title = ""
        self._line: Bar | None = None
        if self.tests and flavour == "keras" and self._how == 2:
            self._how = 0  # it tested without a word

    def set_params(self, params: Any) -> None:
        pass

    def _begin(self) -> None:
        unit = "sample" if self._by_sample and self._flavour != "keras" else "step"
        target = self._samples or self._steps
        self._line = Bar(target, verbose=self._how, unit=unit, flavour=self._flavour)
        self._done, self._last = 0, []

    def _batch(self, logs: Any, size: int, loss: float | None) -> None:
        self._done += size if self._by_sample else 1
        target = self._samples or self._steps
        # a line an epoch waits for its end where nobody knows when that is
        waits = target is None and self._how == 2
        own = [] if loss is None else [("loss", loss)]
        self._last = [*self._last, *own] if waits else own
        if self._line and not waits and (target is None or self._done < target):
            self._show(logs, self._done, [])

    def _show(self, logs: Any, done: int, ended: list[Any]) -> None:
        """The bar, whose loss is the mean over the units of all that it was told."""
        assert self._line is not None
        self._line.stateful_metrics = set(logs or {}) - {"loss"}
        others = [one for one in (logs or {}).items() if one[0] != "loss"]
        values = sorted(others, key=lambda one: one[0].startswith("val_"))
        self._line.update(done, [*(self._last if logs else []), *ended, *values])
        self._last = []

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        if self._flavour == "keras" or self._epochs != 1:
            print(f"Epoch {epoch + 1}/{self._epochs}")
        self._begin()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        pass

    @property
    def tests(self) -> bool:
        """Whether it shows a test, not a training."""
        return self._epochs is None

    def told(self, logs: Any, size: int, loss: float | None) -> None:
        """A batch was trained on, or tested.

        Args:
            logs: The means so far.
            size: Its samples.
            loss: Its own.
        """
        if self._line is None:
            self._begin()
        silent = self.tests and self._flavour == "keras"
        self._batch(None if silent else logs, size, loss)

    def of_validation(self, steps: int | None) -> Shown:
        """The like for a validation within this training.

        Args:
            steps: How many it has; `None` where it is of arrays, whose samples 1.15
                counted as if they were steps of the training.
        """
        made = Shown(self._how, self._flavour, None, steps or self._steps)
        made._by_sample = steps is None
        made._title = f"Epoch 1/{self._epochs}" if self._epochs != 1 else ""
        return made

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self._end(logs)

    def _end(self, logs: Any) -> None:
        if self._line is None:
            return
        if self._line.target is None:
            self._line.target = self._steps = self._done
        done = self._done or self._line.target
        self._show(logs, done, [("loss", logs["loss"])] if logs else [])

    def on_train_begin(self, logs: Any = None) -> None:
        pass

    def on_train_end(self, logs: Any = None) -> None:
        pass

    def on_test_begin(self, logs: Any = None) -> None:
        if self._epochs is None:
            if self._title:
                print(self._title)
            self._begin()

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        pass

    def on_test_end(self, logs: Any = None) -> None:
        if self._epochs is None:
            # keras 2.3.1 says no results while it tests; tf.keras does
            logs = logs if self._flavour != "keras" else None
            if self._line and self._line.target is None and self._flavour != "keras":
                if self._how == 1:  # it never knew how many there were
                    self._show(logs, self._done, [("loss", logs["loss"])])
                return
            self._end(logs)


def announce(
    count: int | None, held_out: int | None, flavour: str, unit: str = "samples"
) -> None:
    """Say how much a training has; keras 2.3.1 does of a validation alone.

    Args:
        count: Samples that are trained on, or steps of a dataset; None where they are
            not known: then nothing is said of samples.
        held_out: Those of the validation, or None.
        flavour: `keras` or `tf.keras`.
        unit: `samples` or `steps`.
    """
    if unit == "samples" and count is None:
        return
    if held_out is not None or flavour != "keras":
        more = f", validate on {held_out} {unit}" if held_out is not None else ""
        print(f"Train on {count} {unit}{more}")
