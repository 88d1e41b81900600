"""Monitors: what looks on while a model is trained."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


class BaseMonitor:
    """What all monitors have in common: the order of their calls.

    Source: `tf.contrib.learn.monitors.BaseMonitor`.
    """

    def __init__(self) -> None:
        self._begun = False
        self._current_epoch: int | None = None
        self._current_step: int | None = None
        self._max_steps: Any = None
        self._estimator: Any = None
        self._estimator_locked = False

    @property
    def run_on_all_workers(self) -> bool:
        """Whether workers that are not the chief run it, too."""
        return False

    def set_estimator(self, estimator: Any) -> None:
        """Say whose training it is; only the first time after a beginning counts.

        Args:
            estimator: The Estimator, or `None`.

        Raises:
            ValueError: Without one.
        """
        if self._estimator_locked:
            return
        if estimator is None:
            raise ValueError("Missing estimator.")
        self._estimator = estimator

    def _lock_estimator(self) -> None:
        self._estimator_locked = True

    def _unlock_estimator(self) -> None:
        self._estimator_locked = False

    def begin(self, max_steps: Any = None) -> None:
        """Called before the training.

        Args:
            max_steps: The last step, or `None`.

        Raises:
            ValueError: If it has begun already.
        """
        if self._begun:
            raise ValueError("begin called twice without end.")
        self._max_steps = max_steps
        self._begun = True

    def end(self, session: Any = None) -> None:
        """Called after the training.

        Args:
            session: The session.

        Raises:
            ValueError: If it has not begun, or an epoch is not at its end.
        """
        del session
        if not self._begun:
            raise ValueError("end called without begin.")
        self._max_steps = None
        self._begun = False

    def epoch_begin(self, epoch: int) -> None:
        """Called before an epoch.

        Args:
            epoch: Its number.

        Raises:
            ValueError: Within another one, or for a number below 0.
        """
        if self._current_epoch is not None:
            raise ValueError("epoch_begin called twice without epoch_end.")
        if epoch < 0:
            raise ValueError(f"Invalid epoch {epoch}.")
        self._current_epoch = epoch

    def epoch_end(self, epoch: int) -> None:
        """Called after an epoch.

        Args:
            epoch: Its number.

        Raises:
            ValueError: If another one began.
        """
        if self._current_epoch != epoch:
            raise ValueError(
                f"epoch_end expected {self._current_epoch} but got {epoch}."
            )
        self._current_epoch = None

    def step_begin(self, step: int) -> list[Any]:
        """Called before a step.

        Args:
            step: Its number.

        Returns:
            Tensors, or their names, that the step is to run.

        Raises:
            ValueError: For a number below 0 or beyond the last.
        """
        if step < 0 or (self._max_steps is not None and step > self._max_steps):
            raise ValueError(f"Invalid step {step}.")
        self._current_step = step
        return []

    def step_end(self, step: int, output: Any) -> bool:
        """Called after a step.

        Args:
            step: Its number.
            output: Values by name.

        Returns:
            Whether the training is to stop.

        Raises:
            ValueError: If another one began.
        """
        del output
        if self._current_step != step:
            raise ValueError(f"step_end expected {self._current_step} but got {step}.")
        self._current_step = None
        return False

    def post_step(self, step: int, session: Any) -> None:
        """Called after the step is done.

        Args:
            step: Its number.
            session: The session.
        """
        del step, session


def value_of(outputs: dict[str, Any], name: str) -> Any:
    """A value by the name of its tensor, or of the op where it is the first."""
    if name in outputs:
        return outputs[name]
    return outputs[name[:-2]] if name.endswith(":0") else outputs[name + ":0"]


class EveryN(BaseMonitor):
    """Does something at the first steps, and then every so many.

    Args:
        every_n_steps: How many.
        first_n_steps: How many steps at first.

    Source: `tf.contrib.learn.monitors.EveryN`.
    """

    def __init__(self, every_n_steps: int = 100, first_n_steps: int = 1) -> None:
        super().__init__()
        self._every_n_steps = every_n_steps
        self._first_n_steps = first_n_steps
        self._last_successful_step: int | None = None
        self._last_active_step = 0
        self._every_n_step_begin_called = False

    def every_n_step_begin(self, step: int) -> list[Any]:
        """Called before such a step.

        Args:
            step: Its number.

        Returns:
            Tensors that the step is to run.
        """
        del step
        return []

    def every_n_step_end(self, step: int, outputs: Any) -> bool:
        """Called after such a step.

        Args:
            step: Its number.
            outputs: Values by name.

        Returns:
            Whether the training is to stop.
        """
        del step, outputs
        return False

    def every_n_post_step(self, step: int, session: Any) -> None:
        """Called after such a step is done, and after the last one.

        Args:
            step: Its number.
            session: The session.
        """

    def step_begin(self, step: int) -> list[Any]:
        super().step_begin(step)
        if (
            step <= self._first_n_steps
            or step >= self._every_n_steps + self._last_active_step
            or step == self._max_steps
        ):
            self._every_n_step_begin_called = True
            return self.every_n_step_begin(step)
        self._every_n_step_begin_called = False
        return []

    def step_end(self, step: int, output: Any) -> bool:
        super().step_end(step, output)
        return self._every_n_step_begin_called and self.every_n_step_end(step, output)

    def post_step(self, step: int, session: Any) -> None:
        super().post_step(step, session)
        if self._every_n_step_begin_called:
            self.every_n_post_step(step, session)
            self._last_active_step = step
        self._last_successful_step = step

    def end(self, session: Any = None) -> None:
        super().end(session=session)
        if self._last_successful_step != self._last_active_step:
            self.every_n_post_step(self._last_successful_step, session)  # type: ignore[arg-type]


class StopAtStep(BaseMonitor):
    """Asks to stop at a step.

    Args:
        num_steps: How many steps from the first.
        last_step: The last one, in place of `num_steps`.

    Raises:
        ValueError: For both, or for none.

    Source: `tf.contrib.learn.monitors.StopAtStep`.
    """

    def __init__(self, num_steps: Any = None, last_step: Any = None) -> None:
        super().__init__()
        if num_steps is None and last_step is None:
            raise ValueError("One of num_steps or last_step must be specified.")
        if num_steps is not None and last_step is not None:
            raise ValueError("Only one of num_steps or last_step can be specified.")
        self._num_steps = num_steps
        self._last_step = last_step

    @property
    def run_on_all_workers(self) -> bool:
        return True

    def step_begin(self, step: int) -> list[Any]:
        super().step_begin(step)
        if self._last_step is None:
            self._last_step = step + self._num_steps - 1
        return []

    def step_end(self, step: int, output: Any) -> bool:
        super().step_end(step, output)
        return step >= self._last_step


class NanLoss(EveryN):
    """Stops where the loss is not a number.

    Args:
        loss_tensor: The loss, or its name.
        every_n_steps: How often it is looked at.
        fail_on_nan_loss: Whether it is an error.

    Source: `tf.contrib.learn.monitors.NanLoss`.
    """

    def __init__(
        self, loss_tensor: Any, every_n_steps: int = 100, fail_on_nan_loss: bool = True
    ) -> None:
        super().__init__(every_n_steps=every_n_steps)
        self._loss_tensor = loss_tensor
        self._fail_on_nan_loss = fail_on_nan_loss

    def every_n_step_begin(self, step: int) -> list[Any]:
        super().every_n_step_begin(step)
        return [self._loss_tensor]

    def every_n_step_end(self, step: int, outputs: Any) -> bool:
        super().every_n_step_end(step, outputs)
        import numpy as np

        loss = self._loss_tensor
        name = loss if isinstance(loss, str) else loss.name
        if not np.isnan(value_of(outputs, name)):
            return False
        message = "Model diverged with loss = NaN."
        if self._fail_on_nan_loss:
            tf1.logging.error(message)
            raise tf1.train.NanLossDuringTrainingError
        tf1.logging.warning(message)
        return True
