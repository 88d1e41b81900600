"""Beginning from the weights of another model."""

from __future__ import annotations

import collections
import os
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1

VocabInfo = tf1.train.VocabInfo


class WarmStartSettings(
    collections.namedtuple(
        "WarmStartSettings",
        "ckpt_to_initialize_from vars_to_warm_start var_name_to_vocab_info "
        "var_name_to_prev_var_name",
    )
):
    """From which checkpoint which variables begin.

    Args:
        ckpt_to_initialize_from: A checkpoint, or a folder of them.
        vars_to_warm_start: A regular expression for trainable variables, a list of
            such for all variables, a list of variables, or `None` for those with a
            vocabulary alone.
        var_name_to_vocab_info: Dict of a `VocabInfo` by name of the variable.
        var_name_to_prev_var_name: Dict of its name in the checkpoint.

    Raises:
        ValueError: Without a checkpoint.

    Source: `tf.estimator.WarmStartSettings`.
    """

    def __new__(
        cls,
        ckpt_to_initialize_from: Any,
        vars_to_warm_start: Any = ".*",
        var_name_to_vocab_info: Any = None,
        var_name_to_prev_var_name: Any = None,
    ) -> Any:
        if not ckpt_to_initialize_from:
            raise ValueError(
                "`ckpt_to_initialize_from` MUST be set in WarmStartSettings"
            )
        return super().__new__(
            cls,
            ckpt_to_initialize_from,
            vars_to_warm_start,
            var_name_to_vocab_info or {},
            var_name_to_prev_var_name or {},
        )


def settings_of(given: Any) -> Any:
    """The settings of `warm_start_from`, which may be a path.

    Raises:
        ValueError: For something else.
    """
    if given is None:
        return None
    if isinstance(given, str | bytes):
        given = tf.compat.as_str(given)
        saved_model = os.path.join(given, "saved_model.pb")
        if tf1.gfile.Exists(saved_model) or tf1.gfile.Exists(saved_model + "txt"):
            tf1.logging.info("Warm-starting from a SavedModel")
            return WarmStartSettings(os.path.join(given, "variables", "variables"))
        return WarmStartSettings(ckpt_to_initialize_from=given)
    if isinstance(given, WarmStartSettings):
        return given
    raise ValueError(
        "warm_start_from must be a string or a WarmStartSettings, instead got "
        f"{type(given)}"
    )


def start(settings: Any) -> None:
    """Have the variables of the default graph begin from the checkpoint."""
    tf1.logging.info("Warm-starting with WarmStartSettings: %s", settings)
    tf1.train.warm_start(*settings)
