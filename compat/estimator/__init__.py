"""`tf.estimator`: models as functions, which are trained, evaluated and exported."""

from __future__ import annotations

import tensorflow as _tf

from compat.estimator.canned.baseline import (
    BaselineClassifier,
    BaselineEstimator,
    BaselineRegressor,
)
from compat.estimator.canned.combined import (
    DNNLinearCombinedClassifier,
    DNNLinearCombinedEstimator,
    DNNLinearCombinedRegressor,
)
from compat.estimator.canned.dnn import DNNClassifier, DNNEstimator, DNNRegressor
from compat.estimator.canned.linear import (
    LinearClassifier,
    LinearEstimator,
    LinearRegressor,
)
from compat.estimator.canned.parsing import (
    classifier_parse_example_spec,
    regressor_parse_example_spec,
)
from compat.estimator.config import RunConfig
from compat.estimator.estimator import Estimator
from compat.estimator.exporters import (
    BestExporter,
    Exporter,
    FinalExporter,
    LatestExporter,
)
from compat.estimator.extending import add_metrics
from compat.estimator.head.base import Head
from compat.estimator.head.classes import BinaryClassHead, MultiClassHead
from compat.estimator.head.multi_label import MultiLabelHead
from compat.estimator.head.regression import (
    LogisticRegressionHead,
    PoissonRegressionHead,
    RegressionHead,
)
from compat.estimator.head.several import MultiHead
from compat.estimator.modes import ModeKeys
from compat.estimator.spec import EstimatorSpec
from compat.estimator.specs import EvalSpec, TrainSpec
from compat.estimator.train_and_evaluate import train_and_evaluate
from compat.estimator.warm import VocabInfo, WarmStartSettings
from compat.session.saving import CheckpointSaverHook

_train = _tf.compat.v1.train

CheckpointSaverListener = _train.CheckpointSaverListener
FeedFnHook = _train.FeedFnHook
FinalOpsHook = _train.FinalOpsHook
GlobalStepWaiterHook = _train.GlobalStepWaiterHook
LoggingTensorHook = _train.LoggingTensorHook
NanLossDuringTrainingError = _train.NanLossDuringTrainingError
NanTensorHook = _train.NanTensorHook
ProfilerHook = _train.ProfilerHook
SecondOrStepTimer = _train.SecondOrStepTimer
SessionRunArgs = _train.SessionRunArgs
SessionRunContext = _train.SessionRunContext
SessionRunHook = _train.SessionRunHook
SessionRunValues = _train.SessionRunValues
StepCounterHook = _train.StepCounterHook
StopAtStepHook = _train.StopAtStepHook
SummarySaverHook = _train.SummarySaverHook

__all__ = [
    "BaselineClassifier",
    "BaselineEstimator",
    "BaselineRegressor",
    "BestExporter",
    "BinaryClassHead",
    "CheckpointSaverHook",
    "CheckpointSaverListener",
    "DNNClassifier",
    "DNNEstimator",
    "DNNLinearCombinedClassifier",
    "DNNLinearCombinedEstimator",
    "DNNLinearCombinedRegressor",
    "DNNRegressor",
    "Estimator",
    "EstimatorSpec",
    "EvalSpec",
    "Exporter",
    "FeedFnHook",
    "FinalExporter",
    "FinalOpsHook",
    "GlobalStepWaiterHook",
    "Head",
    "LatestExporter",
    "LinearClassifier",
    "LinearEstimator",
    "LinearRegressor",
    "LoggingTensorHook",
    "LogisticRegressionHead",
    "ModeKeys",
    "MultiClassHead",
    "MultiHead",
    "MultiLabelHead",
    "NanLossDuringTrainingError",
    "NanTensorHook",
    "PoissonRegressionHead",
    "ProfilerHook",
    "RegressionHead",
    "RunConfig",
    "SecondOrStepTimer",
    "SessionRunArgs",
    "SessionRunContext",
    "SessionRunHook",
    "SessionRunValues",
    "StepCounterHook",
    "StopAtStepHook",
    "SummarySaverHook",
    "TrainSpec",
    "VocabInfo",
    "WarmStartSettings",
    "add_metrics",
    "classifier_parse_example_spec",
    "regressor_parse_example_spec",
    "train_and_evaluate",
]
