"""`DNNLinearCombinedClassifier` and its kin: wide and deep models."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.learn import canned
from compat.contrib.learn.classes import (
    Canned,
    Classifier,
    Regressor,
    class_head,
    number_head,
)

tf1 = tf.compat.v1


def _params(head: Any, given: dict[str, Any]) -> dict[str, Any]:
    """What the model function takes of a constructor's arguments."""
    wide = given["linear_feature_columns"]
    deep = given["dnn_feature_columns"]
    wide, deep = tuple(wide or []), tuple(deep or [])
    if not wide + deep:
        raise ValueError(
            "Either linear_feature_columns or dnn_feature_columns must be defined."
        )
    return {
        "head": head,
        "linear_feature_columns": wide,
        "linear_optimizer": given["linear_optimizer"],
        "joint_linear_weights": given["_joint_linear_weights"],
        "dnn_feature_columns": deep,
        "dnn_optimizer": given["dnn_optimizer"],
        "dnn_hidden_units": given["dnn_hidden_units"],
        "dnn_activation_fn": given["dnn_activation_fn"] or tf1.nn.relu,
        "dnn_dropout": given["dnn_dropout"],
        "gradient_clip_norm": given["gradient_clip_norm"],
        "embedding_lr_multipliers": given["embedding_lr_multipliers"],
        "input_layer_min_slice_size": given.get("input_layer_min_slice_size"),
        "fix_global_step_increment_bug": given["fix_global_step_increment_bug"],
    }


class DNNLinearCombinedClassifier(Classifier):
    """A wide and deep classifier.

    Args:
        model_dir: Folder for checkpoints and events.
        n_classes: How many classes.
        weight_column_name: Of the feature that has the examples' weights.
        linear_feature_columns: What goes into the wide part.
        linear_optimizer: Of the wide part.
        _joint_linear_weights: Whether its weights are one variable.
        dnn_feature_columns: What goes into the deep part.
        dnn_optimizer: Of the deep part.
        dnn_hidden_units: Units of its layers.
        dnn_activation_fn: Of its layers.
        dnn_dropout: Rate, or `None`.
        gradient_clip_norm: Largest norm of the gradients, or `None`.
        enable_centered_bias: Whether a bias is learned beside the model.
        config: A `RunConfig`.
        feature_engineering_fn: From features and labels to those the model gets.
        embedding_lr_multipliers: From embedding columns to factors of their gradients.
        input_layer_min_slice_size: Smallest part of a variable that is cut.
        label_keys: Names of the classes.
        fix_global_step_increment_bug: Whether a step counts once, not for each part.

    Source: `tf.contrib.learn.DNNLinearCombinedClassifier`.
    """

    def __init__(
        self,
        model_dir: Any = None,
        n_classes: int = 2,
        weight_column_name: Any = None,
        linear_feature_columns: Any = None,
        linear_optimizer: Any = None,
        _joint_linear_weights: bool = False,
        dnn_feature_columns: Any = None,
        dnn_optimizer: Any = None,
        dnn_hidden_units: Any = None,
        dnn_activation_fn: Any = tf1.nn.relu,
        dnn_dropout: Any = None,
        gradient_clip_norm: Any = None,
        enable_centered_bias: bool = False,
        config: Any = None,
        feature_engineering_fn: Any = None,
        embedding_lr_multipliers: Any = None,
        input_layer_min_slice_size: Any = None,
        label_keys: Any = None,
        fix_global_step_increment_bug: bool = False,
    ) -> None:
        given = dict(locals())
        head = class_head(given)
        self._set_up(canned.combined, _params(head, given), given)


class DNNLinearCombinedRegressor(Regressor):
    """A wide and deep regressor.

    Args:
        model_dir: Folder for checkpoints and events.
        weight_column_name: Of the feature that has the examples' weights.
        linear_feature_columns: What goes into the wide part.
        linear_optimizer: Of the wide part.
        _joint_linear_weights: Whether its weights are one variable.
        dnn_feature_columns: What goes into the deep part.
        dnn_optimizer: Of the deep part.
        dnn_hidden_units: Units of its layers.
        dnn_activation_fn: Of its layers.
        dnn_dropout: Rate, or `None`.
        gradient_clip_norm: Largest norm of the gradients, or `None`.
        enable_centered_bias: Whether a bias is learned beside the model.
        label_dimension: How many numbers.
        config: A `RunConfig`.
        feature_engineering_fn: From features and labels to those the model gets.
        embedding_lr_multipliers: From embedding columns to factors of their gradients.
        input_layer_min_slice_size: Smallest part of a variable that is cut.
        fix_global_step_increment_bug: Whether a step counts once, not for each part.

    Source: `tf.contrib.learn.DNNLinearCombinedRegressor`.
    """

    def __init__(
        self,
        model_dir: Any = None,
        weight_column_name: Any = None,
        linear_feature_columns: Any = None,
        linear_optimizer: Any = None,
        _joint_linear_weights: bool = False,
        dnn_feature_columns: Any = None,
        dnn_optimizer: Any = None,
        dnn_hidden_units: Any = None,
        dnn_activation_fn: Any = tf1.nn.relu,
        dnn_dropout: Any = None,
        gradient_clip_norm: Any = None,
        enable_centered_bias: bool = False,
        label_dimension: int = 1,
        config: Any = None,
        feature_engineering_fn: Any = None,
        embedding_lr_multipliers: Any = None,
        input_layer_min_slice_size: Any = None,
        fix_global_step_increment_bug: bool = False,
    ) -> None:
        given = dict(locals())
        head = number_head(given)
        self._set_up(canned.combined, _params(head, given), given)


class DNNLinearCombinedEstimator(Canned):
    """A wide and deep model under any head.

    Args:
        head: The head.
        model_dir: Folder for checkpoints and events.
        linear_feature_columns: What goes into the wide part.
        linear_optimizer: Of the wide part.
        _joint_linear_weights: Whether its weights are one variable.
        dnn_feature_columns: What goes into the deep part.
        dnn_optimizer: Of the deep part.
        dnn_hidden_units: Units of its layers.
        dnn_activation_fn: Of its layers.
        dnn_dropout: Rate, or `None`.
        gradient_clip_norm: Largest norm of the gradients, or `None`.
        config: A `RunConfig`.
        feature_engineering_fn: From features and labels to those the model gets.
        embedding_lr_multipliers: From embedding columns to factors of their gradients.
        fix_global_step_increment_bug: Whether a step counts once, not for each part.
        input_layer_partitioner: Not used: there is one machine.

    Source: `tf.contrib.learn.DNNLinearCombinedEstimator`.
    """

    def __init__(
        self,
        head: Any,
        model_dir: Any = None,
        linear_feature_columns: Any = None,
        linear_optimizer: Any = None,
        _joint_linear_weights: bool = False,
        dnn_feature_columns: Any = None,
        dnn_optimizer: Any = None,
        dnn_hidden_units: Any = None,
        dnn_activation_fn: Any = None,
        dnn_dropout: Any = None,
        gradient_clip_norm: Any = None,
        config: Any = None,
        feature_engineering_fn: Any = None,
        embedding_lr_multipliers: Any = None,
        fix_global_step_increment_bug: bool = False,
        input_layer_partitioner: Any = None,
    ) -> None:
        given = dict(locals())
        self._set_up(canned.combined, _params(head, given), given)
