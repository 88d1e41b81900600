"""Events read back: what 1.15's tests of summaries use."""

from __future__ import annotations

import os
from typing import Any

import tensorflow as tf


def events_from_file(filepath: str) -> list[Any]:
    """All events of a file.

    Args:
        filepath: The file.

    Source: `tensorflow.contrib.summary.summary_test_util`.
    """
    return list(tf.compat.v1.train.summary_iterator(filepath))


def events_from_logdir(logdir: str) -> list[Any]:
    """All events of the only file of a folder.

    Args:
        logdir: The folder.

    Source: `tensorflow.contrib.summary.summary_test_util`.
    """
    assert tf.io.gfile.exists(logdir)
    files = tf.io.gfile.listdir(logdir)
    assert len(files) == 1, f"Found not exactly one file in logdir: {files}"
    return events_from_file(os.path.join(logdir, files[0]))
