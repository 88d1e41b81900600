"""The recorder's part for training loops written out.

Two kinds of loops are followed, both of models that were compiled:

- the script calls a `tf.function` of its own whose one argument is `count`, the number
  of steps to make: it is called for one step at a time, and returns that step's loss
  and, it may be, predicted classes `[1, …]`;
- it runs its step by `strategy.run` and asks `strategy.reduce` for the loss.
"""

from __future__ import annotations

import functools
import inspect
import time
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf


def ride(recorder: Any) -> None:
    """Record the losses of loops, and give their models their weights in time.

    Args:
        recorder: The `KerasRecorder`.
    """
    models: list[Any] = []
    # where it is defined: a compile of its own is not called when a model is loaded
    trainer = next(c for c in keras.Model.__mro__ if "compile" in vars(c))
    compile_model = trainer.compile
    kind: Any = next(c for c in type(tf.distribute.get_strategy()).__mro__ if _own(c))
    reduce = kind.reduce
    function = tf.function
    record, began = recorder.record, 0.0

    def on_compile(model: Any, *args: Any, **kwargs: Any) -> None:
        compile_model(model, *args, **kwargs)
        if not model.built or recorder.depth:
            return
        models.append(model)
        # a Sequential waits until it is used: fit gives it its weights then
        if not isinstance(model, keras.Sequential):
            recorder.prepare(model, (), {})

    def on_function(func: Any = None, *args: Any, **kwargs: Any) -> Any:
        made = function(func, *args, **kwargs)
        if not inspect.isfunction(func) or func.__module__ != "__main__":
            return made
        counts = list(inspect.signature(func).parameters) == ["count"]
        return of_steps(made) if counts else made

    def of_steps(made: Callable[[Any], Any]) -> Callable[[Any], Any]:
        @functools.wraps(made)
        def train(count: Any) -> Any:
            for model in models:
                recorder.prepare(model, (), {})
            parts = [one_step(made) for _ in range(int(count))]
            return tf.nest.map_structure(joined, *parts)

        return train

    def one_step(made: Callable[[Any], Any]) -> Any:
        start = time.perf_counter()
        value = made(tf.constant(1))
        record.seconds_steps += time.perf_counter() - start
        loss, *classes = tf.nest.flatten(value)
        done = len(record.loss)
        if 0 < done <= 50 or done and done % 50 == 0:
            for one in classes:
                record.saw_classes(np.array(one)[0])  # from before this step
        record.loss.append(float(np.ravel(loss)[-1]))
        return value

    def on_reduce(strategy: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal began
        value = reduce(strategy, *args, **kwargs)
        steps = sum(int(model.optimizer.iterations) for model in models)
        if not recorder.depth and steps > len(record.loss) and np.ndim(value) == 0:
            began = began or time.perf_counter()
            record.loss.append(float(value))
            record.seconds_steps = time.perf_counter() - began
        return value

    trainer.compile = on_compile
    tf.function = on_function
    kind.reduce = on_reduce


def joined(*parts: Any) -> Any:
    """What a call for many steps returns, of those for one: the last, or all."""
    return tf.concat(parts, 0) if parts[0].ndim else parts[-1]


def _own(kind: type) -> bool:
    return "reduce" in vars(kind)
