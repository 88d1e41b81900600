"""Names that `tf.contrib.learn` gives predictions, metrics, problems and tasks."""

from __future__ import annotations


class ProblemType:
    """What a model is to find out; a number each.

    Source: `tf.contrib.learn.ProblemType`.
    """

    UNSPECIFIED = 0
    CLASSIFICATION = 1
    LINEAR_REGRESSION = 2
    LOGISTIC_REGRESSION = 3


class PredictionKey:
    """Keys of predictions.

    Source: `tf.contrib.learn.PredictionKey`.
    """

    CLASSES = "classes"
    PROBABILITIES = "probabilities"
    LOGITS = "logits"
    LOGISTIC = "logistic"
    SCORES = "scores"
    TOP_K = "top_k"
    GENERIC = "output"


class MetricKey:
    """Names of metrics.

    Source: `tf.contrib.learn.estimators.MetricKey`.
    """

    LOSS = "loss"
    AUC = "auc"
    AUC_PR = "auc_precision_recall"
    CLASS_AUC = "auc/class%d"
    CLASS_AUC_PR = "auc_precision_recall/class%d"
    PREDICTION_MEAN = "labels/prediction_mean"
    CLASS_PREDICTION_MEAN = "labels/prediction_mean/class%d"
    CLASS_LOGITS_MEAN = "labels/logits_mean/class%d"
    CLASS_PROBABILITY_MEAN = "labels/probability_mean/class%d"
    LABEL_MEAN = "labels/actual_label_mean"
    CLASS_LABEL_MEAN = "labels/actual_label_mean/class%d"
    ACCURACY = "accuracy"
    ACCURACY_BASELINE = "accuracy/baseline_label_mean"
    ACCURACY_MEAN = "accuracy/threshold_%f_mean"
    PRECISION_MEAN = "precision/positive_threshold_%f_mean"
    RECALL_MEAN = "recall/positive_threshold_%f_mean"


class TaskType:
    """Kinds of processes of a cluster.

    Source: `tf.contrib.learn.TaskType`.
    """

    MASTER = "master"
    PS = "ps"
    WORKER = "worker"


class Environment:
    """Where a cluster runs.

    Source: `tf.contrib.learn.estimators.Environment`.
    """

    CLOUD = "cloud"
    GOOGLE = "google"
    LOCAL = "local"


class NotFittedError(ValueError, AttributeError):
    """A model is asked for something before it was trained.

    Source: `tf.contrib.learn.NotFittedError`.
    """
