"""The files in which 1.15 had its Estimators, and what was not public in them.

`tensorflow_estimator.python.estimator` and `tensorflow.python.estimator` were one.
"""

from __future__ import annotations

_E = "python.estimator"

# Folder → public module, and the folder's files in 1.15 (see `deep.py`).
FOLDERS = {
    _E: (
        "estimator",
        "early_stopping estimator estimator_lib exporter extenders gc mode_keys "
        "model_fn run_config training util",
    ),
    f"{_E}.canned": (
        "estimator",
        "baseline dnn dnn_linear_combined head linear metric_keys optimizers "
        "parsing_utils prediction_keys",
    ),
    f"{_E}.export": ("estimator.export", "export export_lib export_output"),
    f"{_E}.hooks": ("estimator", "basic_session_run_hooks hooks session_run_hook"),
    f"{_E}.inputs": ("estimator.inputs", "inputs numpy_io pandas_io"),
    f"{_E}.inputs.queues": (
        "estimator.inputs",
        "feeding_functions feeding_queue_runner",
    ),
}

_EARLY = "estimator.early_stopping"
_TRAINING = "estimator.train_and_evaluate"
_OUTPUTS, _RECEIVERS = "estimator.export.outputs", "estimator.export.receivers"
_ALL_OF_EXPORT = {
    "EXPORT_TAG_MAP": "estimator.modes:TAGS",
    "EvalOutput": _OUTPUTS,
    "SupervisedInputReceiver": _RECEIVERS,
    "TrainOutput": _OUTPUTS,
    "UnsupervisedInputReceiver": _RECEIVERS,
    "_SupervisedOutput": f"{_OUTPUTS}:SupervisedOutput",
    "build_all_signature_defs": "estimator.exporting:signatures_of",
    "build_raw_supervised_input_receiver_fn": _RECEIVERS,
    "build_supervised_input_receiver_fn_from_input_fn": _RECEIVERS,
    "get_temp_export_dir": "estimator.exporting:temporary",
    "get_timestamped_export_dir": "estimator.exporting:timestamped",
    "wrap_and_check_input_tensors": f"{_RECEIVERS}:wrapped",
}

# File of 1.15 → name → where it is in compat (see `insides.py`).
NAMES: dict[str, dict[str, str]] = {
    f"{_E}.estimator": {
        "EstimatorV2": "estimator.estimator",
        "_load_global_step_from_checkpoint_dir": "estimator.steps:of_folder",
        "_write_dict_to_summary": "estimator.evaluation:write",
    },
    f"{_E}.export.export": _ALL_OF_EXPORT,
    f"{_E}.export.export_lib": _ALL_OF_EXPORT,
    f"{_E}.export.export_output": _ALL_OF_EXPORT,
    f"{_E}.inputs.queues.feeding_functions": {
        "_ArrayFeedFn": "estimator.inputs.feeds:ArrayFeedFn",
        "_GeneratorFeedFn": "estimator.inputs.feeds:GeneratorFeedFn",
        "_OrderedDictNumpyFeedFn": "estimator.inputs.feeds:OrderedDictNumpyFeedFn",
        "_PandasFeedFn": "estimator.inputs.feeds:PandasFeedFn",
        "_enqueue_data": "estimator.inputs.queues:enqueue_data",
        "_fill_array": "estimator.inputs.feeds:fill_array",
        "_pad_if_needed": "estimator.inputs.feeds:pad_if_needed",
    },
    f"{_E}.inputs.queues.feeding_queue_runner": {
        "_FeedingQueueRunner": "estimator.inputs.runner:FeedingQueueRunner",
    },
    f"{_E}.model_fn": {
        "AVERAGE_LOSS_METRIC_KEY": "estimator.spec",
        "EXPORT_TAG_MAP": "estimator.modes:TAGS",
        "LOSS_METRIC_KEY": "estimator.spec",
        "call_logit_fn": "estimator.spec",
    },
    f"{_E}.run_config": {
        "TaskType": "estimator.cluster",
    },
    f"{_E}.early_stopping": {
        "_CheckForStoppingHook": f"{_EARLY}:CheckForStoppingHook",
        "_StopOnPredicateHook": f"{_EARLY}:StopOnPredicateHook",
        "_get_or_create_stop_var": f"{_EARLY}:stop_variable",
        **dict.fromkeys(
            (
                "make_early_stopping_hook",
                "read_eval_metrics",
                "stop_if_higher_hook",
                "stop_if_lower_hook",
                "stop_if_no_decrease_hook",
                "stop_if_no_increase_hook",
            ),
            _EARLY,
        ),
    },
    f"{_E}.hooks.hooks": {
        "InMemoryEvaluatorHook": "estimator.hooks",
        "_StopAtCheckpointStepHook": "estimator.hooks:StopAtCheckpointStepHook",
        "make_stop_at_checkpoint_step_hook": "estimator.hooks",
    },
    f"{_E}.exporter": {"_loss_smaller": "estimator.exporters"},
    f"{_E}.training": {
        "_ContinuousEvalListener": f"{_TRAINING}:ContinuousEvalListener",
        "_EvalResult": "estimator.evaluator:EvalResult",
        "_EvalStatus": "estimator.evaluator:EvalStatus",
        "_StopAtSecsHook": f"{_TRAINING}:StopAtSecsHook",
        "_TrainingExecutor": f"{_TRAINING}:TrainingExecutor",
    },
    f"{_E}.util": {"fn_args": "estimator.arguments:names"},
}
