"""`tf.estimator.Estimator`: trains, evaluates and exports a model function."""

from __future__ import annotations

import copy
import os
import tempfile
from collections.abc import Iterator
from typing import Any

import tensorflow as tf

from compat import _private
from compat.estimator import (
    arguments,
    checks,
    cluster,
    evaluation,
    exporting,
    input_functions,
    steps,
    training_loop,
    warm,
)
from compat.estimator.config import RunConfig
from compat.estimator.modes import ModeKeys
from compat.estimator.spec import EstimatorSpec
from compat.session import ordered

tf1 = tf.compat.v1

_HOOKS = "Hooks must be a SessionRunHook"
_MODEL_FN_ARGS = {"features", "labels", "mode", "params", "self", "config"}

# What a subclass may do in its own way.
_MAY_BE_OVERRIDDEN = {
    "model_fn",
    "_create_and_assert_global_step",
    "_export_all_saved_models",
    "_tf_api_names",
    "_tf_api_names_v1",
    "_estimator_api_names",
    "_estimator_api_names_v1",
    "_estimator_api_constants",
    "_estimator_api_constants_v1",
}


class EstimatorV2:
    """What `Estimator` is in both versions of TensorFlow.

    Args:
        model_fn: From features, labels and any of mode, params and config to an
            `EstimatorSpec`.
        model_dir: Folder for checkpoints and events; a new one by default.
        config: A `RunConfig`.
        params: Dict that is given to `model_fn`.
        warm_start_from: A checkpoint, a SavedModel, or `WarmStartSettings`.

    Raises:
        ValueError: If arguments do not fit each other.
    """

    def __init__(
        self,
        model_fn: Any,
        model_dir: Any = None,
        config: Any = None,
        params: Any = None,
        warm_start_from: Any = None,
    ) -> None:
        _assert_not_overridden(self)
        self._config = _settled_config(config, model_dir)
        self._model_dir = self._config.model_dir
        self._session_config = self._config.session_config or tf1.ConfigProto(
            allow_soft_placement=True,
            graph_options=tf1.GraphOptions(rewrite_options=cluster.rewrite_options()),
        )
        tf1.logging.info("Using config: %s", str(_shown(self)))
        self._device_fn = self._config.device_fn or _device_setter(self._config)
        if model_fn is None:
            raise ValueError("model_fn must be provided to Estimator.")
        verify_model_fn(model_fn, params)
        self._model_fn = model_fn
        self._params = copy.deepcopy(params or {})
        self._warm_start_settings = warm.settings_of(warm_start_from)

    @property
    def model_dir(self) -> Any:
        """Folder for checkpoints and events."""
        return self._model_dir

    @property
    def config(self) -> Any:
        """A copy of the `RunConfig`."""
        return copy.deepcopy(self._config)

    @property
    def params(self) -> Any:
        """A copy of the parameters."""
        return copy.deepcopy(self._params)

    @property
    def model_fn(self) -> Any:
        """The model function with its parameters bound."""

        def public_model_fn(features: Any, labels: Any, mode: Any, config: Any) -> Any:
            return self._call_model_fn(features, labels, mode, config)

        return public_model_fn

    def get_variable_value(self, name: str) -> Any:
        """The value of a variable in the last checkpoint, as an array.

        Args:
            name: Of the variable.

        Raises:
            ValueError: Before any training.
        """
        steps.check_trained(self._model_dir)
        with tf.compat.v1.Graph().as_default():
            return tf1.train.load_variable(self._model_dir, name)

    def get_variable_names(self) -> list[str]:
        """Names of all variables in the last checkpoint.

        Raises:
            ValueError: Before any training.
        """
        steps.check_trained(self._model_dir)
        return [name for name, _ in tf1.train.list_variables(self._model_dir)]

    def latest_checkpoint(self) -> Any:
        """Path of the last checkpoint, or `None`."""
        return tf1.train.latest_checkpoint(self.model_dir)

    def train(
        self,
        input_fn: Any,
        hooks: Any = None,
        steps: Any = None,
        max_steps: Any = None,
        saving_listeners: Any = None,
    ) -> Any:
        """Train.

        Args:
            input_fn: To features and labels, or a dataset of such.
            hooks: `SessionRunHook`s.
            steps: How many more steps; until the input ends by default.
            max_steps: Up to which global step, in place of `steps`.
            saving_listeners: `CheckpointSaverListener`s.

        Returns:
            The Estimator.

        Raises:
            ValueError: If both or impossible steps are given.
        """
        from compat.estimator import steps as counted

        if self.config.task_type in (cluster.TaskType.EVALUATOR, cluster.TaskType.PS):
            raise ValueError(
                "Train has been called wrong configuration. Please use "
                "tf.estimator.train_and_evaluate which calls proper API according to "
                f"given configuration. Current configuration: {self.config}."
            )
        counted.check(steps, max_steps)
        if max_steps is not None:
            begun = counted.of_folder(self._model_dir)
            if max_steps <= begun:
                tf1.logging.info("Skipping training since max_steps has already saved.")
                return self
        hooks = list(checks.hooks(hooks, _HOOKS))
        if steps is not None or max_steps is not None:
            hooks.append(tf1.train.StopAtStepHook(steps, max_steps))
        listeners = _checked_listeners(saving_listeners)
        loss = self._train_model(input_fn, hooks, listeners)
        tf1.logging.info("Loss for final step: %s.", loss)
        return self

    def evaluate(
        self,
        input_fn: Any,
        steps: Any = None,
        hooks: Any = None,
        checkpoint_path: Any = None,
        name: Any = None,
    ) -> Any:
        """Evaluate the last checkpoint, or another one.

        Args:
            input_fn: To features and labels, or a dataset of such.
            steps: How many batches; until the input ends by default.
            hooks: `SessionRunHook`s.
            checkpoint_path: Which one; the last one by default.
            name: Of the evaluation: a part of its folder's name.

        Returns:
            Dict of the metrics' values, with `loss` and `global_step`.
        """
        hooks = list(checks.hooks(hooks, _HOOKS))
        hooks.extend(evaluation.stop_after(steps))
        path = checkpoint_path or self.latest_checkpoint()
        if not path:
            tf1.logging.info(
                "Could not find trained model in model_dir: %s, running "
                "initialization to evaluate.",
                self._model_dir,
            )
        with tf.Graph().as_default() as graph, graph.device(self._device_fn):
            tf1.set_random_seed(self._config.tf_random_seed)
            self._create_and_assert_global_step(graph)
            features, labels, input_hooks = self._features_and_labels(
                input_fn, ModeKeys.EVAL
            )
            spec = self._call_model_fn(features, labels, ModeKeys.EVAL, self.config)
            update, values = evaluation.build(spec)
            self._maybe_warm_start(path)
            all_hooks = [*input_hooks, *hooks, *spec.evaluation_hooks]
            found = evaluation.run(self, path, spec, update, values, all_hooks)
        folder = self.eval_dir(name)
        evaluation.write(folder, found, found["global_step"])
        if path:
            evaluation.write_checkpoint(folder, path, found["global_step"])
        return found

    def predict(
        self,
        input_fn: Any,
        predict_keys: Any = None,
        hooks: Any = None,
        checkpoint_path: Any = None,
        yield_single_examples: bool = True,
    ) -> Iterator[Any]:
        """Give predictions one by one, or batch by batch.

        Args:
            input_fn: To features, or a dataset of such.
            predict_keys: Which predictions; all by default.
            hooks: `SessionRunHook`s.
            checkpoint_path: Which one; the last one by default.
            yield_single_examples: Whether batches are taken apart.

        Raises:
            ValueError: For unknown keys, or batches that cannot be taken apart.
        """
        hooks = list(checks.hooks(hooks, _HOOKS))
        path = checkpoint_path or self.latest_checkpoint()
        if not path:
            tf1.logging.info(
                "Could not find trained model in model_dir: %s, running "
                "initialization to predict.",
                self._model_dir,
            )
        with tf.Graph().as_default() as graph, graph.device(self._device_fn):
            tf1.set_random_seed(self._config.tf_random_seed)
            self._create_and_assert_global_step(graph)
            result = self._call_input_fn(input_fn, ModeKeys.PREDICT)
            features, input_hooks = input_functions.features_alone(result)
            spec = self._call_model_fn(features, None, ModeKeys.PREDICT, self.config)
            self._maybe_warm_start(path)
            predictions = _some(predict_keys, spec.predictions)
            creator = tf1.train.ChiefSessionCreator(
                checkpoint_filename_with_path=path,
                master=self._config.master,
                scaffold=spec.scaffold,
                config=ordered.settled(None, self._session_config),
            )
            all_hooks = [*input_hooks, *hooks, *spec.prediction_hooks]
            with tf1.train.MonitoredSession(
                session_creator=creator, hooks=all_hooks
            ) as session:
                while not session.should_stop():
                    found = session.run(predictions)
                    if yield_single_examples:
                        yield from evaluation.rows(found)
                    else:
                        yield found

    def eval_dir(self, name: Any = None) -> str:
        """Folder of an evaluation's events.

        Args:
            name: Of the evaluation.
        """
        return evaluation.eval_dir(self._model_dir, name)

    def export_saved_model(
        self,
        export_dir_base: Any,
        serving_input_receiver_fn: Any,
        assets_extra: Any = None,
        as_text: bool = False,
        checkpoint_path: Any = None,
        experimental_mode: str = ModeKeys.PREDICT,
    ) -> Any:
        """Write a SavedModel.

        Args:
            export_dir_base: Where the folder is made, called by the time.
            serving_input_receiver_fn: To a `ServingInputReceiver`.
            assets_extra: From a path below `assets.extra` to a file.
            as_text: Whether the proto is text.
            checkpoint_path: The weights; by default the last ones.
            experimental_mode: For which mode the graph is built.

        Returns:
            The folder, as bytes.

        Raises:
            ValueError: Without a receiver function, or before any training.
        """
        if not serving_input_receiver_fn:
            raise ValueError("An input_receiver_fn must be defined.")
        return self._export_all_saved_models(
            export_dir_base,
            {experimental_mode: serving_input_receiver_fn},
            assets_extra=assets_extra,
            as_text=as_text,
            checkpoint_path=checkpoint_path,
            strip_default_attrs=True,
        )

    def experimental_export_all_saved_models(
        self,
        export_dir_base: Any,
        input_receiver_fn_map: Any,
        assets_extra: Any = None,
        as_text: bool = False,
        checkpoint_path: Any = None,
    ) -> Any:
        """Write a SavedModel with graphs of several modes.

        Args:
            export_dir_base: Where the folder is made, called by the time.
            input_receiver_fn_map: From a mode to its receiver function.
            assets_extra: From a path below `assets.extra` to a file.
            as_text: Whether the proto is text.
            checkpoint_path: The weights; by default the last ones.

        Returns:
            The folder, as bytes.
        """
        return self._export_all_saved_models(
            export_dir_base,
            input_receiver_fn_map,
            assets_extra=assets_extra,
            as_text=as_text,
            checkpoint_path=checkpoint_path,
            strip_default_attrs=True,
        )

    def _export_all_saved_models(
        self,
        export_dir_base: Any,
        input_receiver_fn_map: Any,
        assets_extra: Any = None,
        as_text: bool = False,
        checkpoint_path: Any = None,
        strip_default_attrs: bool = True,
    ) -> Any:
        return exporting.export_all(
            self,
            export_dir_base,
            input_receiver_fn_map,
            assets_extra,
            as_text,
            checkpoint_path,
            strip_default_attrs,
        )

    def __getattr__(self, name: str) -> Any:
        if name == "export_savedmodel":
            raise AttributeError(
                "The function name `export_savedmodel` is deprecated. Please use "
                "`export_saved_model` instead."
            )
        raise AttributeError(
            f"{type(self).__name__!r} object has no attribute {name!r}"
        )

    def _call_input_fn(self, input_fn: Any, mode: Any, context: Any = None) -> Any:
        return input_functions.call(input_fn, mode, self.params, self.config, context)

    def _features_and_labels(self, input_fn: Any, mode: Any) -> Any:
        return input_functions.parse(self._call_input_fn(input_fn, mode))

    def _get_iterator_from_input_fn(
        self, input_fn: Any, mode: Any, distribution: Any = None
    ) -> Any:
        iterator = distribution.make_input_fn_iterator(
            lambda context: self._call_input_fn(input_fn, mode, context)
        )
        return iterator, [input_functions.DatasetInitializerHook(iterator)]

    def _create_global_step(self, graph: Any) -> Any:
        return tf1.train.create_global_step(graph)

    def _create_and_assert_global_step(self, graph: Any) -> Any:
        step = self._create_global_step(graph)
        assert step is tf1.train.get_global_step()
        assert step.dtype.is_integer
        return step

    def _call_model_fn(self, features: Any, labels: Any, mode: Any, config: Any) -> Any:
        names = arguments.names(self._model_fn)
        given: dict[str, Any] = {}
        if "labels" in names:
            given["labels"] = labels
        elif labels is not None:
            raise ValueError(
                "model_fn does not take labels, but input_fn returns labels."
            )
        if "mode" in names:
            given["mode"] = mode
        if "params" in names:
            given["params"] = self.params
        if "config" in names:
            given["config"] = config
        tf1.logging.info("Calling model_fn.")
        result = self._model_fn(features=features, **given)
        tf1.logging.info("Done calling model_fn.")
        if not isinstance(result, EstimatorSpec):
            raise ValueError("model_fn should return an EstimatorSpec.")
        return result

    def _maybe_warm_start(self, checkpoint_path: Any) -> None:
        if not checkpoint_path and self._warm_start_settings:
            warm.start(self._warm_start_settings)

    def _train_model(self, input_fn: Any, hooks: list[Any], listeners: Any) -> Any:
        with tf.Graph().as_default() as graph, graph.device(self._device_fn):
            tf1.set_random_seed(self._config.tf_random_seed)
            step = self._create_and_assert_global_step(graph)
            if step is not None:
                _private.read_global_step(graph)
            features, labels, input_hooks = self._features_and_labels(
                input_fn, ModeKeys.TRAIN
            )
            spec = self._call_model_fn(features, labels, ModeKeys.TRAIN, self.config)
            step = tf1.train.get_global_step(graph)
            if self._warm_start_settings and not self.latest_checkpoint():
                warm.start(self._warm_start_settings)
            return training_loop.run(
                self, spec, [*input_hooks, *hooks], step, listeners
            )


