"""`tf.contrib.estimator.export_saved_model_for_mode`, `export_all_saved_models`."""

from __future__ import annotations

from typing import Any

from compat.estimator.modes import ModeKeys


def export_saved_model_for_mode(
    estimator: Any,
    export_dir_base: Any,
    input_receiver_fn: Any,
    assets_extra: Any = None,
    as_text: bool = False,
    checkpoint_path: Any = None,
    mode: str = ModeKeys.PREDICT,
) -> Any:
    """Write a SavedModel with the graph of one mode.

    Args:
        estimator: The Estimator.
        export_dir_base: Where the folder is made.
        input_receiver_fn: What the model is served with.
        assets_extra: From a path below `assets.extra` to a file.
        as_text: Whether the proto is text.
        checkpoint_path: The weights; by default the last ones.
        mode: A `ModeKeys`.

    Returns:
        The folder.

    Source: `tf.contrib.estimator.export_saved_model_for_mode`.
    """
    if not hasattr(estimator, "export_saved_model"):
        raise AttributeError(
            f"expected an Estimator of tf.estimator, received {type(estimator)}"
        )
    return export_all_saved_models(
        estimator,
        export_dir_base,
        {mode: input_receiver_fn},
        assets_extra,
        as_text,
        checkpoint_path,
    )


def export_all_saved_models(
    estimator: Any,
    export_dir_base: Any,
    input_receiver_fn_map: Any,
    assets_extra: Any = None,
    as_text: bool = False,
    checkpoint_path: Any = None,
) -> Any:
    """Write one SavedModel with a graph for each mode.

    Args:
        estimator: The Estimator.
        export_dir_base: Where the folder is made.
        input_receiver_fn_map: From a mode to its receiver function.
        assets_extra: From a path below `assets.extra` to a file.
        as_text: Whether the proto is text.
        checkpoint_path: The weights; by default the last ones.

    Returns:
        The folder.

    Source: `tf.contrib.estimator.export_all_saved_models`.
    """
    return estimator.experimental_export_all_saved_models(
        export_dir_base, input_receiver_fn_map, assets_extra, as_text, checkpoint_path
    )
