"""`tf.contrib.tpu.TPUEstimator`: as it was with `use_tpu=False`."""

from __future__ import annotations

import contextlib
import copy
import enum
from collections.abc import Iterator
from typing import Any

import tensorflow as tf

from compat.contrib.tpu import config as configs
from compat.contrib.tpu.spec import TPUEstimatorSpec
from compat.estimator import arguments, input_functions
from compat.estimator.estimator import Estimator, verify_model_fn
from compat.estimator.modes import ModeKeys

tf1 = tf.compat.v1

_RESERVED = ["batch_size", "context"]
_FINISHED = "%s marked as finished"


class ExportSavedModelApiVersion(enum.Enum):
    """How a SavedModel for TPUs is rewritten."""

    V1 = 1
    V2 = 2


class TPUEstimator(Estimator):
    """An Estimator whose functions are told the batch size, in `params`.

    Args:
        model_fn: From features, labels, mode and params, and any of config, to a
            `TPUEstimatorSpec`; `params["batch_size"]` and `params["use_tpu"]` are set.
        model_dir: Folder for checkpoints and events; the configuration's by default.
        config: A `tf.contrib.tpu.RunConfig`.
        params: Dict or `HParams` that is given to `model_fn` and the input functions.
        use_tpu: Whether to run on TPUs, of which there are none here.
        train_batch_size: Examples of a step of training.
        eval_batch_size: Examples of a step of evaluation.
        predict_batch_size: Examples of a step of prediction.
        batch_axis: Of TPUs.
        eval_on_tpu: Of TPUs.
        export_to_tpu: Of TPUs: what is exported is for CPUs here.
        export_to_cpu: Whether a graph for CPUs is exported.
        warm_start_from: A checkpoint, a SavedModel, or `WarmStartSettings`.
        embedding_config_spec: Of TPUs.
        export_saved_model_api_version: Of TPUs.

    Raises:
        ValueError: For reserved parameters, another configuration, or no batch size.

    Source: `tf.contrib.tpu.TPUEstimator`.
    """

    _is_exporting = False  # a served graph is not told a batch size

    def __init__(
        self,
        model_fn: Any = None,
        model_dir: Any = None,
        config: Any = None,
        params: Any = None,
        use_tpu: bool = True,
        train_batch_size: Any = None,
        eval_batch_size: Any = None,
        predict_batch_size: Any = None,
        batch_axis: Any = None,
        eval_on_tpu: bool = True,
        export_to_tpu: bool = True,
        export_to_cpu: bool = True,
        warm_start_from: Any = None,
        embedding_config_spec: Any = None,
        export_saved_model_api_version: Any = ExportSavedModelApiVersion.V1,
    ) -> None:
        if not isinstance(config, configs.RunConfig):
            raise ValueError(
                "`config` must be provided with type `tpu_config.RunConfig`"
            )
        if params is not None and any(key in params for key in _RESERVED):
            raise ValueError(
                f"{_RESERVED} are reserved keys but existed in params {params}."
            )
        self._use_tpu = use_tpu
        self._batch_sizes = {
            ModeKeys.TRAIN: train_batch_size,
            ModeKeys.EVAL: eval_batch_size,
            ModeKeys.PREDICT: predict_batch_size,
        }
        if use_tpu:
            _check_batch_sizes(train_batch_size, eval_batch_size, predict_batch_size)
        verify_model_fn(model_fn, params)
        self._log_every_n_steps = _in_loops(config)
        config = copy.deepcopy(config)
        config._log_step_count_steps = None  # type: ignore[attr-defined]
        super().__init__(
            model_fn=self._on_cpu(model_fn),
            model_dir=model_dir,
            config=config,
            params=params or {},
            warm_start_from=warm_start_from,
        )
        tf1.logging.info("_TPUContext: eval_on_tpu %s", eval_on_tpu)
        if eval_on_tpu and not use_tpu:
            tf1.logging.warning("eval_on_tpu ignored because use_tpu is False.")

    def train(
        self,
        input_fn: Any,
        hooks: Any = None,
        steps: Any = None,
        max_steps: Any = None,
        saving_listeners: Any = None,
    ) -> Any:
        """Train, as `tf.estimator.Estimator.train`."""
        with self._recorded("training_loop"):
            return super().train(input_fn, hooks, steps, max_steps, saving_listeners)

    def evaluate(
        self,
        input_fn: Any,
        steps: Any = None,
        hooks: Any = None,
        checkpoint_path: Any = None,
        name: Any = None,
    ) -> Any:
        """Evaluate, as `tf.estimator.Estimator.evaluate`."""
        with self._recorded("evaluation_loop"):
            return super().evaluate(input_fn, steps, hooks, checkpoint_path, name)

    def predict(
        self,
        input_fn: Any,
        predict_keys: Any = None,
        hooks: Any = None,
        checkpoint_path: Any = None,
        yield_single_examples: bool = True,
    ) -> Iterator[Any]:
        """Predict, as `tf.estimator.Estimator.predict`."""
        with self._recorded("prediction_loop"):
            yield from super().predict(
                input_fn, predict_keys, hooks, checkpoint_path, yield_single_examples
            )
        tf1.logging.info(_FINISHED, "prediction_loop")  # a second time, as in 1.15

    @contextlib.contextmanager
    def _recorded(self, loop: str) -> Iterator[None]:
        try:
            if self._use_tpu:
                raise RuntimeError(
                    "Cannot find any TPU cores in the system. Please double check "
                    "Tensorflow master address and TPU worker(s). Available devices "
                    f"are {tuple(tf.config.list_logical_devices())}: lab12 trains on "
                    "CPUs, with use_tpu=False."
                )
            yield
        except Exception as raised:
            tf1.logging.error("Error recorded from %s: %s", loop, raised)
            tf1.logging.info(_FINISHED, loop)
            tf1.logging.warning("Reraising captured error")
            raise
        except GeneratorExit:  # predictions that nobody wants any more
            tf1.logging.info(_FINISHED, loop)
            raise
        tf1.logging.info(_FINISHED, loop)

    def _create_global_step(self, graph: Any) -> Any:
        if tf1.train.get_global_step(graph) is not None:
            raise ValueError('"global_step" already exists.')
        keys = tf1.GraphKeys
        with graph.as_default(), graph.name_scope(None):
            return tf1.get_variable(
                keys.GLOBAL_STEP,
                shape=[],
                dtype=tf.int64,
                initializer=tf1.zeros_initializer(),
                trainable=False,
                use_resource=True,
                collections=[keys.GLOBAL_VARIABLES, keys.GLOBAL_STEP],
            )

    def _call_input_fn(self, input_fn: Any, mode: Any, context: Any = None) -> Any:
        if "params" not in arguments.names(input_fn):
            raise ValueError(
                f"input_fn ({input_fn}) does not include params argument, required by "
                'TPUEstimator to pass batch size as params["batch_size"]'
            )
        params = _with(self.params, "batch_size", self._batch_sizes[mode])
        return input_functions.call(input_fn, mode, params, self.config, context)

    def _on_cpu(self, function: Any) -> Any:
        """A model function for `Estimator`, of one for `TPUEstimator`."""

        def model_fn(
            features: Any, labels: Any, mode: Any, config: Any, params: Any
        ) -> Any:
            tf1.logging.info("Running %s on CPU", mode)
            taken = arguments.names(function)
            if labels is not None and "labels" not in taken:
                raise ValueError(
                    "model_fn does not take labels, but input_fn returns labels."
                )
            if "params" not in taken:
                raise ValueError(
                    f"model_fn ({function}) does not include params argument, required "
                    "by TPUEstimator to pass batch size as params['batch_size']"
                )
            size = None if self._is_exporting else self._batch_sizes[mode]
            told = _with(_with(params, "batch_size", size), "use_tpu", False)
            spec = arguments.call(
                function,
                features=features,
                labels=labels,
                mode=mode,
                config=config,
                params=told,
            )
            if isinstance(spec, TPUEstimatorSpec):
                spec = spec.as_estimator_spec()
            return self._watched(spec, mode)

        return model_fn

    def _watched(self, spec: Any, mode: Any) -> Any:
        if mode != ModeKeys.TRAIN or self._log_every_n_steps is None:
            return spec
        hook = ExamplesPerSecondHook(
            self._batch_sizes[mode],
            every_n_steps=self._log_every_n_steps,
            output_dir=self.model_dir,
        )
        return spec._replace(training_hooks=[*spec.training_hooks, hook])

    def _export_all_saved_models(self, *args: Any, **kwargs: Any) -> Any:
        self._is_exporting = True
        try:
            return super()._export_all_saved_models(*args, **kwargs)
        finally:
            self._is_exporting = False


