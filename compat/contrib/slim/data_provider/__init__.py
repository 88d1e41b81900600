"""`tf.contrib.slim.data_provider`."""

from compat.contrib.slim.data_provider.provider import DataProvider

__all__ = ["DataProvider"]
