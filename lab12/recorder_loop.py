"""The recorder's part for training loops written out: it rides on compile and reduce.

A loop that runs its step by `strategy.run` asks `strategy.reduce` for the loss: the
scalar that is reduced after the optimizer made a step is that step's loss.
"""

from __future__ import annotations

import time
from typing import Any

import keras
import numpy as np
import tensorflow as tf


def ride(recorder: Any) -> None:
    """Record the losses of loops, and give functional models their weights in time.

    Args:
        recorder: The `KerasRecorder`.
    """
    models: list[Any] = []
    # where it is defined: a compile of its own is not called when a model is loaded
    trainer = next(c for c in keras.Model.__mro__ if "compile" in vars(c))
    compile_model = trainer.compile
    kind: Any = next(c for c in type(tf.distribute.get_strategy()).__mro__ if _own(c))
    reduce = kind.reduce
    record, began = recorder.record, 0.0

    def on_compile(model: Any, *args: Any, **kwargs: Any) -> None:
        compile_model(model, *args, **kwargs)
        loop = model.built and not isinstance(model, keras.Sequential)
        if loop and not recorder.depth:
            recorder.prepare(model, (), {})
            models.append(model)

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
    kind.reduce = on_reduce


def _own(kind: type) -> bool:
    return "reduce" in vars(kind)
