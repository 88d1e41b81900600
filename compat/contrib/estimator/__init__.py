"""`tf.contrib.estimator`: what was to come to `tf.estimator`."""

from __future__ import annotations

from compat.contrib.estimator.exports import (
    export_all_saved_models,
    export_saved_model_for_mode,
)
from compat.contrib.estimator.extenders import (
    add_metrics,
    clip_gradients_by_norm,
    forward_features,
)
from compat.contrib.estimator.heads import (
    binary_classification_head,
    logistic_regression_head,
    multi_class_head,
    multi_label_head,
    poisson_regression_head,
    regression_head,
)
from compat.contrib.estimator.recurrent import RNNClassifier, RNNEstimator
from compat.contrib.estimator.several import multi_head
from compat.estimator.canned.dnn import logit_fn_builder as dnn_logit_fn_builder
from compat.estimator.canned.linear import logit_fn_builder as linear_logit_fn_builder
from compat.estimator.export.receivers import (
    build_raw_supervised_input_receiver_fn,
    build_supervised_input_receiver_fn_from_input_fn,
)
from compat.estimator.spec import call_logit_fn

__all__ = [
    "RNNClassifier",
    "RNNEstimator",
    "add_metrics",
    "binary_classification_head",
    "build_raw_supervised_input_receiver_fn",
    "build_supervised_input_receiver_fn_from_input_fn",
    "call_logit_fn",
    "clip_gradients_by_norm",
    "dnn_logit_fn_builder",
    "export_all_saved_models",
    "export_saved_model_for_mode",
    "forward_features",
    "linear_logit_fn_builder",
    "logistic_regression_head",
    "multi_class_head",
    "multi_head",
    "multi_label_head",
    "poisson_regression_head",
    "regression_head",
]
