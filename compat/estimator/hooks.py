"""Further hooks of Estimators."""

from __future__ import annotations

import os
import time
from typing import Any

import tensorflow as tf

from compat.estimator import evaluation
from compat.estimator.modes import ModeKeys
from compat.python.evaluation import evaluate_once

tf1 = tf.compat.v1


class InMemoryEvaluatorHook(tf1.train.SessionRunHook):  # type: ignore[name-defined, misc]
    """Evaluates in between without writing checkpoints.

    Args:
        estimator: The Estimator, which is trained.
        input_fn: To features and labels of the evaluation.
        steps: How many batches; until the input ends by default.
        hooks: `SessionRunHook`s of the evaluation.
        name: Of the evaluation: a part of its folder's name.
        every_n_iter: After how many steps.

    Raises:
        ValueError: For a number of steps below one, or several machines.

    Source: `tf.estimator.experimental.InMemoryEvaluatorHook`.
    """

    def __init__(
        self,
        estimator: Any,
        input_fn: Any,
        steps: Any = None,
        hooks: Any = None,
        name: Any = None,
        every_n_iter: int = 100,
    ) -> None:
        if every_n_iter is None or every_n_iter <= 0:
            raise ValueError(f"invalid every_n_iter={every_n_iter}.")
        config = estimator.config
        if config.num_ps_replicas > 0 or config.num_worker_replicas > 1:
            raise ValueError(
                "InMemoryEvaluator supports only single machine (aka Local) setting."
            )
        self._estimator, self._input_fn = estimator, input_fn
        self._steps, self._hooks, self._name = steps, list(hooks or []), name
        self._every, self._eval_dir = every_n_iter, estimator.eval_dir(name)
        self._graph: Any = None
        self._timer = tf1.train.SecondOrStepTimer(every_steps=every_n_iter)

    def begin(self) -> None:
        self._timer.reset()
        self._runs = 0
        self._graph = tf.Graph()
        estimator = self._estimator
        with self._graph.as_default():
            tf1.set_random_seed(estimator.config.tf_random_seed)
            estimator._create_and_assert_global_step(self._graph)
            features, labels, input_hooks = estimator._features_and_labels(
                self._input_fn, ModeKeys.EVAL
            )
            spec = estimator._call_model_fn(
                features, labels, ModeKeys.EVAL, estimator.config
            )
            self._update, self._values = evaluation.build(spec)
            scaffold = spec.scaffold or tf1.train.Scaffold()
            if scaffold.saver:
                raise ValueError("InMemoryEvaluator does not support custom saver")
            if scaffold.init_fn:
                raise ValueError("InMemoryEvaluator does not support custom init_fn")
            self._all_hooks = [*input_hooks, *self._hooks, *spec.evaluation_hooks]
            variables = tf1.global_variables()
            self._feeds = {
                variable.op.name: tf1.placeholder(variable.dtype.base_dtype)
                for variable in variables
            }
            self._assigns = tf1.group(
                *[
                    tf1.assign(
                        variable, self._feeds[variable.op.name], validate_shape=False
                    )
                    for variable in variables
                ]
            )
            if tf1.get_collection(tf1.GraphKeys.SAVEABLE_OBJECTS):
                raise ValueError(
                    "InMemoryEvaluator does not support saveables other than global "
                    "variables."
                )
            self._scaffold = scaffold

    def after_create_session(self, session: Any, coord: Any) -> None:
        del coord
        if tf1.get_collection(tf1.GraphKeys.SAVEABLE_OBJECTS):
            raise ValueError(
                "InMemoryEvaluator does not support saveables other than global "
                "variables."
            )
        self._evaluate(session)

    def after_run(self, run_context: Any, run_values: Any) -> None:
        del run_values
        self._runs += 1
        if self._runs % self._every == 0:
            self._evaluate(run_context.session)

    def end(self, session: Any) -> None:
        self._evaluate(session)

    def _evaluate(self, train_session: Any) -> None:
        with train_session.graph.as_default():
            variables = {
                variable.op.name: variable
                for variable in tf1.global_variables()
                if variable.op.name in self._feeds
            }
        values = train_session.run(variables)
        feeds = {self._feeds[name]: value for name, value in values.items()}
        with self._graph.as_default():
            scaffold = tf1.train.Scaffold(
                init_fn=lambda _, session: session.run(self._assigns, feeds),
                copy_from_scaffold=self._scaffold,
            )
            found = evaluate_once(
                checkpoint_path=None,
                scaffold=scaffold,
                eval_ops=self._update,
                final_ops=self._values,
                hooks=[*self._all_hooks, *evaluation.stop_after(self._steps)],
                config=self._estimator._session_config,
            )
        evaluation.write(self._eval_dir, found, found["global_step"])


class StopAtCheckpointStepHook(tf1.train.SessionRunHook):  # type: ignore[name-defined, misc]
    """Stops once a checkpoint of a step is there; for workers beside the chief.

    Args:
        model_dir: Folder of the checkpoints.
        last_step: The step.
        wait_after_file_check_secs: How long it waits for the file.

    Raises:
        ValueError: Without a step or a folder.
    """

    def __init__(
        self, model_dir: Any, last_step: Any, wait_after_file_check_secs: Any = 30
    ) -> None:
        if last_step is None:
            raise ValueError("last_step must be specified.")
        if model_dir is None:
            raise ValueError("model_dir must be specified.")
        self._model_dir, self._last_step = model_dir, last_step
        self._wait = wait_after_file_check_secs

    def begin(self) -> None:
        self._step = tf1.train.get_global_step()
        if self._step is None:
            raise RuntimeError(
                "Global step should be created to use StopAtCheckpointStepHook."
            )

    def before_run(self, run_context: Any) -> Any:
        del run_context
        return tf1.train.SessionRunArgs(self._step)

    def after_run(self, run_context: Any, run_values: Any) -> None:
        if run_values.results + 1 < self._last_step:
            return
        if run_context.session.run(self._step) < self._last_step:
            return
        tf1.logging.info("StopAtCheckpointStepHook stopped at step %s", self._last_step)
        path = os.path.join(self._model_dir, f"model.ckpt-{self._last_step}.index")
        if tf1.gfile.Exists(path):
            run_context.request_stop()
        else:
            time.sleep(self._wait)


def make_stop_at_checkpoint_step_hook(
    estimator: Any, last_step: Any, wait_after_file_check_secs: Any = 30
) -> Any:
    """Make a hook that stops at a step: on the chief at once, on others with the file.

    Args:
        estimator: The Estimator.
        last_step: The step.
        wait_after_file_check_secs: How long others wait for the file.

    Source: `tf.estimator.experimental.make_stop_at_checkpoint_step_hook`.
    """
    if estimator.config.is_chief:
        return tf1.train.StopAtStepHook(last_step=last_step)
    return StopAtCheckpointStepHook(
        estimator.model_dir, last_step, wait_after_file_check_secs
    )
