"""The recorder's part for training under `tf.distribute`, on TensorFlow alone.

A script that shares its batch out runs its step by `strategy.run` and asks
`strategy.reduce` for the loss, which is followed here.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np


def ride(recorder: Any) -> None:
    """Record the losses that strategies reduce.

    Args:
        recorder: The `KerasRecorder`.
    """
    import tensorflow as tf

    kind: Any = next(
        c for c in type(tf.distribute.get_strategy()).__mro__ if "reduce" in vars(c)
    )
    reduce = kind.reduce
    record, began = recorder.record, 0.0

    def on_reduce(strategy: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal began
        value = reduce(strategy, *args, **kwargs)
        optimizers = [one.optimizer for one in recorder.compiled if one.optimizer]
        steps = sum(int(one.iterations) for one in optimizers)
        if not recorder.depth and steps > len(record.loss) and np.ndim(value) == 0:
            began = began or time.perf_counter()
            record.loss.append(float(value))
            record.seconds_steps = time.perf_counter() - began
        return value

    kind.reduce = on_reduce
