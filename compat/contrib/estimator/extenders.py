"""What is put around Estimators and optimizers: `forward_features`, clipping."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.estimator.estimator import Estimator
from compat.estimator.export import outputs
from compat.estimator.extending import add_metrics as _add_metrics
from compat.estimator.modes import ModeKeys

tf1 = tf.compat.v1


def add_metrics(estimator: Any, metric_fn: Any) -> Any:
    """Make an Estimator that has further metrics; see `tf.estimator.add_metrics`.

    Args:
        estimator: The Estimator.
        metric_fn: From any of predictions, features, labels and config to a dict of
            metrics.

    Source: `tf.contrib.estimator.add_metrics`.
    """
    return _add_metrics(estimator, metric_fn)


class _Transformed(tf1.train.Optimizer):  # type: ignore[name-defined]
    """An optimizer of gradients that a function changes.

    Args:
        optimizer: The optimizer.
        transform: From pairs of a gradient and its variable to such pairs.
        prefix: What is put before its name.
    """

    def __init__(self, optimizer: Any, transform: Any, prefix: str) -> None:
        super().__init__(use_locking=False, name=prefix + optimizer.get_name())
        self._optimizer, self._transform = optimizer, transform

    def compute_gradients(self, *args: Any, **kwargs: Any) -> Any:
        """As the optimizer's."""
        return self._optimizer.compute_gradients(*args, **kwargs)

    def apply_gradients(
        self, grads_and_vars: Any, global_step: Any = None, name: Any = None
    ) -> Any:
        """Apply gradients after they were changed."""
        return self._optimizer.apply_gradients(
            self._transform(grads_and_vars), global_step, name
        )

    def get_slot(self, *args: Any, **kwargs: Any) -> Any:
        """As the optimizer's."""
        return self._optimizer.get_slot(*args, **kwargs)

    def get_slot_names(self, *args: Any, **kwargs: Any) -> Any:
        """As the optimizer's."""
        return self._optimizer.get_slot_names(*args, **kwargs)


def clip_gradients_by_norm(optimizer: Any, clip_norm: Any) -> Any:
    """Make an optimizer that clips gradients together before it applies them.

    Args:
        optimizer: The optimizer.
        clip_norm: The largest norm of all gradients.

    Source: `tf.contrib.estimator.clip_gradients_by_norm`.
    """

    def clip(grads_and_vars: Any) -> Any:
        gradients, variables = zip(*grads_and_vars, strict=True)
        gradients, _ = tf1.clip_by_global_norm(gradients, clip_norm)
        return list(zip(gradients, variables, strict=True))

    return _Transformed(optimizer, clip, "ClipByNorm")


def _checked_keys(keys: Any) -> list[Any]:
    if keys is None:
        return []
    if isinstance(keys, str):
        return [keys]
    if not isinstance(keys, list | tuple):
        raise TypeError(
            f"keys should be either a string or a list of strings. Given: {type(keys)}"
        )
    for key in keys:
        if not isinstance(key, str):
            raise TypeError(
                "All items in the given keys list should be a string. There exist an "
                f"item with type: {type(key)}"
            )
    return list(keys)


def forward_features(
    estimator: Any, keys: Any = None, sparse_default_values: Any = None
) -> Any:
    """Make an Estimator whose predictions have features, too.

    Args:
        estimator: The Estimator.
        keys: Of the features, or all of them.
        sparse_default_values: From keys of sparse features to what stands where there
            is no value.

    Raises:
        TypeError: For keys that are not strings.
        ValueError: When it predicts, for keys that are not there or not tensors.

    Source: `tf.contrib.estimator.forward_features`.
    """
    listed = _checked_keys(keys)
    defaults = sparse_default_values or {}

    def new_model_fn(features: Any, labels: Any, mode: Any, config: Any) -> Any:
        spec = estimator.model_fn(features, labels, mode, config)
        predictions = spec.predictions
        if predictions is None or mode != ModeKeys.PREDICT:
            return spec
        if not isinstance(predictions, dict):
            raise ValueError(
                "Predictions should be a dict to be able to use forward_features. "
                f"Given: {type(predictions)}"
            )
        wanted = listed or list(features)
        for key in wanted:
            predictions[key] = _forwarded(key, features, predictions, defaults)
        exported = spec.export_outputs
        if not exported or "predict" not in exported:
            return spec._replace(predictions=predictions)
        predict = exported["predict"]
        if isinstance(predict, outputs.PredictOutput):
            added = {key: predictions[key] for key in wanted}
            replaced = outputs.PredictOutput({**predict.outputs, **added})
            exported = {
                key: replaced if value is predict else value
                for key, value in exported.items()
            }
        return spec._replace(predictions=predictions, export_outputs=exported)

    return Estimator(
        model_fn=new_model_fn, model_dir=estimator.model_dir, config=estimator.config
    )


def _forwarded(key: str, features: Any, predictions: Any, defaults: Any) -> Any:
    if key not in features:
        raise ValueError(
            f'keys should be exist in features. Key "{key}" is not in features dict. '
            f"features dict has following keys: {features.keys()}. Please check "
            "arguments of forward_features."
        )
    if key in predictions:
        raise ValueError(
            f"Cannot forward feature key ({key}). Since it does exist in predictions. "
            f"Existing prediction keys: {predictions.keys()}. Please check arguments "
            "of forward_features."
        )
    value = tf1.convert_to_tensor_or_sparse_tensor(features[key])
    if key in defaults:
        if not isinstance(value, tf.SparseTensor):
            raise ValueError(f"Feature ({key}) is expected to be a `SparseTensor`.")
        value = tf1.sparse_tensor_to_dense(value, default_value=defaults[key])
    if not isinstance(value, tf.Tensor):
        raise ValueError(
            f"Feature ({key}) should be a Tensor. Please use `keys` argument of "
            "forward_features to filter unwanted features, or"
            "add key to argument `sparse_default_values`."
            f"Type of features[{key}] is {type(value)}."
        )
    return value
