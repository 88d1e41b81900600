"""`tf.contrib.tpu`: the Estimator of BERT and its kin, without TPUs."""

from __future__ import annotations

from compat.contrib.tpu.config import InputPipelineConfig, RunConfig, TPUConfig
from compat.contrib.tpu.estimator import TPUEstimator, export_estimator_savedmodel
from compat.contrib.tpu.precision import bfloat16_scope
from compat.contrib.tpu.spec import TPUEstimatorSpec

__all__ = [
    "InputPipelineConfig",
    "RunConfig",
    "TPUConfig",
    "TPUEstimator",
    "TPUEstimatorSpec",
    "bfloat16_scope",
    "export_estimator_savedmodel",
]
