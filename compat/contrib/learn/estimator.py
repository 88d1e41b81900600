"""`tf.contrib.learn.Estimator`: trains, evaluates and predicts."""

from __future__ import annotations

import abc
import copy
import os
import tempfile
from typing import Any

import tensorflow as tf

from compat.contrib.learn import inputs, metrics, prediction
from compat.contrib.learn.keys import MetricKey, NotFittedError
from compat.contrib.learn.model_fn import ModelFnOps
from compat.contrib.learn.modes import ModeKeys
from compat.contrib.learn.run_config import RunConfig
from compat.contrib.learn.trainable import Evaluable, Trainable, WithParams
from compat.estimator import arguments
from compat.estimator.spec import EstimatorSpec
from compat.python import evaluation as loops
from compat.session import ordered

tf1 = tf.compat.v1
_KEYS = tf1.GraphKeys


class BaseEstimator(WithParams, Evaluable, Trainable):
    """Training, evaluation and prediction over the ops of a subclass.

    Args:
        model_dir: Folder for checkpoints and events; a new one by default.
        config: A `RunConfig`.

    Raises:
        ValueError: If both name a folder, and not the same.

    Source: `tf.contrib.learn.BaseEstimator`.
    """

    _Config = RunConfig

    def __init__(self, model_dir: Any = None, config: Any = None) -> None:
        if config is None:
            config = RunConfig()
            tf1.logging.info("Using default config.")
        self._config = config
        self._session_config = config.session_config
        if self._session_config is None:
            self._session_config = tf1.ConfigProto(allow_soft_placement=True)
        there = config.model_dir
        if model_dir is not None and there is not None and model_dir != there:
            raise ValueError(
                "model_dir are set both in constructor and RunConfig, but with "
                f"different values. In constructor: '{model_dir}', in RunConfig: "
                f"'{there}' "
            )
        self._model_dir = model_dir or there
        if self._model_dir is None:
            self._model_dir = tempfile.mkdtemp()
            tf1.logging.warning(
                "Using temporary folder as model directory: %s", self._model_dir
            )
        if there is None:
            self._config = config.replace(model_dir=self._model_dir)
        tf1.logging.info("Using config: %s", str(vars(self._config)))
        self._device_fn = _device_setter(self._config)
        self._features_info = None
        self._labels_info = None
        self._graph: Any = None

    @property
    def config(self) -> Any:
        """A copy of the `RunConfig`."""
        return copy.deepcopy(self._config)

    @property
    def model_fn(self) -> Any:
        """The model function, from features, labels and a mode."""

        def public(features: Any, labels: Any, mode: Any, config: Any = None) -> Any:
            return self._call_model_fn(  # type: ignore[attr-defined]
                features, labels, mode, config=config
            )

        return public

    @property
    def model_dir(self) -> Any:
        """Folder for checkpoints and events."""
        return self._model_dir

    def fit(
        self,
        x: Any = None,
        y: Any = None,
        input_fn: Any = None,
        steps: Any = None,
        batch_size: Any = None,
        monitors: Any = None,
        max_steps: Any = None,
    ) -> Any:
        """Train.

        Args:
            x: Features, in place of `input_fn`.
            y: Labels.
            input_fn: To features and labels.
            steps: How many more steps.
            batch_size: Rows of a batch of `x`.
            monitors: Monitors or hooks.
            max_steps: Up to which global step.

        Returns:
            The Estimator.

        Raises:
            ValueError: If arguments do not fit each other.
        """
        from compat.contrib.learn import monitors as monitoring

        if steps is not None and max_steps is not None:
            raise ValueError("Can not provide both steps and max_steps.")
        inputs.verify(x, y, input_fn, None, batch_size)
        if x is not None:
            from compat.contrib.learn.sk import SKCompat

            SKCompat(self).fit(x, y, batch_size, steps, max_steps, monitors)
            return self
        if max_steps is not None and max_steps <= _begun(self._model_dir):
            tf1.logging.info("Skipping training since max_steps has already saved.")
            return self
        hooks = monitoring.replace_monitors_with_hooks(monitors, self)
        if steps is not None or max_steps is not None:
            hooks.append(tf1.train.StopAtStepHook(steps, max_steps))
        loss = self._train_model(input_fn=input_fn, hooks=hooks)
        tf1.logging.info("Loss for final step: %s.", loss)
        return self

    def partial_fit(
        self,
        x: Any = None,
        y: Any = None,
        input_fn: Any = None,
        steps: Any = 1,
        batch_size: Any = None,
        monitors: Any = None,
    ) -> Any:
        """Train on, a step by default; as `fit`."""
        tf1.logging.warning(
            "The current implementation of partial_fit is not optimized for use in a "
            "loop. Consider using fit() instead."
        )
        return self.fit(x, y, input_fn, steps, batch_size, monitors)

    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        input_fn: Any = None,
        feed_fn: Any = None,
        batch_size: Any = None,
        steps: Any = None,
        metrics: Any = None,
        name: Any = None,
        checkpoint_path: Any = None,
        hooks: Any = None,
        log_progress: bool = True,
    ) -> Any:
        """Evaluate the last checkpoint, or another one.

        Args:
            x: Features, in place of `input_fn`.
            y: Labels.
            input_fn: To features and labels.
            feed_fn: To what is fed for a step.
            batch_size: Rows of a batch of `x`.
            steps: How many batches; until the input ends by default.
            metrics: From a name to a `MetricSpec` or a function.
            name: Of the evaluation: a part of its folder's name.
            checkpoint_path: Which checkpoint.
            hooks: `SessionRunHook`s.
            log_progress: Whether steps are logged.

        Returns:
            Dict of the metrics' values, with `global_step`.

        Raises:
            ValueError: If arguments do not fit each other.
        """
        inputs.verify(x, y, input_fn, feed_fn, batch_size)
        if x is not None:
            from compat.contrib.learn.sk import SKCompat

            return SKCompat(self).score(x, y, batch_size, steps, metrics, name)
        _check_metrics(metrics)
        found, step = self._evaluate_model(
            input_fn=input_fn,
            feed_fn=feed_fn,
            steps=steps,
            metrics=metrics,
            name=name,
            checkpoint_path=checkpoint_path,
            hooks=hooks,
            log_progress=log_progress,
        )
        if found is not None:
            found.update({"global_step": step})
        return found

    def predict(
        self,
        x: Any = None,
        input_fn: Any = None,
        batch_size: Any = None,
        outputs: Any = None,
        as_iterable: bool = True,
        iterate_batches: bool = False,
    ) -> Any:
        """Predict.

        Args:
            x: Features, in place of `input_fn`.
            input_fn: To features.
            batch_size: Rows of a batch of `x`.
            outputs: Which predictions; all by default.
            as_iterable: Whether they come one by one.
            iterate_batches: Whether they come batch by batch.

        Returns:
            An iterator, or all of them.
        """
        inputs.verify(x, None, input_fn, None, batch_size)
        if x is not None and not as_iterable:
            from compat.contrib.learn.sk import SKCompat

            return SKCompat(self).predict(x, batch_size)
        input_fn, feed_fn = inputs.of(x, None, input_fn, None, batch_size)
        return self._infer_model(
            input_fn=input_fn,
            feed_fn=feed_fn,
            outputs=outputs,
            as_iterable=as_iterable,
            iterate_batches=iterate_batches,
        )

    def get_variable_value(self, name: Any) -> Any:
        """The value of a variable in the last checkpoint, as an array.

        Args:
            name: Of the variable.
        """
        return tf1.train.load_variable(self.model_dir, name)

    def get_variable_names(self) -> list[str]:
        """Names of all variables in the last checkpoint."""
        return [name for name, _ in tf1.train.list_variables(self.model_dir)]

    def export(
        self,
        export_dir: Any,
        input_fn: Any = None,
        input_feature_key: Any = None,
        use_deprecated_input_fn: bool = True,
        signature_fn: Any = None,
        prediction_key: Any = None,
        default_batch_size: int = 1,
        exports_to_keep: Any = None,
        checkpoint_path: Any = None,
    ) -> Any:
        """Refused: the session bundle that it wrote can be read by nothing today.

        Raises:
            NotImplementedError: Always.
        """
        raise NotImplementedError(
            "tf.contrib.learn.Estimator.export: expected a format that can be read "
            "today, received a session bundle, which went away with TensorFlow 1.x. "
            "Use export_savedmodel(export_dir_base, serving_input_fn); in Keras 3: "
            "model.export(path)"
        )

    @abc.abstractmethod
    def _get_train_ops(self, features: Any, labels: Any) -> Any:
        raise NotImplementedError

    @abc.abstractmethod
    def _get_predict_ops(self, features: Any) -> Any:
        raise NotImplementedError

    def _get_eval_ops(self, features: Any, labels: Any, metrics: Any) -> Any:
        raise NotImplementedError("_get_eval_ops not implemented in BaseEstimator")

    def _check_inputs(self, features: Any, labels: Any) -> None:
        """Raise unless features and labels are of the kind they were before."""
        self._features_info = inputs.checked(
            features, self._features_info, "Features are incompatible with given"
        )
        if labels is not None:
            self._labels_info = inputs.checked(
                labels, self._labels_info, "Labels are incompatible with given"
            )

    def _extract_metric_update_ops(self, eval_dict: Any) -> tuple[Any, dict[Any, Any]]:
        return metrics.split(eval_dict)

    def _seeded(self, graph: Any) -> Any:
        tf1.set_random_seed(self._config.tf_random_seed)
        return tf1.train.create_global_step(graph)

    def _checkpoint(self, given: Any = None) -> Any:
        path = given or tf1.train.latest_checkpoint(self._model_dir)
        if not path:
            raise NotFittedError(f"Couldn't find trained model at {self._model_dir}.")
        return path

    def _evaluate_model(
        self,
        input_fn: Any,
        steps: Any,
        feed_fn: Any = None,
        metrics: Any = None,
        name: Any = "",
        checkpoint_path: Any = None,
        hooks: Any = None,
        log_progress: bool = True,
    ) -> Any:
        if (
            hasattr(self, "_graph") and self.config.task_type == "ps"
        ):  # a parameter server evaluates nothing
            return None, None
        path = self._checkpoint(checkpoint_path)
        folder = os.path.join(self._model_dir, "eval" if not name else "eval_" + name)
        with tf.Graph().as_default() as graph:
            step = self._seeded(graph)
            features, labels = input_fn()
            self._check_inputs(features, labels)
            made = self._get_eval_ops(features, labels, metrics)
            update, values = self._extract_metric_update_ops(made.eval_metric_ops)
            all_hooks = list(hooks or [])
            if feed_fn:
                all_hooks.append(tf1.train.FeedFnHook(feed_fn))
            if steps == 0:
                tf1.logging.warning(
                    "evaluation steps are 0. If `input_fn` does not raise "
                    "`OutOfRangeError`, the evaluation will never stop. Use "
                    "steps=None if intended."
                )
            if steps:
                all_hooks.append(
                    loops.StopAfterNEvalsHook(steps, log_progress=log_progress)
                )
            key = "global_step"
            while key in values:
                key = "_" + key
            values[key] = step
            found = loops.evaluate_once(
                checkpoint_path=path,
                master=self._config.evaluation_master,
                scaffold=made.scaffold,
                eval_ops=update,
                final_ops=values,
                hooks=all_hooks,
                config=ordered.settled(None, self._session_config),
            )
        at = found[key]
        _write(folder, found, at)
        return found, at

    def _get_features_from_input_fn(self, input_fn: Any) -> Any:
        result = input_fn()
        return result[0] if isinstance(result, list | tuple) else result

    def _infer_model(
        self,
        input_fn: Any,
        feed_fn: Any = None,
        outputs: Any = None,
        as_iterable: bool = True,
        iterate_batches: bool = False,
    ) -> Any:
        path = self._checkpoint()
        with tf.Graph().as_default() as graph:
            self._seeded(graph)
            features = self._get_features_from_input_fn(input_fn)
            made = self._get_predict_ops(features)
            predictions = prediction.some(outputs, made.predictions)
            session = tf1.train.MonitoredSession(
                session_creator=tf1.train.ChiefSessionCreator(
                    checkpoint_filename_with_path=path,
                    scaffold=made.scaffold,
                    config=ordered.settled(None, self._session_config),
                )
            )
            if as_iterable:
                return prediction.one_by_one(
                    session, predictions, feed_fn, iterate_batches
                )
            with session:
                if not session.should_stop():
                    return session.run(predictions, feed_fn() if feed_fn else None)
        return None

    def _train_model(self, input_fn: Any, hooks: Any) -> Any:
        from compat.contrib.learn import training

        self._graph = tf.Graph()
        with self._graph.as_default() as graph, graph.device(self._device_fn):
            return training.run(self, graph, input_fn, list(hooks))


