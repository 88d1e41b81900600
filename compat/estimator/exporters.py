"""`tf.estimator.Exporter` and its kinds: when a training writes SavedModels."""

from __future__ import annotations

import abc
import os
import re
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


class Exporter(abc.ABC):
    """Writes SavedModels while a model is trained.

    Source: `tf.estimator.Exporter`.
    """

    @property
    @abc.abstractmethod
    def name(self) -> Any:
        """Folder below `export/`."""

    @abc.abstractmethod
    def export(
        self,
        estimator: Any,
        export_path: Any,
        checkpoint_path: Any,
        eval_result: Any,
        is_the_final_export: bool,
    ) -> Any:
        """Export, or not.

        Args:
            estimator: The Estimator.
            export_path: Folder of the exporter.
            checkpoint_path: What was evaluated.
            eval_result: With what result.
            is_the_final_export: Whether the training ends here.

        Returns:
            The folder, or `None`.
        """


class _Writer:
    """Writes one SavedModel."""

    def __init__(self, name: Any, receiver_fn: Any, extra: Any, as_text: bool) -> None:
        self.name, self._receiver_fn = name, receiver_fn
        self._extra, self._as_text = extra, as_text

    def write(self, estimator: Any, export_path: Any, checkpoint_path: Any) -> Any:
        return estimator.export_saved_model(
            export_path,
            self._receiver_fn,
            assets_extra=self._extra,
            as_text=self._as_text,
            checkpoint_path=checkpoint_path,
        )


class FinalExporter(Exporter):
    """Exports once, when the training ends.

    Args:
        name: Folder below `export/`.
        serving_input_receiver_fn: To a `ServingInputReceiver`.
        assets_extra: From a path below `assets.extra` to a file.
        as_text: Whether the proto is text.

    Source: `tf.estimator.FinalExporter`.
    """

    def __init__(
        self,
        name: Any,
        serving_input_receiver_fn: Any,
        assets_extra: Any = None,
        as_text: bool = False,
    ) -> None:
        self._writer = _Writer(name, serving_input_receiver_fn, assets_extra, as_text)

    @property
    def name(self) -> Any:
        return self._writer.name

    def export(
        self,
        estimator: Any,
        export_path: Any,
        checkpoint_path: Any,
        eval_result: Any,
        is_the_final_export: bool,
    ) -> Any:
        if not is_the_final_export:
            return None
        tf1.logging.info("Performing the final export in the end of training.")
        return self._writer.write(estimator, export_path, checkpoint_path)


class LatestExporter(Exporter):
    """Exports after every evaluation, and keeps the last ones.

    Args:
        name: Folder below `export/`.
        serving_input_receiver_fn: To a `ServingInputReceiver`.
        assets_extra: From a path below `assets.extra` to a file.
        as_text: Whether the proto is text.
        exports_to_keep: How many; all for `None`.

    Raises:
        ValueError: For a number below one.

    Source: `tf.estimator.LatestExporter`.
    """

    def __init__(
        self,
        name: Any,
        serving_input_receiver_fn: Any,
        assets_extra: Any = None,
        as_text: bool = False,
        exports_to_keep: Any = 5,
    ) -> None:
        self._writer = _Writer(name, serving_input_receiver_fn, assets_extra, as_text)
        self._kept = _checked_number(exports_to_keep)

    @property
    def name(self) -> Any:
        return self._writer.name

    def export(
        self,
        estimator: Any,
        export_path: Any,
        checkpoint_path: Any,
        eval_result: Any,
        is_the_final_export: bool,
    ) -> Any:
        written = self._writer.write(estimator, export_path, checkpoint_path)
        collect(export_path, self._kept)
        return written


def _loss_smaller(best_eval_result: Any, current_eval_result: Any) -> bool:
    """Whether the loss became smaller.

    Raises:
        ValueError: For a result that is empty or has no loss.
    """
    for name, result in (
        ("best_eval_result", best_eval_result),
        ("current_eval_result", current_eval_result),
    ):
        if not result or "loss" not in result:
            raise ValueError(f"{name} cannot be empty or no loss is found in it.")
    return bool(best_eval_result["loss"] > current_eval_result["loss"])


class BestExporter(Exporter):
    """Exports whenever a result is better than all before.

    Args:
        name: Folder below `export/`.
        serving_input_receiver_fn: To a `ServingInputReceiver`.
        event_file_pattern: Events below the model's folder where results before a stop
            are found.
        compare_fn: From the best and the current result to whether that is better.
        assets_extra: From a path below `assets.extra` to a file.
        as_text: Whether the proto is text.
        exports_to_keep: How many; all for `None`.

    Raises:
        ValueError: Without a comparison, or for a number below one.

    Source: `tf.estimator.BestExporter`.
    """

    def __init__(
        self,
        name: Any = "best_exporter",
        serving_input_receiver_fn: Any = None,
        event_file_pattern: Any = "eval/*.tfevents.*",
        compare_fn: Any = _loss_smaller,
        assets_extra: Any = None,
        as_text: bool = False,
        exports_to_keep: Any = 5,
    ) -> None:
        self._compare = compare_fn
        if compare_fn is None:
            raise ValueError("`compare_fn` must not be None.")
        self._writer = _Writer(name, serving_input_receiver_fn, assets_extra, as_text)
        self._pattern = event_file_pattern
        self._model_dir: Any = None
        self._best: Any = None
        self._kept = _checked_number(exports_to_keep)

    @property
    def name(self) -> Any:
        return self._writer.name

    def export(
        self,
        estimator: Any,
        export_path: Any,
        checkpoint_path: Any,
        eval_result: Any,
        is_the_final_export: bool,
    ) -> Any:
        if self._model_dir != estimator.model_dir and self._pattern:
            self._model_dir = estimator.model_dir  # it may have been trained before
            self._best = self._best_of_events(
                os.path.join(self._model_dir, self._pattern)
            )
        if self._best is not None and not self._compare(
            best_eval_result=self._best, current_eval_result=eval_result
        ):
            return None
        tf1.logging.info("Performing best model export.")
        self._best = eval_result
        written = self._writer.write(estimator, export_path, checkpoint_path)
        collect(export_path, self._kept)
        return written

    def _best_of_events(self, pattern: str) -> Any:
        best = None
        for path in tf1.gfile.Glob(pattern):
            for event in tf1.train.summary_iterator(path):
                result = {
                    value.tag: value.simple_value
                    for value in event.summary.value
                    if value.HasField("simple_value")
                }
                if result and (best is None or self._compare(best, result)):
                    best = result
        return best


def _checked_number(exports_to_keep: Any) -> Any:
    if exports_to_keep is not None and exports_to_keep <= 0:
        raise ValueError("`exports_to_keep`, if provided, must be a positive number.")
    return exports_to_keep


def collect(folder: Any, kept: Any) -> None:
    """Remove all exports but the newest.

    Args:
        folder: Folder of the exports, which are called by the time.
        kept: How many stay; all for `None`.
    """
    if kept is None:
        return
    try:
        names = tf1.gfile.ListDirectory(folder)
    except tf.errors.NotFoundError:
        return
    names = [tf.compat.as_str(name).rstrip("/") for name in names]
    times = sorted((name for name in names if re.fullmatch(r"\d+", name)), key=int)
    for name in times[: max(0, len(times) - kept)]:
        path = os.path.join(tf.compat.as_bytes(folder), tf.compat.as_bytes(name))
        try:
            tf1.gfile.DeleteRecursively(path)
        except tf.errors.NotFoundError as error:
            tf1.logging.warning("Can not delete %s recursively: %s", path, error)
