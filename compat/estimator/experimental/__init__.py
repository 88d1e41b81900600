"""`tf.estimator.experimental`: hooks that stop, and parts of models."""

from __future__ import annotations

from compat.estimator.canned.dnn import logit_fn_builder as dnn_logit_fn_builder
from compat.estimator.canned.linear import logit_fn_builder as linear_logit_fn_builder
from compat.estimator.early_stopping import (
    make_early_stopping_hook,
    stop_if_higher_hook,
    stop_if_lower_hook,
    stop_if_no_decrease_hook,
    stop_if_no_increase_hook,
)
from compat.estimator.export.receivers import build_raw_supervised_input_receiver_fn
from compat.estimator.hooks import (
    InMemoryEvaluatorHook,
    make_stop_at_checkpoint_step_hook,
)
from compat.estimator.spec import call_logit_fn

__all__ = [
    "InMemoryEvaluatorHook",
    "build_raw_supervised_input_receiver_fn",
    "call_logit_fn",
    "dnn_logit_fn_builder",
    "linear_logit_fn_builder",
    "make_early_stopping_hook",
    "make_stop_at_checkpoint_step_hook",
    "stop_if_higher_hook",
    "stop_if_lower_hook",
    "stop_if_no_decrease_hook",
    "stop_if_no_increase_hook",
]
