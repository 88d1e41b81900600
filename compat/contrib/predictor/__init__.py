"""`tf.contrib.predictor`."""

from compat.contrib.predictor.predictors import from_estimator, from_saved_model

__all__ = ["from_estimator", "from_saved_model"]
