"""The classes of canned Estimators: `DNNClassifier` and its kin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import tensorflow as tf

from compat.contrib.learn import canned
from compat.contrib.learn.estimator import Estimator
from compat.contrib.learn.head import multi_class_head, regression_head
from compat.contrib.learn.keys import PredictionKey
from compat.contrib.learn.metric_spec import MetricSpec

tf1 = tf.compat.v1

_ARGUMENTS = """

Args:
    x: Features, in place of `input_fn`.
    input_fn: To features.
    batch_size: Rows of a batch of `x`.
    as_iterable: Whether they come one by one.
"""
_DEEP = (
    "hidden_units feature_columns optimizer activation_fn dropout gradient_clip_norm "
    "embedding_lr_multipliers input_layer_min_slice_size"
)


def _alone(predictions: Any, key: str) -> Iterator[Any]:
    for one in predictions:
        yield one[key]


def _prediction(key: str, name: str, doc: str) -> Callable[..., Any]:
    """A method that predicts one thing."""

    def predict(
        self: Any,
        x: Any = None,
        input_fn: Any = None,
        batch_size: Any = None,
        as_iterable: bool = True,
    ) -> Any:
        found = Estimator.predict(
            self,
            x=x,
            input_fn=input_fn,
            batch_size=batch_size,
            outputs=[key],
            as_iterable=as_iterable,
        )
        return _alone(found, key) if as_iterable else found[key]

    predict.__name__, predict.__qualname__ = name, f"Estimator.{name}"
    predict.__doc__ = doc + _ARGUMENTS
    return predict


class Canned(Estimator):
    """An Estimator whose model function is there already."""

    def _set_up(self, model_fn: Any, params: dict[str, Any], given: Any) -> None:
        """Construct it from what its own constructor was given."""
        Estimator.__init__(
            self,
            model_fn=model_fn,
            model_dir=given["model_dir"],
            config=given["config"],
            params=params,
            feature_engineering_fn=given["feature_engineering_fn"],
        )


class _Predicts(Canned):
    """One of whose predictions is the one that is meant."""

    _meant: str

    def predict(  # type: ignore[override]
        self,
        x: Any = None,
        input_fn: Any = None,
        batch_size: Any = None,
        outputs: Any = None,
        as_iterable: bool = True,
    ) -> Any:
        """Predict what is meant, or what is asked for.

        Args:
            x: Features, in place of `input_fn`.
            input_fn: To features.
            batch_size: Rows of a batch of `x`.
            outputs: Which predictions; classes, or scores, by default.
            as_iterable: Whether they come one by one.
        """
        if not outputs:
            meant = getattr(self, self._meant)
            return meant(x, input_fn, batch_size, as_iterable)
        return super().predict(x, input_fn, batch_size, outputs, as_iterable)


class Classifier(_Predicts):
    """What classifiers have in common."""

    _meant = "predict_classes"
    predict_classes = _prediction(
        PredictionKey.CLASSES, "predict_classes", "Predict classes."
    )
    predict_proba = _prediction(
        PredictionKey.PROBABILITIES, "predict_proba", "Predict probabilities."
    )


class Regressor(_Predicts):
    """What regressors have in common."""

    _meant = "predict_scores"
    predict_scores = _prediction(
        PredictionKey.SCORES, "predict_scores", "Predict numbers."
    )

    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        input_fn: Any = None,
        feed_fn: Any = None,
        batch_size: Any = None,
        steps: Any = None,
        metrics: Any = None,
        name: Any = None,
        checkpoint_path: Any = None,
        hooks: Any = None,
        log_progress: bool = True,
    ) -> Any:
        """Evaluate; metrics that name no prediction are of the scores."""
        named: dict[Any, Any] = {}
        for key, metric in (metrics or {}).items():
            plain = not isinstance(metric, MetricSpec) and not isinstance(key, tuple)
            named[(key, PredictionKey.SCORES) if plain else key] = metric
        return super().evaluate(
            x=x,
            y=y,
            input_fn=input_fn,
            feed_fn=feed_fn,
            batch_size=batch_size,
            steps=steps,
            metrics=named,
            name=name,
            checkpoint_path=checkpoint_path,
            hooks=hooks,
            log_progress=log_progress,
        )


def class_head(given: dict[str, Any]) -> Any:
    """The head of a classifier, from what its constructor was given."""
    return multi_class_head(
        given["n_classes"],
        weight_column_name=given["weight_column_name"],
        enable_centered_bias=given["enable_centered_bias"],
        label_keys=given["label_keys"],
    )


def number_head(given: dict[str, Any]) -> Any:
    """The head of a regressor, from what its constructor was given."""
    return regression_head(
        weight_column_name=given["weight_column_name"],
        label_dimension=given["label_dimension"],
        enable_centered_bias=given["enable_centered_bias"],
    )


def _deep(head: Any, given: dict[str, Any]) -> dict[str, Any]:
    """What the model function takes of a constructor's arguments."""
    return {"head": head, **{name: given[name] for name in _DEEP.split()}}


