"""Eager execution itself: whether, where, and what 1.15 called it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import tensorflow as tf

SYNC, ASYNC = 0, 1
DEVICE_PLACEMENT_EXPLICIT, DEVICE_PLACEMENT_WARN, DEVICE_PLACEMENT_SILENT = 0, 1, 2


def num_gpus() -> int:
    """Number of GPUs.

    Source: `tf.contrib.eager.num_gpus`.
    """
    return len(tf.config.list_logical_devices("GPU"))


def list_devices() -> list[str]:
    """Names of the devices.

    Source: `tf.contrib.eager.list_devices`.
    """
    return [device.name for device in tf.config.list_logical_devices()]


def run(main: Callable[[list[str]], Any] | None = None, argv: Any = None) -> None:
    """Run a program eagerly.

    Args:
        main: Called with the arguments; by default the script's `main`.
        argv: The arguments; by default the script's.

    Source: `tf.contrib.eager.run`.
    """
    tf.compat.v1.enable_eager_execution()
    main = main or sys.modules["__main__"].main
    tf.compat.v1.app.run(main, argv)


def py_func(func: Callable[..., Any], inp: Any, Tout: Any, name: Any = None) -> Any:
    """A function of eager tensors as an operation.

    Args:
        func: The function.
        inp: List of its arguments.
        Tout: Type of what it gives, or a list of them.
        name: Name of the op.

    Source: `tf.contrib.eager.py_func`.
    """
    return tf.py_function(func, inp, Tout, name=name)


def get_optimizer_variables(optimizer: Any) -> Any:
    """An optimizer's variables.

    Source: `tf.contrib.eager.get_optimizer_variables`.
    """
    return optimizer.variables()
