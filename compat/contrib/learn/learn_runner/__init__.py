"""`tf.contrib.learn.learn_runner`: runs an `Experiment` by its schedule."""

from compat.contrib.learn.learn_runner.running import run, tune

__all__ = ["run", "tune"]