class Estimator(EstimatorV2):
    """Trains, evaluates, predicts and exports a model function.

    Args:
        model_fn: From features, labels and any of mode, params and config to an
            `EstimatorSpec`.
        model_dir: Folder for checkpoints and events; a new one by default.
        config: A `RunConfig`.
        params: Dict that is given to `model_fn`.
        warm_start_from: A checkpoint, a SavedModel, or `WarmStartSettings`.

    Raises:
        ValueError: If arguments do not fit each other.

    Source: `tf.estimator.Estimator`.
    """

    def export_savedmodel(
        self,
        export_dir_base: Any,
        serving_input_receiver_fn: Any,
        assets_extra: Any = None,
        as_text: bool = False,
        checkpoint_path: Any = None,
        strip_default_attrs: bool = False,
    ) -> Any:
        """As `export_saved_model`, with all attributes unless they are stripped.

        Args:
            export_dir_base: Where the folder is made, called by the time.
            serving_input_receiver_fn: To a `ServingInputReceiver`.
            assets_extra: From a path below `assets.extra` to a file.
            as_text: Whether the proto is text.
            checkpoint_path: The weights; by default the last ones.
            strip_default_attrs: Whether attributes with their default are left out.

        Returns:
            The folder, as bytes.
        """
        if not serving_input_receiver_fn:
            raise ValueError("An input_receiver_fn must be defined.")
        return self._export_all_saved_models(
            export_dir_base,
            {ModeKeys.PREDICT: serving_input_receiver_fn},
            assets_extra=assets_extra,
            as_text=as_text,
            checkpoint_path=checkpoint_path,
            strip_default_attrs=strip_default_attrs,
        )


