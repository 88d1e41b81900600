"""SavedModels of the Estimators of `tf.contrib.learn`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.learn.export_strategy import ExportStrategy
from compat.contrib.learn.keys import NotFittedError, PredictionKey, ProblemType
from compat.contrib.learn.modes import ModeKeys
from compat.estimator import exporting as core
from compat.estimator.estimator import EstimatorV2

tf1 = tf.compat.v1

_SERVED = tf1.saved_model.signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY


def export(
    estimator: Any,
    export_dir_base: Any,
    serving_input_fn: Any,
    default_output_alternative_key: Any,
    assets_extra: Any,
    as_text: bool,
    checkpoint_path: Any,
    graph_rewrite_specs: Any,
    strip_default_attrs: bool,
) -> bytes:
    """Write a SavedModel.

    Args:
        estimator: The Estimator.
        export_dir_base: Where the folder is made, called by the time.
        serving_input_fn: To `InputFnOps`.
        default_output_alternative_key: Which head is served by default.
        assets_extra: From a path below `assets.extra` to a file.
        as_text: Whether the proto is text.
        checkpoint_path: The weights; by default the last ones.
        graph_rewrite_specs: Must be left out.
        strip_default_attrs: Whether attributes with their default are left out.

    Returns:
        The folder.

    Raises:
        ValueError: Without an input function.
        NotFittedError: Before any training.
    """
    if serving_input_fn is None:
        raise ValueError("serving_input_fn must be defined.")
    if graph_rewrite_specs is not None:
        raise NotImplementedError(
            "export_savedmodel: expected no graph_rewrite_specs, received "
            f"{graph_rewrite_specs}: the graph transforms of 1.x are gone"
        )
    checkpoint_path = checkpoint_path or tf1.train.latest_checkpoint(
        estimator.model_dir
    )
    if not checkpoint_path:
        raise NotFittedError(f"Couldn't find trained model at {estimator.model_dir}.")
    export_dir = core.timestamped(export_dir_base)
    temporary = core.temporary(export_dir)
    builder = tf1.saved_model.Builder(temporary)
    with tf.Graph().as_default() as graph:
        estimator._seeded(graph)
        given = serving_input_fn()
        made = estimator._call_model_fn(given.features, None, ModeKeys.INFER)
        signatures = signatures_of(given, made, default_output_alternative_key)
        with tf1.Session(config=estimator._session_config) as session:
            saver = (made.scaffold and made.scaffold.saver) or tf1.train.Saver(
                sharded=True
            )
            saver.restore(session, checkpoint_path)
            initializers = [tf1.tables_initializer()]
            initializers.append(tf1.local_variables_initializer())
            builder.add_meta_graph_and_variables(
                session,
                [tf1.saved_model.tag_constants.SERVING],
                signature_def_map=signatures,
                assets_collection=tf1.get_collection(tf1.GraphKeys.ASSET_FILEPATHS),
                main_op=tf1.group(*initializers),
                saver=saver,
                strip_default_attrs=strip_default_attrs,
            )
    builder.save(as_text)
    if assets_extra:
        core._copy(assets_extra, temporary)
    tf1.gfile.Rename(temporary, export_dir)
    return export_dir


def signatures_of(given: Any, made: Any, default: Any) -> dict[str, Any]:
    """The signatures of a graph: each input with each output.

    Args:
        given: `InputFnOps`.
        made: `ModelFnOps`.
        default: Which output is served by default.

    Raises:
        ValueError: If there are several outputs and none is named.
    """
    inputs = {"default_input_alternative": given.default_inputs}
    alternatives = made.output_alternatives
    if not alternatives:
        predictions = made.predictions
        if not isinstance(predictions, dict):
            predictions = {PredictionKey.GENERIC: predictions}
        alternatives = {
            "default_output_alternative": (ProblemType.UNSPECIFIED, predictions)
        }
        default = default or "default_output_alternative"
    if len(alternatives) == 1:
        (default,) = alternatives
    elif not default:
        raise ValueError(
            "Please specify a default_output_alternative.  Available keys are: "
            f"{sorted(str(key) for key in alternatives)}"
        )
    if default not in alternatives:
        raise ValueError(
            f"Requested default_output_alternative: {default}, but available "
            f"output_alternatives are: {sorted(str(key) for key in alternatives)}"
        )
    found = {
        f"{name}:{output or 'None'}": _signature(tensors, *alternatives[output])
        for name, tensors in inputs.items()
        for output in alternatives
    }
    found[_SERVED] = _signature(given.default_inputs, *alternatives[default])
    return found


def _signature(inputs: dict[str, Any], problem_type: int, outputs: Any) -> Any:
    """One signature, of the kind that can be served, or of the general one."""
    made = tf1.saved_model
    if len(inputs) == 1:
        (only,) = inputs.values()
        texts = isinstance(only, tf.Tensor) and only.dtype == tf.string
        if texts and problem_type == ProblemType.LINEAR_REGRESSION:
            (scores,) = outputs.values()
            return made.regression_signature_def(only, scores)
        kinds = (ProblemType.CLASSIFICATION, ProblemType.LOGISTIC_REGRESSION)
        if texts and problem_type in kinds:
            classes = outputs.get(PredictionKey.CLASSES)
            if classes is not None and classes.dtype != tf.string:
                classes = None
            scores = outputs.get(PredictionKey.PROBABILITIES)
            if classes is not None or scores is not None:
                return made.classification_signature_def(only, classes, scores)
    tensors = {name: made.build_tensor_info(tensor) for name, tensor in inputs.items()}
    results = {name: made.build_tensor_info(tensor) for name, tensor in outputs.items()}
    return made.build_signature_def(tensors, results, "tensorflow/serving/predict")


def garbage_collect_exports(export_dir_base: Any, exports_to_keep: Any) -> None:
    """Delete all exports but the last ones.

    Args:
        export_dir_base: Their folder.
        exports_to_keep: How many are kept; `None`: all.
    """
    if exports_to_keep is None:
        return
    base = tf.compat.as_str_any(export_dir_base)
    names = sorted(
        name.rstrip("/")
        for name in tf1.gfile.ListDirectory(base)
        if name.rstrip("/").isdigit()
    )
    import os

    for name in sorted(names, key=int)[: max(len(names) - exports_to_keep, 0)]:
        tf1.gfile.DeleteRecursively(os.path.join(base, name))


def make_export_strategy(
    serving_input_fn: Any,
    default_output_alternative_key: Any = None,
    assets_extra: Any = None,
    as_text: bool = False,
    exports_to_keep: Any = 5,
    strip_default_attrs: Any = None,
) -> ExportStrategy:
    """A strategy that writes SavedModels.

    Args:
        serving_input_fn: To `InputFnOps`, or to a `ServingInputReceiver` for an
            Estimator of `tf.estimator`.
        default_output_alternative_key: Which head is served by default.
        assets_extra: From a path below `assets.extra` to a file.
        as_text: Whether the proto is text.
        exports_to_keep: How many exports are kept.
        strip_default_attrs: Whether attributes with their default are left out.

    Source: `tf.contrib.learn.make_export_strategy`.
    """

    def export_fn(
        estimator: Any,
        export_dir_base: Any,
        checkpoint_path: Any = None,
        strip_default_attrs: bool = False,
    ) -> Any:
        if isinstance(estimator, EstimatorV2):
            if default_output_alternative_key:
                raise ValueError(
                    "default_output_alternative_key is not supported in core "
                    "Estimator. Given: "
                    f"{default_output_alternative_key}"
                )
            folder = estimator.export_savedmodel(  # type: ignore[attr-defined]
                export_dir_base,
                serving_input_fn,
                assets_extra=assets_extra,
                as_text=as_text,
                checkpoint_path=checkpoint_path,
                strip_default_attrs=strip_default_attrs,
            )
        else:
            folder = estimator.export_savedmodel(
                export_dir_base,
                serving_input_fn,
                default_output_alternative_key=default_output_alternative_key,
                assets_extra=assets_extra,
                as_text=as_text,
                checkpoint_path=checkpoint_path,
                strip_default_attrs=strip_default_attrs,
            )
        garbage_collect_exports(export_dir_base, exports_to_keep)
        return folder

    return ExportStrategy("Servo", export_fn, strip_default_attrs)
