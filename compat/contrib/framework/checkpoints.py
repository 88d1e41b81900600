"""Variables from checkpoints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.contrib.framework.variables import get_variable_full_name

tf1 = tf.compat.v1


def load_checkpoint(filepattern: str) -> Any:
    """A reader of the checkpoint (the newest, in a folder).

    Source: `tf.contrib.framework.load_checkpoint`.
    """
    return tf1.train.load_checkpoint(filepattern)


def load_variable(checkpoint_dir: str, name: str) -> Any:
    """A variable's value in a checkpoint, as a NumPy array.

    Source: `tf.contrib.framework.load_variable`.
    """
    return tf1.train.load_variable(checkpoint_dir, name)


def list_variables(checkpoint_dir: str) -> list[tuple[str, list[int]]]:
    """The names and shapes of a checkpoint's variables.

    Source: `tf.contrib.framework.list_variables`.
    """
    return tf1.train.list_variables(checkpoint_dir)


def init_from_checkpoint(checkpoint_dir: str, assignment_map: dict[str, Any]) -> None:
    """Make a checkpoint's values the initial values of variables.

    Source: `tf.contrib.framework.init_from_checkpoint`.
    """
    tf1.train.init_from_checkpoint(checkpoint_dir, assignment_map)


def _by_name(var_list: Any) -> dict[str, Any]:
    if isinstance(var_list, dict):
        return var_list
    found: dict[str, Any] = {}
    for var in var_list:
        name = get_variable_full_name(var)
        found.setdefault(name, []).append(var)
    return {name: vs[0] if len(vs) == 1 else vs for name, vs in found.items()}


def assign_from_checkpoint(
    model_path: str, var_list: Any, ignore_missing_vars: bool = False
) -> tuple[Any, dict[Any, Any]]:
    """An op that fills variables from a checkpoint, and the feeds it needs.

    Args:
        model_path: Path of the checkpoint.
        var_list: Variables, or a dict from names in the checkpoint to variables.
        ignore_missing_vars: Whether to pass over those the checkpoint does not have.

    Returns:
        The op, and a dict from placeholders to values.

    Raises:
        ValueError: For a variable that is not there, or of another size.

    Source: `tf.contrib.framework.assign_from_checkpoint`.
    """
    reader = tf1.train.NewCheckpointReader(model_path)
    feeds: dict[Any, Any] = {}
    assigns = []
    for name, given in _by_name(var_list).items():
        if not reader.has_tensor(name):
            if ignore_missing_vars:
                tf1.logging.warning(
                    "Variable %s missing in checkpoint %s", name, model_path
                )
                continue
            raise ValueError(f"Checkpoint is missing variable [{name}]")
        whole = reader.get_tensor(name)
        for var in given if isinstance(given, (list, tuple)) else [given]:
            value = whole
            info = getattr(var, "_save_slice_info", None)
            if info:
                start, size = info.var_offset, info.var_shape
                value = whole[
                    tuple(slice(a, a + n) for a, n in zip(start, size, strict=True))
                ]
            if value.size != var.shape.num_elements():
                raise ValueError(
                    f"Total size of new array must be unchanged for {name} lh_shape: "
                    f"[{value.shape}], rh_shape: [{var.shape.as_list()}]"
                )
            fed = tf1.placeholder(
                tf.as_dtype(value.dtype), var.shape, name=f"placeholder/{var.op.name}"
            )
            assigns.append(tf1.assign(var, fed))
            feeds[fed] = value.reshape(var.shape.as_list())
    return tf.group(*assigns), feeds


def assign_from_checkpoint_fn(
    model_path: str,
    var_list: Any,
    ignore_missing_vars: bool = False,
    reshape_variables: bool = False,
) -> Callable[[Any], None] | None:
    """A function from a session that fills variables from a checkpoint.

    Args:
        model_path: Path of the checkpoint.
        var_list: Variables, or a dict from names in the checkpoint to variables.
        ignore_missing_vars: Whether to pass over those the checkpoint does not have.
        reshape_variables: Whether a value may have another shape of the same size.

    Returns:
        The function, or `None` where nothing is left to fill.

    Raises:
        ValueError: For an empty `var_list`.

    Source: `tf.contrib.framework.assign_from_checkpoint_fn`.
    """
    if not var_list:
        raise ValueError("var_list cannot be empty")
    if ignore_missing_vars:
        reader = tf1.train.NewCheckpointReader(model_path)
        names = (
            var_list
            if isinstance(var_list, dict)
            else {var.op.name: var for var in var_list}
        )
        var_list = {name: var for name, var in names.items() if reader.has_tensor(name)}
        for name in sorted(set(names) - set(var_list)):
            tf1.logging.warning(
                "Variable %s missing in checkpoint %s", name, model_path
            )
    if not var_list:
        tf1.logging.warning("No Variables to restore")
        return None
    saver = tf1.train.Saver(var_list, reshape=reshape_variables, write_version=1)
    return lambda session: saver.restore(session, model_path)
