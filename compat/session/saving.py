"""`tf.train.CheckpointSaverHook`, with the arguments that it had in 1.15."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


class CheckpointSaverHook(tf1.train.CheckpointSaverHook):  # type: ignore[name-defined, misc]
    """Saves checkpoints after some seconds or steps.

    Args:
        checkpoint_dir: Their folder.
        save_secs: After how many seconds.
        save_steps: After how many steps.
        saver: A `tf.train.Saver`.
        checkpoint_basename: What their names begin with.
        scaffold: A `tf.train.Scaffold`, whose saver it is.
        listeners: `CheckpointSaverListener`s.

    Source: `tf.train.CheckpointSaverHook`.
    """

    def __init__(
        self,
        checkpoint_dir: Any,
        save_secs: Any = None,
        save_steps: Any = None,
        saver: Any = None,
        checkpoint_basename: str = "model.ckpt",
        scaffold: Any = None,
        listeners: Any = None,
    ) -> None:
        super().__init__(
            checkpoint_dir,
            save_secs,
            save_steps,
            saver,
            checkpoint_basename,
            scaffold,
            listeners,
        )
