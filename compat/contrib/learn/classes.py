"""The classes of canned Estimators: `DNNClassifier` and its kin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import tensorflow as tf

from compat.contrib.learn import canned
from compat.contrib.learn.estimator import Estimator
from compat.contrib.learn.head import multi_class_head, regression_head
from compat.contrib.learn.keys import PredictionKey
from compat.contrib.learn.metric_spec import MetricSpec

tf1 = tf.compat.v1


def _alone(predictions: Any, key: str) -> Iterator[Any]:
    for one in predictions:
        yield one[key]


class _Predicts(Estimator):
    """An Estimator one of whose predictions is the one that is meant."""

    def _only(self, key: str, as_iterable: bool, **given: Any) -> Any:
        found = Estimator.predict(self, outputs=[key], as_iterable=as_iterable, **given)
        return _alone(found, key) if as_iterable else found[key]


class _Classifier(_Predicts):
    """What classifiers have in common."""

    def predict(  # type: ignore[override]
        self,
        x: Any = None,
        input_fn: Any = None,
        batch_size: Any = None,
        outputs: Any = None,
        as_iterable: bool = True,
    ) -> Any:
        """Predict classes, or what is asked for.

        Args:
            x: Features, in place of `input_fn`.
            input_fn: To features.
            batch_size: Rows of a batch of `x`.
            outputs: Which predictions; classes by default.
            as_iterable: Whether they come one by one.
        """
        if not outputs:
            return self.predict_classes(x, input_fn, batch_size, as_iterable)
        return super().predict(x, input_fn, batch_size, outputs, as_iterable)

    def predict_classes(
        self,
        x: Any = None,
        input_fn: Any = None,
        batch_size: Any = None,
        as_iterable: bool = True,
    ) -> Any:
        """Predict classes.

        Args:
            x: Features, in place of `input_fn`.
            input_fn: To features.
            batch_size: Rows of a batch of `x`.
            as_iterable: Whether they come one by one.
        """
        given = {"x": x, "input_fn": input_fn, "batch_size": batch_size}
        return self._only(PredictionKey.CLASSES, as_iterable, **given)

    def predict_proba(
        self,
        x: Any = None,
        input_fn: Any = None,
        batch_size: Any = None,
        as_iterable: bool = True,
    ) -> Any:
        """Predict probabilities.

        Args:
            x: Features, in place of `input_fn`.
            input_fn: To features.
            batch_size: Rows of a batch of `x`.
            as_iterable: Whether they come one by one.
        """
        given = {"x": x, "input_fn": input_fn, "batch_size": batch_size}
        return self._only(PredictionKey.PROBABILITIES, as_iterable, **given)


class _Regressor(_Predicts):
    """What regressors have in common."""

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

    def predict(  # type: ignore[override]
        self,
        x: Any = None,
        input_fn: Any = None,
        batch_size: Any = None,
        outputs: Any = None,
        as_iterable: bool = True,
    ) -> Any:
        """Predict numbers, or what is asked for.

        Args:
            x: Features, in place of `input_fn`.
            input_fn: To features.
            batch_size: Rows of a batch of `x`.
            outputs: Which predictions; the scores by default.
            as_iterable: Whether they come one by one.
        """
        if not outputs:
            return self.predict_scores(x, input_fn, batch_size, as_iterable)
        return super().predict(x, input_fn, batch_size, outputs, as_iterable)

    def predict_scores(
        self,
        x: Any = None,
        input_fn: Any = None,
        batch_size: Any = None,
        as_iterable: bool = True,
    ) -> Any:
        """Predict numbers.

        Args:
            x: Features, in place of `input_fn`.
            input_fn: To features.
            batch_size: Rows of a batch of `x`.
            as_iterable: Whether they come one by one.
        """
        given = {"x": x, "input_fn": input_fn, "batch_size": batch_size}
        return self._only(PredictionKey.SCORES, as_iterable, **given)


class DNNClassifier(_Classifier):
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
        self._feature_columns = tuple(feature_columns or [])
        super().__init__(
            model_fn=canned.deep,
            model_dir=model_dir,
            config=config,
            params={
                "head": multi_class_head(
                    n_classes,
                    weight_column_name=weight_column_name,
                    enable_centered_bias=enable_centered_bias,
                    label_keys=label_keys,
                ),
                "hidden_units": hidden_units,
                "feature_columns": self._feature_columns,
                "optimizer": optimizer,
                "activation_fn": activation_fn,
                "dropout": dropout,
                "gradient_clip_norm": gradient_clip_norm,
                "embedding_lr_multipliers": embedding_lr_multipliers,
                "input_layer_min_slice_size": input_layer_min_slice_size,
            },
            feature_engineering_fn=feature_engineering_fn,
        )


class DNNRegressor(_Regressor):
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
        self._feature_columns = tuple(feature_columns or [])
        super().__init__(
            model_fn=canned.deep,
            model_dir=model_dir,
            config=config,
            params={
                "head": regression_head(
                    label_dimension=label_dimension,
                    weight_column_name=weight_column_name,
                    enable_centered_bias=enable_centered_bias,
                ),
                "hidden_units": hidden_units,
                "feature_columns": self._feature_columns,
                "optimizer": optimizer,
                "activation_fn": activation_fn,
                "dropout": dropout,
                "gradient_clip_norm": gradient_clip_norm,
                "embedding_lr_multipliers": embedding_lr_multipliers,
                "input_layer_min_slice_size": input_layer_min_slice_size,
            },
            feature_engineering_fn=feature_engineering_fn,
        )


class DNNEstimator(Estimator):
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
        super().__init__(
            model_fn=canned.deep,
            model_dir=model_dir,
            config=config,
            params={
                "head": head,
                "hidden_units": hidden_units,
                "feature_columns": feature_columns,
                "optimizer": optimizer,
                "activation_fn": activation_fn,
                "dropout": dropout,
                "gradient_clip_norm": gradient_clip_norm,
                "embedding_lr_multipliers": embedding_lr_multipliers,
                "input_layer_min_slice_size": input_layer_min_slice_size,
            },
            feature_engineering_fn=feature_engineering_fn,
        )


class LinearClassifier(_Classifier):
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
        super().__init__(
            model_fn=canned.wide,
            model_dir=model_dir,
            config=config,
            params={
                "head": multi_class_head(
                    n_classes,
                    weight_column_name=weight_column_name,
                    enable_centered_bias=enable_centered_bias,
                    label_keys=label_keys,
                ),
                "feature_columns": feature_columns,
                "optimizer": optimizer,
                "gradient_clip_norm": gradient_clip_norm,
                "joint_weights": _joint_weight,
            },
            feature_engineering_fn=feature_engineering_fn,
        )


class LinearRegressor(_Regressor):
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
        super().__init__(
            model_fn=canned.wide,
            model_dir=model_dir,
            config=config,
            params={
                "head": regression_head(
                    weight_column_name=weight_column_name,
                    label_dimension=label_dimension,
                    enable_centered_bias=enable_centered_bias,
                ),
                "feature_columns": feature_columns,
                "optimizer": optimizer,
                "gradient_clip_norm": gradient_clip_norm,
                "joint_weights": _joint_weights,
            },
            feature_engineering_fn=feature_engineering_fn,
        )


class LinearEstimator(Estimator):
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
        super().__init__(
            model_fn=canned.wide,
            model_dir=model_dir,
            config=config,
            params={
                "head": head,
                "feature_columns": feature_columns,
                "optimizer": optimizer,
                "gradient_clip_norm": gradient_clip_norm,
                "joint_weights": _joint_weights,
            },
            feature_engineering_fn=feature_engineering_fn,
        )
