"""What the heads of `tf.contrib.learn` have in common."""

from __future__ import annotations

import abc
from typing import Any

import tensorflow as tf

from compat.contrib.learn.model_fn import ModelFnOps
from compat.contrib.learn.modes import ModeKeys

tf1 = tf.compat.v1


class Head(abc.ABC):
    """From logits, or what is before them, to predictions, loss and training.

    Source: `tf.contrib.learn.Head`.
    """

    @property
    @abc.abstractmethod
    def logits_dimension(self) -> int:
        """Last dimension of the logits."""
        raise NotImplementedError

    @abc.abstractmethod
    def create_model_fn_ops(
        self,
        features: Any,
        mode: Any,
        labels: Any = None,
        train_op_fn: Any = None,
        logits: Any = None,
        logits_input: Any = None,
        scope: Any = None,
    ) -> Any:
        """The `ModelFnOps` of a mode."""
        raise NotImplementedError


def no_op_train_fn(loss: Any) -> Any:
    """A step that trains nothing.

    Args:
        loss: The loss.

    Source: `tf.contrib.learn.no_op_train_fn`.
    """
    del loss
    return tf1.no_op()


class SingleHead(Head):
    """A head of one kind of labels.

    Args:
        problem_type: A `ProblemType`.
        logits_dimension: Last dimension of the logits.
        label_name: Of the labels, where they are a dict.
        weight_column_name: Of the feature that has the examples' weights.
        head_name: Name of its scope and its summaries.
        enable_centered_bias: Whether a bias is learned beside the model.

    Raises:
        ValueError: For a dimension below 1.
    """

    _loss_fn: Any

    default_name = ""

    def __init__(
        self,
        problem_type: int,
        logits_dimension: int,
        label_name: Any = None,
        weight_column_name: Any = None,
        head_name: Any = None,
        enable_centered_bias: bool = False,
    ) -> None:
        if problem_type is None:
            raise ValueError("Invalid problem_type None.")
        if logits_dimension is None or logits_dimension < 1:
            raise ValueError(f"Invalid logits_dimension {logits_dimension}.")
        self._problem_type = problem_type
        self._logits_dimension = logits_dimension
        self._label_name = label_name
        self._weight_column_name = weight_column_name
        self._head_name = head_name
        self._enable_centered_bias = enable_centered_bias

    @property
    def logits_dimension(self) -> int:
        return self._logits_dimension

    @property
    def label_name(self) -> Any:
        """Of the labels, where they are a dict."""
        return self._label_name

    @property
    def weight_column_name(self) -> Any:
        """Of the feature that has the examples' weights."""
        return self._weight_column_name

    @property
    def head_name(self) -> Any:
        """Name of its scope and its summaries."""
        return self._head_name

    def _create_output_alternatives(self, predictions: Any) -> Any:
        return {self._head_name: (self._problem_type, predictions)}

    def _transform_labels(self, mode: Any, labels: Any) -> Any:
        if mode == ModeKeys.INFER and labels is None:
            return None
        labels = labels_tensor(labels, self._label_name)
        no_sparse(labels)
        return labels

    def _logits_to_predictions(self, logits: Any) -> Any:
        raise NotImplementedError

    def _loss(self, labels: Any, logits: Any, weights: Any) -> Any:
        return self._loss_fn(labels, logits, weights)

    def _metrics(
        self, eval_loss: Any, predictions: Any, labels: Any, weights: Any
    ) -> Any:
        raise NotImplementedError

    def create_model_fn_ops(
        self,
        features: Any,
        mode: Any,
        labels: Any = None,
        train_op_fn: Any = None,
        logits: Any = None,
        logits_input: Any = None,
        scope: Any = None,
    ) -> Any:
        if mode not in (ModeKeys.TRAIN, ModeKeys.EVAL, ModeKeys.INFER):
            raise ValueError(f"mode={mode} unrecognized.")
        with tf1.variable_scope(
            scope,
            default_name=self._head_name or self.default_name,
            values=(*features.values(), labels, logits, logits_input),
        ):
            labels = self._transform_labels(mode, labels)
            logits = _logits(logits_input, logits, self._logits_dimension)
            return self._model_fn_ops(features, mode, labels, train_op_fn, logits)

    def _model_fn_ops(
        self, features: Any, mode: Any, labels: Any, train_op_fn: Any, logits: Any
    ) -> Any:
        centered = None
        if self._enable_centered_bias:
            centered = _centered_bias(self._logits_dimension, self._head_name)
            logits = tf1.nn.bias_add(logits, centered)
        predictions = self._logits_to_predictions(logits)
        loss = train_op = metrics = None
        if mode != ModeKeys.INFER and labels is not None:
            weights = weight_tensor(features, self._weight_column_name)
            loss, average = self._loss(labels, logits, weights)
            with tf1.name_scope(""):
                tf1.summary.scalar(
                    summary_key(self._head_name, "loss"), tf1.identity(average)
                )
            if mode == ModeKeys.TRAIN:
                if train_op_fn is None:
                    raise ValueError("train_op_fn can not be None in TRAIN mode")
                batch_size = tf1.shape(logits)[0]
                train_op = self._train_op(
                    loss, labels, train_op_fn, centered, batch_size, weights
                )
            metrics = self._metrics(average, predictions, labels, weights)
        return ModelFnOps(
            mode=mode,
            predictions=predictions,
            loss=loss,
            train_op=train_op,
            eval_metric_ops=metrics,
            output_alternatives=self._create_output_alternatives(predictions),
        )

    def _train_op(
        self,
        loss: Any,
        labels: Any,
        train_op_fn: Any,
        centered: Any,
        batch_size: Any,
        weights: Any,
    ) -> Any:
        step = None
        if centered is not None:
            logits = tf1.tile(tf1.reshape(centered, (1, -1)), [batch_size, 1])
            with tf1.name_scope(None, "centered_bias", (labels, logits)):
                of_bias, _ = self._loss(labels, logits, weights)
            tf1.logging.debug("learning rate of the centered bias: 0.1")
            optimizer = tf1.train.AdagradOptimizer(0.1)
            step = optimizer.minimize(
                of_bias, var_list=(centered,), name="centered_bias_step"
            )
        with tf1.name_scope(None, "train_op", (loss, labels)):
            op = train_op_fn(loss)
        return tf1.group(op, step) if step is not None else op


