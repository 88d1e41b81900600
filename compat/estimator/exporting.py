"""SavedModels of an Estimator."""

from __future__ import annotations

import os
import time
from typing import Any

import tensorflow as tf

from compat.estimator.export import outputs
from compat.estimator.modes import TAGS, ModeKeys

tf1 = tf.compat.v1

_DEFAULT = "serving_default"
_METHODS = {
    "Classify": "tensorflow/serving/classify",
    "Regress": "tensorflow/serving/regress",
    "Predict": "tensorflow/serving/predict",
    "Train": "tensorflow/supervised/training",
    "Eval": "tensorflow/supervised/eval",
}


def timestamped(export_dir_base: Any) -> bytes:
    """A new folder below `export_dir_base`, called by the time.

    Raises:
        RuntimeError: If there is none to be had within ten seconds.
    """
    for _ in range(10):
        now = str(int(time.time()))
        folder = os.path.join(
            tf.compat.as_bytes(export_dir_base), tf.compat.as_bytes(now)
        )
        if not tf1.gfile.Exists(folder):
            return folder
        time.sleep(1)
        tf1.logging.warning(
            "Directory %s already exists; retrying", tf.compat.as_str(folder)
        )
    raise RuntimeError(
        "Failed to obtain a unique export directory name after 10 attempts."
    )


def temporary(export_dir: bytes) -> bytes:
    """The folder that an export is written to before it is there."""
    base, name = os.path.split(export_dir)
    # 1.15 wrote the bytes of the name as Python 3 shows them
    return os.path.join(base, tf.compat.as_bytes(f"temp-{name!r}"))


def export_all(
    estimator: Any,
    export_dir_base: Any,
    input_receiver_fn_map: dict[Any, Any],
    assets_extra: Any,
    as_text: bool,
    checkpoint_path: Any,
    strip_default_attrs: bool,
) -> bytes:
    """Write one SavedModel with a graph for each mode.

    Args:
        estimator: The Estimator.
        export_dir_base: Where the folder is made.
        input_receiver_fn_map: From a mode to its receiver function.
        assets_extra: From a path below `assets.extra` to a file.
        as_text: Whether the proto is text.
        checkpoint_path: The weights; by default the last ones.
        strip_default_attrs: Whether attributes with their default are left out.

    Returns:
        The folder.

    Raises:
        ValueError: Without a checkpoint, or without a receiver function.
    """
    checkpoint_path = checkpoint_path or estimator.latest_checkpoint()
    if not checkpoint_path and estimator._warm_start_settings:
        checkpoint_path = estimator._warm_start_settings.ckpt_to_initialize_from
        if tf1.gfile.IsDirectory(checkpoint_path):
            checkpoint_path = tf1.train.latest_checkpoint(checkpoint_path)
    if not checkpoint_path:
        raise ValueError(f"Couldn't find trained model at {estimator.model_dir}.")
    export_dir = timestamped(export_dir_base)
    temp_dir = temporary(export_dir)
    builder = tf1.saved_model.Builder(temp_dir)
    saving = True
    kept = set(input_receiver_fn_map)
    # The graphs of training first: the weights are saved with the first of them
    for mode in (ModeKeys.TRAIN, ModeKeys.EVAL, ModeKeys.PREDICT):
        if mode not in input_receiver_fn_map:
            continue
        kept.discard(mode)
        _add(
            estimator,
            builder,
            input_receiver_fn_map[mode],
            checkpoint_path,
            saving,
            mode,
            strip_default_attrs,
        )
        saving = False
    if saving:
        raise ValueError(
            f"No valid modes for exporting found. Got {input_receiver_fn_map.keys()}."
        )
    builder.save(as_text)
    if assets_extra:
        _copy(assets_extra, temp_dir)
    tf1.gfile.Rename(temp_dir, export_dir)
    return export_dir


def _copy(assets_extra: dict[str, str], folder: bytes) -> None:
    below = os.path.join(folder, b"assets.extra")
    for to, source in assets_extra.items():
        path = os.path.join(below, tf.compat.as_bytes(to))
        tf1.gfile.MakeDirs(os.path.dirname(path))
        tf1.gfile.Copy(source, path)


