"""The training of an Estimator of `tf.contrib.learn`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat import _private
from compat import hooks as above
from compat.estimator import training_loop
from compat.session import ordered

tf1 = tf.compat.v1


def run(estimator: Any, graph: Any, input_fn: Any, hooks: list[Any]) -> Any:
    """Train until a hook or the input says stop.

    Args:
        estimator: The Estimator.
        graph: The graph, which is the default.
        input_fn: To features and labels.
        hooks: Of the caller.

    Returns:
        The last loss.
    """
    config = estimator._config
    step = estimator._seeded(graph)
    features, labels = input_fn()
    estimator._check_inputs(features, labels)
    _private.read_global_step(graph)
    made = estimator._get_train_ops(features, labels)
    tf1.add_to_collection(tf1.GraphKeys.LOSSES, made.loss)
    hooks = [
        *hooks,
        tf1.train.NanTensorHook(made.loss),
        tf1.train.LoggingTensorHook(
            {"loss": made.loss, "step": step}, every_n_iter=100
        ),
    ]
    scaffold = made.scaffold or tf1.train.Scaffold()
    training_loop.add_saver(scaffold, config)
    savers: list[Any] = []
    there = [*hooks, *made.training_hooks, *made.training_chief_hooks]
    wanted = config.save_checkpoints_secs or config.save_checkpoints_steps
    if wanted and not any(
        isinstance(hook, tf1.train.CheckpointSaverHook) for hook in there
    ):
        savers = [
            tf1.train.CheckpointSaverHook(
                estimator._model_dir,
                save_secs=config.save_checkpoints_secs,
                save_steps=config.save_checkpoints_steps,
                scaffold=scaffold,
            )
        ]
    # as the script sees it, which may have put its own there
    with above.at("train").MonitoredTrainingSession(
        master=config.master,
        is_chief=config.is_chief,
        checkpoint_dir=estimator._model_dir,
        scaffold=scaffold,
        hooks=[*hooks, *made.training_hooks],
        chief_only_hooks=[*savers, *made.training_chief_hooks],
        save_checkpoint_secs=0,  # a hook does it
        save_summaries_steps=config.save_summary_steps,
        config=ordered.settled(None, estimator._session_config),
        max_wait_secs=config.session_creation_timeout_secs,
    ) as session:
        loss = None
        while not session.should_stop():
            _, loss = session.run([made.train_op, made.loss])
    return loss