def summary_key(head_name: Any, name: str) -> str:
    """The name of a metric of a head."""
    return f"{name}/{head_name}" if head_name else name


def _logits(logits_input: Any, logits: Any, dimension: int) -> Any:
    if logits_input is not None and logits is not None:
        raise ValueError("Both logits and logits_input supplied.")
    if logits_input is None and logits is None:
        raise ValueError("Neither logits nor logits_input supplied.")
    if logits is None:
        from compat.contrib.layers import legacy_fully_connected

        return legacy_fully_connected(
            logits_input, num_output_units=dimension, name="logits"
        )
    logits = tf.convert_to_tensor(logits)
    there = logits.shape.as_list()[-1] if logits.shape.rank else None
    if there is not None and there != dimension:
        raise ValueError(f"Dimensions {there} and {dimension} are not compatible")
    return logits


def _centered_bias(dimension: int, head_name: Any) -> Any:
    bias = tf1.Variable(
        name="centered_bias_weight",
        initial_value=tf1.zeros(shape=(dimension,)),
        trainable=True,
    )
    for number in range(dimension):
        tf1.summary.scalar(
            f"centered_bias/bias_{number}"
            if not head_name
            else f"centered_bias/bias_{number}/{head_name}",
            bias[number],
        )
    return bias


def weight_tensor(features: Any, name: Any) -> Any:
    """The examples' weights as a column, or `None`."""
    if not name:
        return None
    if name not in features:
        raise ValueError(f"Weights {name} missing from features.")
    with tf1.name_scope(None, "weight_tensor", tuple(features.values())):
        weights = tf1.to_float(features[name])
        shape = weights.shape
        if shape.rank in (None, 1):
            weights = tf1.reshape(weights, (-1, 1))
        return weights


def weighted_loss(unweighted: Any, weights: Any, name: str = "loss") -> tuple[Any, Any]:
    """The mean of losses, and their mean by weight."""
    with tf1.name_scope(name, values=(unweighted, weights)) as scope:
        if weights is None:
            loss = tf1.reduce_mean(unweighted, name=scope)
            return loss, loss
        with tf1.name_scope(None, "weighted_loss", (unweighted, weights)) as inner:
            weights = weights * tf.ones_like(unweighted)
            weighted = tf1.multiply(unweighted, weights, name=inner)
        mean = tf1.reduce_mean(weighted, name=scope)
        normalized = tf1.div(
            tf1.reduce_sum(weighted),
            tf1.to_float(tf1.reduce_sum(weights)),
            name="weighted_average_loss",
        )
        return mean, normalized


def labels_tensor(labels: Any, label_name: Any) -> Any:
    """The labels, out of a dict where they have a name."""
    found = labels[label_name] if isinstance(labels, dict) else labels
    return tf1.convert_to_tensor_or_sparse_tensor(found)


def no_sparse(labels: Any) -> None:
    """Raise for sparse labels."""
    if isinstance(labels, tf.SparseTensor):
        raise ValueError("SparseTensor is not supported.")
