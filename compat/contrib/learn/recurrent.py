"""`tf.contrib.learn.DynamicRnnEstimator`: a recurrent network over features."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib import layers
from compat.contrib.learn import recurrent_parts as parts
from compat.contrib.learn.estimator import Estimator
from compat.contrib.learn.keys import PredictionKey, ProblemType
from compat.contrib.learn.model_fn import ModelFnOps
from compat.contrib.learn.modes import ModeKeys
from compat.contrib.learn.recurrent_parts import PredictionType, RNNKeys
from compat.nn.recurrent import dynamic_rnn

tf1 = tf.compat.v1

_SUMMARIES = ["loss", "gradients", "gradient_norm", "global_gradient_norm"]


def _name(problem_type: int, prediction_type: int) -> str:
    many = prediction_type == PredictionType.MULTIPLE_VALUE
    classes = problem_type == ProblemType.CLASSIFICATION
    return (
        f"{'Multi' if many else 'Single'}ValueDynamicRNN"
        f"{'Classifier' if classes else 'Regressor'}"
    )


def _outputs(given: dict[str, Any], target: Any, cell: Any, features: Any) -> Any:
    """What the network gives at each step, and its last state."""
    inputs = parts.inputs_of(
        features, given["sequence_feature_columns"], given["context_feature_columns"]
    )
    lengths = features.get(RNNKeys.SEQUENCE_LENGTH_KEY)
    with tf1.name_scope("RNN"):
        # 1.15 ran all steps: the lengths say which of them count
        outputs, state = dynamic_rnn(
            cell=cell,
            inputs=inputs,
            initial_state=parts.initial_state_of(features, cell),
            dtype=tf.float32,
            time_major=False,
        )
        activations = layers.fully_connected(
            inputs=outputs, num_outputs=target.logits_dimension, activation_fn=None
        )
    return activations, state, lengths


def _model_fn(given: dict[str, Any], target: Any) -> Any:
    many = given["prediction_type"] == PredictionType.MULTIPLE_VALUE

    def model_fn(features: Any, labels: Any, mode: Any) -> Any:
        with tf1.name_scope(_name(given["problem_type"], given["prediction_type"])):
            dropout = given["dropout_keep_probabilities"]
            cell = parts.cell_of(
                given["num_units"],
                given["cell_type"],
                dropout if mode == ModeKeys.TRAIN else None,
            )
            activations, state, lengths = _outputs(given, target, cell, features)
            loss = train_op = None
            metrics: dict[str, Any] = {}
            predict = given["predict_probabilities"]
            if many:
                predictions = parts.at_each_step(activations, target, predict)
            else:
                predictions = parts.at_the_end(activations, lengths, target, predict)
            if mode != ModeKeys.INFER:
                if many:
                    loss = parts.loss_of_steps(activations, labels, lengths, target)
                else:
                    loss = parts.loss_of_the_end(activations, labels, lengths, target)
            predictions.update(parts.state_by_key(state))
            if mode != ModeKeys.INFER and target.n_classes is not None:
                seen = predictions[PredictionKey.CLASSES]
                said = labels
                if many:
                    seen, said = parts.masked(seen, labels, lengths)
                metrics["accuracy"] = _accuracy(seen, said)
            if mode == ModeKeys.TRAIN:
                train_op = layers.optimize_loss(
                    loss=loss,
                    global_step=None,
                    learning_rate=given["learning_rate"],
                    optimizer=_optimizer(given),
                    clip_gradients=given["gradient_clipping_norm"],
                    summaries=_SUMMARIES,
                )
        return ModelFnOps(
            mode=mode,
            predictions=predictions,
            loss=loss,
            train_op=train_op,
            eval_metric_ops=metrics,
        )

    return model_fn


def _accuracy(predictions: Any, labels: Any) -> Any:
    """The share of predictions that are the labels."""
    return tf1.metrics.accuracy(labels, predictions)


def _optimizer(given: dict[str, Any]) -> Any:
    if given["optimizer"] == "Momentum":
        return lambda rate: tf1.train.MomentumOptimizer(rate, given["momentum"])
    return given["optimizer"]


class DynamicRnnEstimator(Estimator):
    """A recurrent network for sequences of any length.

    Args:
        problem_type: `ProblemType.CLASSIFICATION` or `LINEAR_REGRESSION`.
        prediction_type: A `PredictionType`: a value for each step, or one at the end.
        sequence_feature_columns: What goes in at each step.
        context_feature_columns: What is the same at each step.
        num_classes: How many classes, for a classification.
        num_units: Units of the layers: a number, or a list.
        cell_type: `"basic_rnn"`, `"lstm"`, `"gru"`, or a class of cells.
        optimizer: An optimizer, or its name.
        learning_rate: Its learning rate.
        predict_probabilities: Whether probabilities are predicted, too.
        momentum: Of the optimizer `"Momentum"`.
        gradient_clipping_norm: Largest norm of the gradients, or `None`.
        dropout_keep_probabilities: What is kept before each layer and after the last.
        model_dir: Folder for checkpoints and events.
        feature_engineering_fn: From features and labels to those the model gets.
        config: A `RunConfig`.

    Raises:
        ValueError: For another problem or prediction, or without classes.

    Source: `tf.contrib.learn.DynamicRnnEstimator`.
    """

    def __init__(
        self,
        problem_type: int,
        prediction_type: int,
        sequence_feature_columns: Any,
        context_feature_columns: Any = None,
        num_classes: Any = None,
        num_units: Any = None,
        cell_type: Any = "basic_rnn",
        optimizer: Any = "SGD",
        learning_rate: float = 0.1,
        predict_probabilities: bool = False,
        momentum: Any = None,
        gradient_clipping_norm: Any = 5.0,
        dropout_keep_probabilities: Any = None,
        model_dir: Any = None,
        feature_engineering_fn: Any = None,
        config: Any = None,
    ) -> None:
        given = dict(locals())
        if prediction_type not in (
            PredictionType.MULTIPLE_VALUE,
            PredictionType.SINGLE_VALUE,
        ):
            raise ValueError(
                "prediction_type must be one of PredictionType.MULTIPLE_VALUE or "
                f"PredictionType.SINGLE_VALUE; got {prediction_type}"
            )
        target = parts.target_of(problem_type, num_classes)
        super().__init__(
            model_fn=_model_fn(given, target),
            model_dir=model_dir,
            config=config,
            feature_engineering_fn=feature_engineering_fn,
        )