def _wide(head: Any, given: dict[str, Any], joint: bool) -> dict[str, Any]:
    names = "feature_columns optimizer gradient_clip_norm".split()
    params = {name: given[name] for name in names}
    return {"head": head, **params, "joint_weights": joint}


class DNNClassifier(Classifier):
    """A classifier of hidden layers.

    Args:
        hidden_units: Units of the layers.
        feature_columns: What goes in.
        model_dir: Folder for checkpoints and events.
        n_classes: How many classes.
        weight_column_name: Of the feature that has the examples' weights.
        optimizer: An optimizer, its name, or a function that makes it.
        activation_fn: Of the hidden layers.
        dropout: Rate, or `None`.
        gradient_clip_norm: Largest norm of the gradients, or `None`.
        enable_centered_bias: Whether a bias is learned beside the model.
        config: A `RunConfig`.
        feature_engineering_fn: From features and labels to those the model gets.
        embedding_lr_multipliers: From embedding columns to factors of their gradients.
        input_layer_min_slice_size: Smallest part of a variable that is cut.
        label_keys: Names of the classes.

    Source: `tf.contrib.learn.DNNClassifier`.
    """

    def __init__(
        self,
        hidden_units: Any,
        feature_columns: Any,
        model_dir: Any = None,
        n_classes: int = 2,
        weight_column_name: Any = None,
        optimizer: Any = None,
        activation_fn: Any = tf1.nn.relu,
        dropout: Any = None,
        gradient_clip_norm: Any = None,
        enable_centered_bias: bool = False,
        config: Any = None,
        feature_engineering_fn: Any = None,
        embedding_lr_multipliers: Any = None,
        input_layer_min_slice_size: Any = None,
        label_keys: Any = None,
    ) -> None:
        self._feature_columns = feature_columns = tuple(feature_columns or [])
        given = dict(locals())
        self._set_up(canned.deep, _deep(class_head(given), given), given)


class DNNRegressor(Regressor):
    """A regressor of hidden layers.

    Args:
        hidden_units: Units of the layers.
        feature_columns: What goes in.
        model_dir: Folder for checkpoints and events.
        weight_column_name: Of the feature that has the examples' weights.
        optimizer: An optimizer, its name, or a function that makes it.
        activation_fn: Of the hidden layers.
        dropout: Rate, or `None`.
        gradient_clip_norm: Largest norm of the gradients, or `None`.
        enable_centered_bias: Whether a bias is learned beside the model.
        config: A `RunConfig`.
        feature_engineering_fn: From features and labels to those the model gets.
        label_dimension: How many numbers.
        embedding_lr_multipliers: From embedding columns to factors of their gradients.
        input_layer_min_slice_size: Smallest part of a variable that is cut.

    Source: `tf.contrib.learn.DNNRegressor`.
    """

    def __init__(
        self,
        hidden_units: Any,
        feature_columns: Any,
        model_dir: Any = None,
        weight_column_name: Any = None,
        optimizer: Any = None,
        activation_fn: Any = tf1.nn.relu,
        dropout: Any = None,
        gradient_clip_norm: Any = None,
        enable_centered_bias: bool = False,
        config: Any = None,
        feature_engineering_fn: Any = None,
        label_dimension: int = 1,
        embedding_lr_multipliers: Any = None,
        input_layer_min_slice_size: Any = None,
    ) -> None:
        self._feature_columns = feature_columns = tuple(feature_columns or [])
        given = dict(locals())
        self._set_up(canned.deep, _deep(number_head(given), given), given)


