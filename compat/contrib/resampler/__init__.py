"""`tf.contrib.resampler`."""

from compat.contrib.resampler.resampler import resampler

__all__ = ["resampler"]
