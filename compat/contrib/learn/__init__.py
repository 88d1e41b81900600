"""`tf.contrib.learn`: modes and vocabularies; its Estimators are refused."""

from compat.contrib.learn.modes import ModeKeys

__all__ = ["ModeKeys"]