class Estimator(BaseEstimator):
    """Trains, evaluates and predicts by a model function.

    Args:
        model_fn: From features, labels and any of mode, params, config and model_dir
            to `ModelFnOps`, or to predictions, loss and train op.
        model_dir: Folder for checkpoints and events; a new one by default.
        config: A `RunConfig`.
        params: Dict that is given to `model_fn`.
        feature_engineering_fn: From features and labels to those `model_fn` gets.

    Raises:
        ValueError: If `params` are given and `model_fn` takes none.

    Source: `tf.contrib.learn.Estimator`.
    """

    def __init__(
        self,
        model_fn: Any = None,
        model_dir: Any = None,
        config: Any = None,
        params: Any = None,
        feature_engineering_fn: Any = None,
    ) -> None:
        super().__init__(model_dir=model_dir, config=config)
        if model_fn is not None:
            names = arguments.names(model_fn)
            if params is not None and "params" not in names:
                raise ValueError(
                    f"Estimator's model_fn ({model_fn}) does not have a params "
                    f"argument, but params ({params}) were passed to the Estimator's "
                    "constructor."
                )
            if params is None and "params" in names:
                tf1.logging.warning(
                    "Estimator's model_fn (%s) includes params argument, but params "
                    "are not passed to Estimator.",
                    model_fn,
                )
        self._model_fn = model_fn
        self.params = params
        self._feature_engineering_fn = feature_engineering_fn or _as_they_are

    def _call_model_fn(
        self,
        features: Any,
        labels: Any,
        mode: Any,
        metrics: Any = None,
        config: Any = None,
    ) -> Any:
        features, labels = self._feature_engineering_fn(features, labels)
        offered = {
            "mode": mode,
            "params": self.params,
            "config": config or self.config,
            "model_dir": self.model_dir,
        }
        names = arguments.names(self._model_fn)
        given = {name: offered[name] for name in offered if name in names}
        result = self._model_fn(features, labels, **given)
        if not isinstance(result, ModelFnOps):
            if len(result) != 3:
                raise ValueError(
                    "Unrecognized value returned by model_fn, please return ModelFnOps."
                )
            result = ModelFnOps(mode, *result)
        if metrics:
            result.eval_metric_ops.update(
                made_metrics(metrics, features, labels, result.predictions)
            )
        return result

    def _get_train_ops(self, features: Any, labels: Any) -> Any:
        return self._call_model_fn(features, labels, ModeKeys.TRAIN)

    def _get_eval_ops(self, features: Any, labels: Any, metrics: Any) -> Any:
        made = self._call_model_fn(features, labels, ModeKeys.EVAL, metrics)
        if isinstance(made, EstimatorSpec):
            return made
        if MetricKey.LOSS not in made.eval_metric_ops:
            made.eval_metric_ops[MetricKey.LOSS] = tf1.metrics.mean(made.loss)
        return made

    def _get_predict_ops(self, features: Any) -> Any:
        labels = inputs.placeholders(self._labels_info)
        return self._call_model_fn(features, labels, ModeKeys.INFER)

    def export_savedmodel(
        self,
        export_dir_base: Any,
        serving_input_fn: Any,
        default_output_alternative_key: Any = None,
        assets_extra: Any = None,
        as_text: bool = False,
        checkpoint_path: Any = None,
        graph_rewrite_specs: Any = None,
        strip_default_attrs: bool = False,
    ) -> Any:
        """Write a SavedModel.

        Args:
            export_dir_base: Where the folder is made, called by the time.
            serving_input_fn: To `InputFnOps`.
            default_output_alternative_key: Which head is served by default.
            assets_extra: From a path below `assets.extra` to a file.
            as_text: Whether the proto is text.
            checkpoint_path: The weights; by default the last ones.
            graph_rewrite_specs: Must be left out: the graph is exported as it is.
            strip_default_attrs: Whether attributes with their default are left out.

        Returns:
            The folder, as bytes.
        """
        from compat.contrib.learn import exporting

        return exporting.export(
            self,
            export_dir_base,
            serving_input_fn,
            default_output_alternative_key,
            assets_extra,
            as_text,
            checkpoint_path,
            graph_rewrite_specs,
            strip_default_attrs,
        )


made_metrics = metrics.made


def _as_they_are(features: Any, labels: Any) -> Any:
    return features, labels


def _begun(folder: Any) -> int:
    try:
        return int(tf1.train.load_variable(folder, _KEYS.GLOBAL_STEP))
    except Exception:  # no checkpoint, or one without a global step
        return -1


def _check_metrics(metrics: Any) -> None:
    if metrics is not None and not isinstance(metrics, dict):
        raise ValueError(f"Metrics argument should be None or dict. Got {metrics}.")


def _write(folder: str, values: dict[Any, Any], step: Any) -> None:
    from compat.estimator import evaluation

    named = {
        ":".join(key) if isinstance(key, tuple) else key: value
        for key, value in values.items()
    }
    evaluation.write(folder, named, step)


def _device_setter(config: Any) -> Any:
    if config.num_ps_replicas > 0:
        device = (
            f"/job:{config.task_type}/task:{config.task_id}"
            if config.task_type
            else "/job:worker"
        )
        return tf1.train.replica_device_setter(
            ps_tasks=config.num_ps_replicas,
            worker_device=device,
            merge_devices=True,
            cluster=config.cluster_spec,
        )
    return None