def _assert_not_overridden(estimator: Any) -> None:
    base = set(vars(EstimatorV2)) | set(vars(Estimator))
    own = {
        name
        for cls in type(estimator).__mro__
        if cls is not object and not cls.__module__.startswith("compat.")
        for name in vars(cls)
        if not (name.startswith("__") and name.endswith("__"))
    }
    common = own & base - _MAY_BE_OVERRIDDEN
    for name in sorted(common):
        if getattr(type(estimator), name) is not getattr(Estimator, name):
            raise ValueError(
                "Subclasses of Estimator cannot override members of Estimator. "
                f"{type(estimator)} does override {sorted(common)}"
            )


def _settled_config(config: Any, model_dir: Any) -> Any:
    """The configuration with its folder."""
    if config is None:
        config = RunConfig()
        tf1.logging.info("Using default config.")
    if not isinstance(config, RunConfig):
        raise ValueError(
            f"config must be an instance of `RunConfig`, but provided {config}."
        )
    if model_dir is not None and not isinstance(model_dir, str | bytes):
        model_dir = os.fspath(model_dir)
    if config.model_dir is not None and model_dir and config.model_dir != model_dir:
        raise ValueError(
            "`model_dir` are set both in constructor and `RunConfig`, but with "
            f"different values. In constructor: '{model_dir}', in `RunConfig`: "
            f"'{config.model_dir}' "
        )
    folder = model_dir or config.model_dir
    if not folder:
        folder = tempfile.mkdtemp()
        tf1.logging.warning("Using temporary folder as model directory: %s", folder)
    if config.model_dir is None:
        return config.replace(model_dir=folder)
    return copy.deepcopy(config)