class ExamplesPerSecondHook(tf1.train.StepCounterHook):  # type: ignore[name-defined, misc]
    """Logs steps and examples a second.

    Args:
        batch_size: Examples of a step.
        every_n_steps: How often, in steps.
        every_n_secs: How often, in seconds.
        output_dir: Folder of the events.
        summary_writer: In place of `output_dir`.
    """

    def __init__(
        self,
        batch_size: Any,
        every_n_steps: Any = 100,
        every_n_secs: Any = None,
        output_dir: Any = None,
        summary_writer: Any = None,
    ) -> None:
        self._batch_size = batch_size
        super().__init__(every_n_steps, every_n_secs, output_dir, summary_writer)

    def _log_and_record(
        self, elapsed_steps: Any, elapsed_time: Any, global_step: Any
    ) -> None:
        steps = elapsed_steps / elapsed_time
        found = {"global_step/sec": steps, "examples/sec": self._batch_size * steps}
        for name, value in found.items():
            if self._summary_writer is not None:
                summary = tf1.Summary()
                summary.value.add(tag=name, simple_value=value)
                self._summary_writer.add_summary(summary, global_step)
            tf1.logging.info("%s: %g", name, value)


def export_estimator_savedmodel(
    estimator: Any,
    export_dir_base: Any,
    serving_input_receiver_fn: Any,
    assets_extra: Any = None,
    as_text: bool = False,
    checkpoint_path: Any = None,
) -> Any:
    """Write the SavedModel of an Estimator, for CPUs.

    Args:
        estimator: A `tf.estimator.Estimator` with the configuration of TPUs.
        export_dir_base: Where the folder is made, called by the time.
        serving_input_receiver_fn: To a `ServingInputReceiver`.
        assets_extra: From a path below `assets.extra` to a file.
        as_text: Whether the proto is text.
        checkpoint_path: The weights; by default the last ones.

    Returns:
        The folder, as bytes.

    Source: `tf.contrib.tpu.export_estimator_savedmodel`.
    """
    return estimator.export_saved_model(
        export_dir_base,
        serving_input_receiver_fn,
        assets_extra,
        as_text,
        checkpoint_path,
    )


def _with(params: Any, name: str, value: Any) -> Any:
    """Parameters with one more, where it has a value."""
    if value is None:
        return params
    if isinstance(params, dict):
        return {**params, name: value}
    params = copy.deepcopy(params)
    params.add_hparam(name, value)
    return params


def _in_loops(config: Any) -> Any:
    """After how many loops of a TPU the speed is logged; on CPUs a loop is a step."""
    steps, loop = config.log_step_count_steps, config.tpu_config.iterations_per_loop
    if steps is None or not isinstance(loop, int):
        return steps
    return -(-steps // loop)


def _check_batch_sizes(train: Any, evaluation: Any, prediction: Any) -> None:
    if train is None:
        raise ValueError("`train_batch_size` cannot be `None`")
    sizes = {"train": train, "eval": evaluation, "predict": prediction}
    for name, size in sizes.items():
        if size is not None:
            configs.check_positive(f"{name}_batch_size", size)
