"""`tf.contrib.learn`: Estimators of 2016 and 2017, and what belongs to them."""

import tensorflow as _tf

from compat.contrib.learn.classes import (
    DNNClassifier,
    DNNEstimator,
    DNNRegressor,
    LinearClassifier,
    LinearEstimator,
    LinearRegressor,
)
from compat.contrib.learn.estimator import BaseEstimator, Estimator
from compat.contrib.learn.experiment import Experiment
from compat.contrib.learn.export_strategy import ExportStrategy
from compat.contrib.learn.exporting import make_export_strategy
from compat.contrib.learn.frames import (
    extract_pandas_data,
    extract_pandas_labels,
    extract_pandas_matrix,
)
from compat.contrib.learn.graph_actions import infer, run_feeds, run_n
from compat.contrib.learn.head import (
    Head,
    binary_svm_head,
    multi_class_head,
    multi_head,
    multi_label_head,
    no_op_train_fn,
    poisson_regression_head,
    regression_head,
)
from compat.contrib.learn.infer_columns import (
    infer_real_valued_columns_from_input,
    infer_real_valued_columns_from_input_fn,
)
from compat.contrib.learn.keys import (
    NotFittedError,
    PredictionKey,
    ProblemType,
    TaskType,
)
from compat.contrib.learn.metric_spec import MetricSpec
from compat.contrib.learn.model_fn import ModelFnOps
from compat.contrib.learn.modes import ModeKeys
from compat.contrib.learn.recurrent import DynamicRnnEstimator
from compat.contrib.learn.regressor import LogisticRegressor
from compat.contrib.learn.run_config import RunConfig
from compat.contrib.learn.serving import InputFnOps, build_parsing_serving_input_fn
from compat.contrib.learn.sk import SKCompat
from compat.contrib.learn.together import (
    DNNLinearCombinedClassifier,
    DNNLinearCombinedEstimator,
    DNNLinearCombinedRegressor,
)
from compat.contrib.learn.trainable import Evaluable, Trainable

NanLossDuringTrainingError = _tf.compat.v1.train.NanLossDuringTrainingError

__all__ = [
    "BaseEstimator",
    "DNNClassifier",
    "DNNEstimator",
    "DNNLinearCombinedClassifier",
    "DNNLinearCombinedEstimator",
    "DNNLinearCombinedRegressor",
    "DNNRegressor",
    "DynamicRnnEstimator",
    "Estimator",
    "Evaluable",
    "Experiment",
    "ExportStrategy",
    "Head",
    "InputFnOps",
    "LinearClassifier",
    "LinearEstimator",
    "LinearRegressor",
    "LogisticRegressor",
    "MetricSpec",
    "ModeKeys",
    "ModelFnOps",
    "NanLossDuringTrainingError",
    "NotFittedError",
    "PredictionKey",
    "ProblemType",
    "RunConfig",
    "SKCompat",
    "TaskType",
    "Trainable",
    "binary_svm_head",
    "build_parsing_serving_input_fn",
    "extract_pandas_data",
    "extract_pandas_labels",
    "extract_pandas_matrix",
    "infer",
    "infer_real_valued_columns_from_input",
    "infer_real_valued_columns_from_input_fn",
    "make_export_strategy",
    "multi_class_head",
    "multi_head",
    "multi_label_head",
    "no_op_train_fn",
    "poisson_regression_head",
    "regression_head",
    "run_feeds",
    "run_n",
]