def _add(
    estimator: Any,
    builder: Any,
    receiver_fn: Any,
    checkpoint_path: Any,
    saving: bool,
    mode: str,
    strip: bool,
) -> None:
    if not receiver_fn:
        raise ValueError("An input_receiver_fn must be defined.")
    with tf.Graph().as_default() as graph:
        estimator._create_and_assert_global_step(graph)
        tf1.set_random_seed(estimator.config.tf_random_seed)
        receiver = receiver_fn()
        spec = estimator._call_model_fn(
            features=receiver.features,
            labels=getattr(receiver, "labels", None),
            mode=mode,
            config=estimator.config,
        )
        signatures = signatures_of(
            receiver.receiver_tensors,
            outputs_of(spec, mode),
            getattr(receiver, "receiver_tensors_alternatives", None),
            serving=mode == ModeKeys.PREDICT,
        )
        main_op = (
            spec.scaffold.local_init_op or tf1.train.Scaffold.default_local_init_op()
        )
        with tf1.Session(config=estimator._session_config) as session:
            if not spec.scaffold.saver:
                saver = tf1.train.Saver(sharded=True)
            else:
                saver = spec.scaffold.saver
            try:
                saver.restore(session, checkpoint_path)
            except tf.errors.NotFoundError as error:
                raise ValueError(
                    "Could not load all requested variables from checkpoint. Please "
                    "make sure your model_fn does not expect variables that were not "
                    "saved in the checkpoint.\n\nEncountered error with mode "
                    f"`{mode}` while restoring checkpoint from: `{checkpoint_path}`. "
                    f"Full Traceback:\n\n{error}"
                ) from error
            arguments: dict[str, Any] = {
                "signature_def_map": signatures,
                "assets_collection": tf1.get_collection(tf1.GraphKeys.ASSET_FILEPATHS),
                "main_op": main_op,
                "saver": saver,
                "strip_default_attrs": strip,
            }
            if saving:
                builder.add_meta_graph_and_variables(session, TAGS[mode], **arguments)
            else:
                builder.add_meta_graph(TAGS[mode], **arguments)


def outputs_of(spec: Any, mode: str) -> dict[str, Any]:
    """The `ExportOutput`s of a mode by signature."""
    if mode == ModeKeys.PREDICT:
        return spec.export_outputs
    kind = outputs.TrainOutput if mode == ModeKeys.TRAIN else outputs.EvalOutput
    predictions = spec.predictions
    metrics = spec.eval_metric_ops
    return {
        mode: kind(
            loss=spec.loss,
            predictions=predictions if _any(predictions) else None,
            metrics=metrics or None,
        )
    }


def _any(values: Any) -> bool:
    return bool(values) if isinstance(values, dict) else values is not None


def signatures_of(
    receivers: dict[str, Any],
    export_outputs: dict[Any, Any],
    alternatives: Any = None,
    serving: bool = True,
) -> dict[str, Any]:
    """The signatures of a graph.

    Args:
        receivers: What is received, by name.
        export_outputs: `ExportOutput`s by signature.
        alternatives: Further receivers by name.
        serving: Whether all of them are to be served.

    Raises:
        ValueError: Without a usable one, and what each one lacks.
    """
    if not isinstance(receivers, dict):
        receivers = {"input": receivers}
    if not isinstance(export_outputs, dict):
        raise ValueError(
            f"export_outputs must be a dict and not {type(export_outputs)}"
        )
    found: dict[Any, Any] = {}
    excluded: dict[Any, str] = {}
    for name, output in export_outputs.items():
        key = name or "None"
        try:
            found[name] = output.as_signature_def(receivers)
        except ValueError as error:
            excluded[key] = str(error)
    for other, other_receivers in (alternatives or {}).items():
        for name, output in export_outputs.items():
            key = f"{other}:{name or 'None'}"
            try:
                found[key] = output.as_signature_def(other_receivers)
            except ValueError as error:
                excluded[key] = str(error)
    _log(found, excluded)
    if not serving:
        return found
    return {
        name: signature
        for name, signature in found.items()
        if tf1.saved_model.is_valid_signature(signature)
    }


def _log(found: dict[Any, Any], excluded: dict[Any, str]) -> None:
    by_method: dict[str, list[str]] = {kind: [] for kind in _METHODS}
    kinds = {method: kind for kind, method in _METHODS.items()}
    for name, signature in found.items():
        by_method[kinds[signature.method_name]].append(
            name if isinstance(name, str) else str(name)
        )
    for kind, names in by_method.items():
        tf1.logging.info(
            "Signatures INCLUDED in export for %s: %s", kind, names or None
        )
    if excluded:
        tf1.logging.info(
            "Signatures EXCLUDED from export because they cannot be be served via "
            "TensorFlow Serving APIs:"
        )
        for name, why in excluded.items():
            tf1.logging.info("'%s' : %s", name, why)
    if not found:
        tf1.logging.warning("Export includes no signatures!")
    elif _DEFAULT not in found and not any(
        s.method_name.startswith("tensorflow/supervised") for s in found.values()
    ):
        tf1.logging.warning("Export includes no default signature!")
