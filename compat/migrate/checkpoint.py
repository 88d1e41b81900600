"""Reads and writes TensorFlow checkpoints, by public TensorFlow."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from compat import writing
from compat.errors import UsageError
from compat.migrate.kinds import Array
from compat.run import quiet, startup


def tensorflow() -> Any:
    """TensorFlow, without what it says while it starts, and without oneDNN's sums."""
    startup.settle_environment()
    with quiet.start_up():
        import tensorflow as tf
    return tf


def read(path: str) -> dict[str, Array]:
    """Read every variable of a checkpoint.

    Args:
        path: What `Saver.save` was given or gave back, one of its files, or a folder
            with checkpoints: its latest. Of either format of a Saver, V1 or V2.

    Raises:
        UsageError: When there is no checkpoint, or it cannot be read.
    """
    prefix = checkpoint_prefix(path)
    tf = tensorflow()

    try:
        reader = tf.train.load_checkpoint(prefix)
        names = reader.get_variable_to_shape_map()
        return {name: np.asarray(reader.get_tensor(name)) for name in sorted(names)}
    except Exception as error:  # a damaged file makes the reader raise anything
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UsageError(f"{prefix}: not a readable checkpoint: {said}") from None


def checkpoint_prefix(path: str) -> str:
    """The prefix of a checkpoint's files.

    Raises:
        UsageError: When there is none.
    """
    if os.path.isdir(path):
        return _latest(path)
    for end in (".index", ".meta"):
        path = path.removesuffix(end)
    start, dash, _ = path.rpartition(".data-")
    path = start if dash else path
    if os.path.isfile(path) or os.path.isfile(path + ".index"):
        return path
    escaped = glob.escape(path)
    if glob.glob(f"{escaped}-?????-of-?????"):  # V1, in several files
        return f"{path}-?????-of-?????"
    # Saver.save(session, path, global_step=…) adds the step
    steps = {
        int(match[2]): match[1]
        for file in glob.glob(f"{escaped}-*.index")
        if (match := re.fullmatch(r"(.*-(\d+))\.index", file, re.DOTALL))
    }
    if steps:
        return steps[max(steps)]
    raise UsageError(
        f"{path}: no such checkpoint: expected the path that Saver.save was given, one "
        "of its files, or a folder with a `checkpoint` file"
    )


def _latest(folder: str) -> str:
    tf = tensorflow()

    prefix = tf.train.latest_checkpoint(folder)
    if prefix is not None:
        return str(prefix)
    several = glob.glob(os.path.join(glob.escape(folder), "*.index"))
    if not several:
        raise UsageError(f"{folder}: no checkpoint in this folder")
    return max(several, key=os.path.getmtime).removesuffix(".index")


def write(path: str, variables: Mapping[str, Array]) -> None:
    """Write variables as a checkpoint of format V2, that TensorFlow 1.x's Saver reads.

    Args:
        path: The prefix of its files.
        variables: By name.

    Raises:
        UsageError: When the folder is not there or cannot be written.
    """
    tf = tensorflow()

    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder):
        raise UsageError(f"{folder}: no such folder")
    names = sorted(variables)
    beside = f"{path}.new"
    try:
        tf.raw_ops.SaveV2(
            prefix=beside,
            tensor_names=names,
            shape_and_slices=[""] * len(names),
            tensors=[tf.constant(variables[name]) for name in names],
        )
        for file in glob.glob(glob.escape(beside) + ".*"):
            os.replace(file, path + file[len(beside) :])
    except (tf.errors.OpError, OSError) as error:
        said = writing.cause(error)
        raise UsageError(f"{path}: cannot be written: {said}") from None
