"""How many steps a training takes, and how many were taken."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def check(steps: Any, max_steps: Any) -> None:
    """Raise for steps that make no sense.

    Raises:
        ValueError: For both, or for none at all.
    """
    if steps is not None and max_steps is not None:
        raise ValueError("Can not provide both steps and max_steps.")
    if steps is not None and steps <= 0:
        raise ValueError(f"Must specify steps > 0, given: {steps}")
    if max_steps is not None and max_steps <= 0:
        raise ValueError(f"Must specify max_steps > 0, given: {max_steps}")


def of_folder(folder: Any) -> Any:
    """The global step of the last checkpoint in a folder, 0 without one."""
    try:
        reader = tf1.train.NewCheckpointReader(tf1.train.latest_checkpoint(folder))
        return reader.get_tensor(tf1.GraphKeys.GLOBAL_STEP)
    except Exception:  # no checkpoint, or one without a global step
        return 0


def check_trained(folder: Any) -> None:
    """Raise where there is no checkpoint.

    Raises:
        ValueError: Before any training.
    """
    if not tf1.train.latest_checkpoint(folder):
        raise ValueError(f"Could not find trained model in model_dir: {folder}.")
