"""`tf.estimator.train_and_evaluate`: training with evaluations in between."""

from __future__ import annotations

import time
from typing import Any

import tensorflow as tf

from compat.estimator import checks, cluster, specs
from compat.estimator.estimator import EstimatorV2
from compat.estimator.evaluator import EvalResult, EvalStatus, Evaluator

tf1 = tf.compat.v1

_Type = cluster.TaskType


class ContinuousEvalListener:
    """Told before and after each evaluation; says whether to go on."""

    def before_eval(self) -> bool:
        """Before an evaluation."""
        return True

    def after_eval(self, eval_result: Any) -> bool:
        """After an evaluation."""
        return True


class _NewCheckpoint(tf1.train.CheckpointSaverListener):  # type: ignore[name-defined, misc]
    """Evaluates new checkpoints of a local training."""

    def __init__(self, evaluator: Any, throttle_secs: Any, listener: Any) -> None:
        self._evaluator, self._throttle = evaluator, throttle_secs
        self._listener = listener
        self.eval_result: Any = None
        self.export_results: Any = None

    def begin(self) -> None:
        self._timer = tf1.train.SecondOrStepTimer(every_secs=self._throttle)
        self._first = True

    def after_save(self, session: Any, global_step_value: Any) -> bool | None:
        del session
        if self._first:  # the model is not trained yet
            self._first = False
            return None
        if not self._listener.before_eval():
            tf1.logging.info(
                "Exiting training and evaluation loop, as requested by "
                "_ContinuousEvalListener.before_eval."
            )
            return True
        if self._timer.should_trigger_for_step(global_step_value):
            self._evaluate(global_step_value)
            if not self._listener.after_eval(self.eval_result):
                tf1.logging.info(
                    "Exiting evaluation, as requested by "
                    "_ContinuousEvalListener.after_eval."
                )
                return True
        else:
            tf1.logging.info(
                "Skip the current checkpoint eval due to throttle secs (%s secs).",
                self._throttle,
            )
        return None

    def end(self, session: Any, global_step_value: Any) -> None:
        if global_step_value != self._timer.last_triggered_step():
            if self._listener.before_eval():
                self._evaluate(global_step_value)
                self._listener.after_eval(self.eval_result)

    def _evaluate(self, step: Any) -> None:
        self._timer.update_last_triggered_step(step)
        self.eval_result, self.export_results = self._evaluator.evaluate_and_export()
        if self.eval_result.status != EvalStatus.EVALUATED:
            raise RuntimeError(
                "There was no new checkpoint after the training. Eval status: "
                f"{self.eval_result.status}"
            )


class StopAtSecsHook(tf1.train.SessionRunHook):  # type: ignore[name-defined, misc]
    """Stops after some seconds.

    Args:
        stop_after_secs: How many.
    """

    def __init__(self, stop_after_secs: float) -> None:
        self._after = stop_after_secs

    def begin(self) -> None:
        self._start = time.time()

    def after_run(self, run_context: Any, run_values: Any) -> None:
        if time.time() - self._start >= self._after:
            run_context.request_stop()


