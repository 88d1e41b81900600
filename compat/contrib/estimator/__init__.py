"""`tf.contrib.estimator`: what was to come to `tf.estimator`."""

from __future__ import annotations

from compat.estimator.export.receivers import (
    build_raw_supervised_input_receiver_fn,
    build_supervised_input_receiver_fn_from_input_fn,
)
from compat.estimator.spec import call_logit_fn

__all__ = [
    "build_raw_supervised_input_receiver_fn",
    "build_supervised_input_receiver_fn_from_input_fn",
    "call_logit_fn",
]
