"""`tf.contrib.slim.dataset_data_provider`."""

from compat.contrib.slim.dataset_data_provider.provider import DatasetDataProvider

__all__ = ["DatasetDataProvider"]