def _shown(estimator: Any) -> dict[str, Any]:
    values = dict(vars(estimator._config))
    values["_session_config"] = estimator._session_config
    return values


def _device_setter(config: Any) -> Any:
    if config.num_ps_replicas > 0:
        return tf1.train.replica_device_setter(
            ps_tasks=config.num_ps_replicas,
            worker_device=f"/job:{config.task_type}/task:{config.task_id}",
            merge_devices=True,
            cluster=config.cluster_spec,
        )
    return None


def verify_model_fn(model_fn: Any, params: Any) -> None:
    names = set(arguments.names(model_fn))
    if "features" not in names:
        raise ValueError(f"model_fn ({model_fn}) must include features argument.")
    if params is not None and "params" not in names:
        raise ValueError(
            f"model_fn ({model_fn}) does not include params argument, but params "
            f"({params}) is passed to Estimator."
        )
    if params is None and "params" in names:
        tf1.logging.warning(
            "Estimator's model_fn (%s) includes params argument, but params are not "
            "passed to Estimator.",
            model_fn,
        )
    unknown = list(names - _MODEL_FN_ARGS)
    if unknown:
        raise ValueError(
            f"model_fn ({model_fn}) has following not expected args: {unknown}"
        )


def _checked_listeners(listeners: Any) -> list[Any]:
    listeners = list(listeners or [])
    for listener in listeners:
        if not isinstance(listener, tf1.train.CheckpointSaverListener):
            raise TypeError(
                "saving_listeners must be a list of CheckpointSaverListener, given: "
                f"{listener}"
            )
    return listeners


def _some(keys: Any, predictions: Any) -> Any:
    if not keys:
        return predictions
    if not isinstance(predictions, dict):
        raise ValueError(
            "predict_keys argument is not valid in case of non-dict predictions."
        )
    there = predictions.keys()
    found = {key: value for key, value in predictions.items() if key in keys}
    if not found:
        raise ValueError(
            f"Expected to run at least one output from {there}, provided {keys}."
        )
    return found
