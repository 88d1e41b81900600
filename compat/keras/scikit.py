"""keras.wrappers.scikit_learn: a model as an estimator of scikit-learn."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin

from compat.keras.training import Training
from compat.keras.utils import to_categorical


class BaseWrapper(BaseEstimator):
    """What the two have in common.

    Args:
        build_fn: A function that gives a compiled model; its arguments may be given
            beside it, and those of `fit`, `predict` and `score`.
    """

    def __init__(self, build_fn: Any = None, **sk_params: Any) -> None:
        self.build_fn = build_fn
        self.sk_params = sk_params

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        return {**self.sk_params, "build_fn": self.build_fn}

    def set_params(self, **params: Any) -> Any:
        self.build_fn = params.pop("build_fn", self.build_fn)
        self.sk_params.update(params)
        return self

    def filter_sk_params(self, function: Any, override: Any = None) -> dict[str, Any]:
        """Those of the given arguments that a function takes."""
        known = set(inspect.signature(function).parameters)
        if function is Training.fit:
            known.add("nb_epoch")
        given = {key: v for key, v in self.sk_params.items() if key in known}
        return given | (override or {})

    def fit(self, x: Any, y: Any, **kwargs: Any) -> Any:
        """Build the model and train it; gives the history."""
        build = self.build_fn if self.build_fn is not None else self.__call__
        self.model = build(**self.filter_sk_params(build))
        loss = self.model._compiled_with["loss"]
        loss = getattr(loss, "__name__", loss)
        if loss == "categorical_crossentropy" and np.ndim(y) != 2:
            y = to_categorical(y)
        return self.model.fit(x, y, **self.filter_sk_params(Training.fit, kwargs))

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "model")


class KerasClassifier(ClassifierMixin, BaseWrapper):
    """`KerasClassifier`: class labels in, class labels out."""

    def fit(self, x: Any, y: Any, sample_weight: Any = None, **kwargs: Any) -> Any:
        y = np.array(y)
        if y.ndim == 2 and y.shape[1] > 1:
            self.classes_ = np.arange(y.shape[1])
        else:
            self.classes_ = np.unique(y)
            y = np.searchsorted(self.classes_, y)
        self.n_classes_ = len(self.classes_)
        if sample_weight is not None:
            kwargs["sample_weight"] = sample_weight
        return super().fit(x, y, **kwargs)

    def predict(self, x: Any, **kwargs: Any) -> Any:
        given = self.filter_sk_params(Training.predict_classes, kwargs)
        return self.classes_[self.model.predict_classes(x, **given)]

    def predict_proba(self, x: Any, **kwargs: Any) -> Any:
        given = self.filter_sk_params(Training.predict_proba, kwargs)
        found = self.model.predict(x, **given)
        return np.hstack([1 - found, found]) if found.shape[1] == 1 else found

    def score(self, x: Any, y: Any, **kwargs: Any) -> float:
        y = np.searchsorted(self.classes_, y)
        kwargs = self.filter_sk_params(Training.evaluate, kwargs)
        loss = self.model._compiled_with["loss"]
        loss = getattr(loss, "__name__", loss)
        if loss == "categorical_crossentropy" and y.ndim != 2:
            y = to_categorical(y, self.n_classes_)
        outputs = self.model.evaluate(x, y, **kwargs)
        outputs = outputs if isinstance(outputs, list) else [outputs]
        for name, value in zip(self.model.metrics_names, outputs, strict=True):
            if name in {"accuracy", "acc"}:
                return value
        raise ValueError(
            "expected a model compiled with metrics=['accuracy'], received "
            f"{self.model.metrics_names}"
        )


class KerasRegressor(RegressorMixin, BaseWrapper):
    """`KerasRegressor`: its score is minus the loss."""

    def predict(self, x: Any, **kwargs: Any) -> Any:
        given = self.filter_sk_params(Training.predict, kwargs)
        return np.squeeze(self.model.predict(x, **given))

    def score(self, x: Any, y: Any, **kwargs: Any) -> float:
        given = self.filter_sk_params(Training.evaluate, kwargs)
        loss = self.model.evaluate(x, y, **given)
        return -loss[0] if isinstance(loss, list) else -loss


def keras2_name(name: str, flavour: str) -> Any:
    """A name of `keras.wrappers.scikit_learn`, or `None`."""
    found = globals().get(name)
    return (
        found
        if isinstance(found, type) and name.startswith(("Keras", "Base"))
        else None
    )