class TrainingExecutor:
    """Does what a process of `train_and_evaluate` has to do.

    Args:
        estimator: The Estimator.
        train_spec: How to train.
        eval_spec: How to evaluate.
        train_hooks: Hooks of the training.
        continuous_eval_listener: Told of evaluations.

    Raises:
        TypeError: For what is of a wrong type.
    """

    def __init__(
        self,
        estimator: Any,
        train_spec: Any,
        eval_spec: Any,
        train_hooks: Any = None,
        continuous_eval_listener: Any = None,
    ) -> None:
        if not isinstance(estimator, EstimatorV2):
            raise TypeError(
                "`estimator` must have type `tf.estimator.Estimator`. Got: "
                f"{type(estimator)}"
            )
        self._estimator = estimator
        if not isinstance(train_spec, specs.TrainSpec):
            raise TypeError(
                "`train_spec` must have type `tf.estimator.TrainSpec`. Got: "
                f"{type(train_spec)}"
            )
        self._train_spec = train_spec
        if eval_spec and not isinstance(eval_spec, specs.EvalSpec):
            raise TypeError(
                "`eval_spec` must be either `None` or have type "
                f"`tf.estimator.EvalSpec`. Got: {type(eval_spec)}"
            )
        self._eval_spec = eval_spec
        self._train_hooks = checks.hooks(train_hooks, specs.HOOKS)
        listener = continuous_eval_listener or ContinuousEvalListener()
        if not isinstance(listener, ContinuousEvalListener):
            raise TypeError(
                "`continuous_eval_listener` must have type "
                f"`_ContinuousEvalListener`. Got: {type(listener)}"
            )
        self._listener = listener

    @property
    def estimator(self) -> Any:
        """The Estimator."""
        return self._estimator

    def run(self) -> Any:
        """Do what the configuration says this process is for.

        Raises:
            ValueError: If it says none of the known.
        """
        config = self._estimator.config
        if not config.cluster_spec and config.task_type != _Type.EVALUATOR:
            tf1.logging.info(
                "Running training and evaluation locally (non-distributed)."
            )
            return self.run_local()
        if not config.task_type:
            raise ValueError(
                "`estimator.config` must have task_type set. This usually means "
                "TF_CONFIG environment is not set correctly."
            )
        if config.task_type == "local":
            raise ValueError(
                "`task.type` in TF_CONFIG cannot be `local`. Leaving `cluster` and "
                "`task` properties in TF_CONFIG absent triggers train and evaluate "
                "`Estimator` locally (non-distributed)."
            )
        known = [name for name in dir(self) if name.startswith("run_")]
        if "run_" + config.task_type not in known:
            raise ValueError(
                f"Task type {config.task_type} is not supported. Supported task types "
                f"are {[name[len('run_') :] for name in known]}"
            )
        return getattr(self, "run_" + config.task_type)()

    def run_chief(self) -> Any:
        """Train, and write the checkpoints."""
        return self._train_with_others()

    def run_worker(self) -> Any:
        """Train."""
        return self._train_with_others()

    def run_master(self) -> Any:
        """Train, write the checkpoints, and evaluate them."""
        evaluator = Evaluator(
            self._estimator, self._eval_spec, self._train_spec.max_steps
        )
        saver = _NewCheckpoint(
            evaluator, self._eval_spec.throttle_secs, ContinuousEvalListener()
        )
        self._train_with_others([saver])

    def run_evaluator(self) -> Any:
        """Evaluate checkpoints as they come."""
        start = time.time()
        spec = self._eval_spec
        if spec.start_delay_secs:
            tf1.logging.info(
                "Waiting %f secs before starting eval.", spec.start_delay_secs
            )
            time.sleep(spec.start_delay_secs)
        evaluator = Evaluator(self._estimator, spec, self._train_spec.max_steps)
        while not evaluator.is_final_export_triggered:
            if not self._listener.before_eval():
                return
            start = time.time()
            result, _ = evaluator.evaluate_and_export()
            if not self._listener.after_eval(result):
                return
            wait = spec.throttle_secs - (time.time() - start)
            if wait > 0 and not evaluator.is_final_export_triggered:
                tf1.logging.info("Waiting %f secs before starting next eval run.", wait)
                time.sleep(wait)

    def run_ps(self) -> Any:
        """Hold variables for others."""
        self._server().join()

    def run_local(self) -> Any:
        """Train here, and evaluate in between.

        Returns:
            The metrics of the last evaluation, and what the exporters gave.
        """
        config = self._estimator.config
        tf1.logging.info(
            "Start train and evaluate loop. The evaluate will happen after every "
            "checkpoint. Checkpoint frequency is determined based on RunConfig "
            "arguments: save_checkpoints_steps %s or save_checkpoints_secs %s.",
            config.save_checkpoints_steps,
            config.save_checkpoints_secs,
        )
        evaluator = Evaluator(
            self._estimator, self._eval_spec, self._train_spec.max_steps
        )
        saver = _NewCheckpoint(evaluator, self._eval_spec.throttle_secs, self._listener)
        self._estimator.train(
            input_fn=self._train_spec.input_fn,
            max_steps=self._train_spec.max_steps,
            hooks=[*self._train_spec.hooks, *self._train_hooks],
            saving_listeners=[saver],
        )
        result = saver.eval_result or EvalResult(EvalStatus.MISSING_CHECKPOINT)
        return result.metrics, saver.export_results

    def _server(self) -> Any:
        config = self._estimator.config
        if not config.cluster_spec or not config.task_type or config.task_id is None:
            raise RuntimeError(
                "Could not start server; be sure to specify cluster_spec, task_type, "
                "and task in RunConfig or set the TF_CONFIG environment variable."
            )
        if not config.master:
            jobs = config.cluster_spec.jobs
            if not (
                len(jobs) == 1 and len(config.cluster_spec.job_tasks(jobs[0])) == 1
            ):
                raise RuntimeError(
                    "Could not start server; be sure to specify master in RunConfig or "
                    "set the TF_CONFIG environment variable."
                )
            return None
        tf1.logging.info("Start Tensorflow server.")
        session_config = config.session_config or tf1.ConfigProto(
            log_device_placement=False
        )
        server = tf1.train.Server(
            config.cluster_spec,
            job_name=config.task_type,
            task_index=config.task_id,
            config=session_config,
            start=False,
            protocol=config.protocol,
        )
        server.start()
        return server

    def _train_with_others(self, listeners: Any = None) -> Any:
        config = self._estimator.config
        self._server()
        if config.task_type == _Type.WORKER:  # the chief is to be there first
            most = config.experimental_max_worker_delay_secs
            delay = min(60 if most is None else most, (config.task_id + 1) * 5)
            if delay > 0:
                tf1.logging.info("Waiting %d secs before starting training.", delay)
                time.sleep(delay)
        self._estimator.train(
            input_fn=self._train_spec.input_fn,
            max_steps=self._train_spec.max_steps,
            hooks=[*self._train_spec.hooks, *self._train_hooks],
            saving_listeners=listeners,
        )


def train_and_evaluate(estimator: Any, train_spec: Any, eval_spec: Any) -> Any:
    """Train, and evaluate and export after each checkpoint.

    Args:
        estimator: The Estimator.
        train_spec: How to train.
        eval_spec: How to evaluate.

    Returns:
        The metrics of the last evaluation, and what the exporters gave; `None` in a
        cluster.

    Raises:
        TypeError: For what is of a wrong type.
        ValueError: For a configuration that makes no sense.

    Source: `tf.estimator.train_and_evaluate`.
    """
    if not isinstance(estimator, EstimatorV2):
        raise TypeError(
            "`estimator` must have type `tf.estimator.Estimator`, given "
            f"{type(estimator)}"
        )
    config = estimator.config
    tf1.logging.info("Not using Distribute Coordinator.")
    executor = TrainingExecutor(estimator, train_spec, eval_spec)
    if config.task_type == _Type.EVALUATOR and config.task_id > 0:
        raise ValueError(
            "For distributed training, there can only be one `evaluator` task (with "
            f"task id 0).  Given task id {config.task_id}"
        )
    return executor.run()
