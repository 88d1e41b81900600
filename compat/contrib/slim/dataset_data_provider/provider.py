"""A provider that reads the files of a data set."""

from __future__ import annotations

from typing import Any

from compat.contrib.slim.data_provider.provider import DataProvider
from compat.contrib.slim.parallel_reader.reading import parallel_read


class DatasetDataProvider(DataProvider):
    """Reads a `Dataset` by one or several readers.

    Args:
        dataset: The `Dataset`.
        num_readers: How many readers work at the same time.
        reader_kwargs: What their class is given.
        shuffle: Whether files and records are shuffled.
        num_epochs: How often all is read; `None` for no end.
        common_queue_capacity: How many records wait at most.
        common_queue_min: How many wait at least, to be shuffled.
        record_key: Name of the item that is the record's key.
        seed: Of the shuffling.
        scope: Name of the ops.

    Raises:
        ValueError: Where an item is called as the key is.

    Source: `tf.contrib.slim.dataset_data_provider.DatasetDataProvider`.
    """

    def __init__(
        self,
        dataset: Any,
        num_readers: int = 1,
        reader_kwargs: dict[str, Any] | None = None,
        shuffle: bool = True,
        num_epochs: int | None = None,
        common_queue_capacity: int = 256,
        common_queue_min: int = 128,
        record_key: str = "record_key",
        seed: int | None = None,
        scope: str | None = None,
    ) -> None:
        key, data = parallel_read(
            dataset.data_sources,
            reader_class=dataset.reader,
            num_epochs=num_epochs,
            num_readers=num_readers,
            reader_kwargs=reader_kwargs,
            shuffle=shuffle,
            capacity=common_queue_capacity,
            min_after_dequeue=common_queue_min,
            seed=seed,
            scope=scope,
        )
        items = dataset.decoder.list_items()
        tensors = dict(zip(items, dataset.decoder.decode(data, items), strict=False))
        if record_key in tensors:
            raise ValueError(
                "The item name used for `record_key` cannot also be "
                f"used for a dataset item: {record_key}"
            )
        tensors[record_key] = key
        super().__init__(items_to_tensors=tensors, num_samples=dataset.num_samples)