class DNNEstimator(Canned):
    """Hidden layers under any head.

    Args:
        head: The head.
        hidden_units: Units of the layers.
        feature_columns: What goes in.
        model_dir: Folder for checkpoints and events.
        optimizer: An optimizer, its name, or a function that makes it.
        activation_fn: Of the hidden layers.
        dropout: Rate, or `None`.
        gradient_clip_norm: Largest norm of the gradients, or `None`.
        config: A `RunConfig`.
        feature_engineering_fn: From features and labels to those the model gets.
        embedding_lr_multipliers: From embedding columns to factors of their gradients.
        input_layer_min_slice_size: Smallest part of a variable that is cut.

    Source: `tf.contrib.learn.DNNEstimator`.
    """

    def __init__(
        self,
        head: Any,
        hidden_units: Any,
        feature_columns: Any,
        model_dir: Any = None,
        optimizer: Any = None,
        activation_fn: Any = tf1.nn.relu,
        dropout: Any = None,
        gradient_clip_norm: Any = None,
        config: Any = None,
        feature_engineering_fn: Any = None,
        embedding_lr_multipliers: Any = None,
        input_layer_min_slice_size: Any = None,
    ) -> None:
        given = dict(locals())
        self._set_up(canned.deep, _deep(head, given), given)


class LinearClassifier(Classifier):
    """A wide classifier.

    Args:
        feature_columns: What goes in.
        model_dir: Folder for checkpoints and events.
        n_classes: How many classes.
        weight_column_name: Of the feature that has the examples' weights.
        optimizer: An optimizer, its name, or a function that makes it.
        gradient_clip_norm: Largest norm of the gradients, or `None`.
        enable_centered_bias: Whether a bias is learned beside the model.
        _joint_weight: Whether all weights are one variable.
        config: A `RunConfig`.
        feature_engineering_fn: From features and labels to those the model gets.
        label_keys: Names of the classes.

    Source: `tf.contrib.learn.LinearClassifier`.
    """

    def __init__(
        self,
        feature_columns: Any,
        model_dir: Any = None,
        n_classes: int = 2,
        weight_column_name: Any = None,
        optimizer: Any = None,
        gradient_clip_norm: Any = None,
        enable_centered_bias: bool = False,
        _joint_weight: bool = False,
        config: Any = None,
        feature_engineering_fn: Any = None,
        label_keys: Any = None,
    ) -> None:
        if (n_classes is None) or (n_classes < 2):
            raise ValueError("Classification requires n_classes >= 2.")
        given = dict(locals())
        params = _wide(class_head(given), given, _joint_weight)
        self._set_up(canned.wide, params, given)


class LinearRegressor(Regressor):
    """A wide regressor.

    Args:
        feature_columns: What goes in.
        model_dir: Folder for checkpoints and events.
        weight_column_name: Of the feature that has the examples' weights.
        optimizer: An optimizer, its name, or a function that makes it.
        gradient_clip_norm: Largest norm of the gradients, or `None`.
        enable_centered_bias: Whether a bias is learned beside the model.
        label_dimension: How many numbers.
        _joint_weights: Whether all weights are one variable.
        config: A `RunConfig`.
        feature_engineering_fn: From features and labels to those the model gets.

    Source: `tf.contrib.learn.LinearRegressor`.
    """

    def __init__(
        self,
        feature_columns: Any,
        model_dir: Any = None,
        weight_column_name: Any = None,
        optimizer: Any = None,
        gradient_clip_norm: Any = None,
        enable_centered_bias: bool = False,
        label_dimension: int = 1,
        _joint_weights: bool = False,
        config: Any = None,
        feature_engineering_fn: Any = None,
    ) -> None:
        given = dict(locals())
        params = _wide(number_head(given), given, _joint_weights)
        self._set_up(canned.wide, params, given)


class LinearEstimator(Canned):
    """A wide model under any head.

    Args:
        feature_columns: What goes in.
        head: The head.
        model_dir: Folder for checkpoints and events.
        weight_column_name: Not used.
        optimizer: An optimizer, its name, or a function that makes it.
        gradient_clip_norm: Largest norm of the gradients, or `None`.
        _joint_weights: Whether all weights are one variable.
        config: A `RunConfig`.
        feature_engineering_fn: From features and labels to those the model gets.

    Source: `tf.contrib.learn.LinearEstimator`.
    """

    def __init__(
        self,
        feature_columns: Any,
        head: Any,
        model_dir: Any = None,
        weight_column_name: Any = None,
        optimizer: Any = None,
        gradient_clip_norm: Any = None,
        _joint_weights: bool = False,
        config: Any = None,
        feature_engineering_fn: Any = None,
    ) -> None:
        assert feature_columns
        given = dict(locals())
        self._set_up(canned.wide, _wide(head, given, _joint_weights), given)
