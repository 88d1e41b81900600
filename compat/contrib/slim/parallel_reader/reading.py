"""Several readers that fill one queue."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


class ParallelReader(tf1.ReaderBase):  # type: ignore[name-defined, misc]
    """Several readers that read files at the same time, into one queue.

    Args:
        reader_class: The readers' class.
        common_queue: The queue, of keys and records.
        num_readers: How many.
        reader_kwargs: What their class is given.

    Raises:
        TypeError: For a queue of other types.

    Source: `tf.contrib.slim.parallel_reader.ParallelReader`.
    """

    def __init__(
        self,
        reader_class: Any,
        common_queue: Any,
        num_readers: int = 4,
        reader_kwargs: dict[str, Any] | None = None,
    ) -> None:
        if len(common_queue.dtypes) != 2:
            raise TypeError("common_queue.dtypes must be [tf.string, tf.string]")
        for dtype in common_queue.dtypes:
            if not dtype.is_compatible_with(tf.string):
                raise TypeError("common_queue.dtypes must be [tf.string, tf.string]")
        reader_kwargs = reader_kwargs or {}
        self._readers = [reader_class(**reader_kwargs) for _ in range(num_readers)]
        self._common_queue = common_queue

    @property
    def num_readers(self) -> int:
        return len(self._readers)

    @property
    def common_queue(self) -> Any:
        return self._common_queue

    def read(self, queue: Any, name: str | None = None) -> Any:
        """Give the next key and record.

        Args:
            queue: Names of files.
            name: Name of the op.
        """
        self._fill_from(queue)
        return self._common_queue.dequeue(name=name)

    def read_up_to(self, queue: Any, num_records: int, name: str | None = None) -> Any:
        """Give at most so many keys and records.

        Args:
            queue: Names of files.
            num_records: How many.
            name: Name of the op.
        """
        self._fill_from(queue)
        return self._common_queue.dequeue_up_to(num_records, name)

    def _fill_from(self, queue: Any) -> None:
        fills = [
            self._common_queue.enqueue(reader.read(queue)) for reader in self._readers
        ]
        tf1.train.add_queue_runner(tf1.train.QueueRunner(self._common_queue, fills))

    def num_records_produced(self, name: str | None = None) -> Any:
        """Give how many records all readers have read."""
        return tf1.add_n(
            [reader.num_records_produced() for reader in self._readers], name=name
        )

    def num_work_units_completed(self, name: str | None = None) -> Any:
        """Give how many files all readers have read to the end."""
        return tf1.add_n(
            [reader.num_work_units_completed() for reader in self._readers], name=name
        )


def parallel_read(
    data_sources: Any,
    reader_class: Any,
    num_epochs: int | None = None,
    num_readers: int = 4,
    reader_kwargs: dict[str, Any] | None = None,
    shuffle: bool = True,
    dtypes: Any = None,
    capacity: int = 256,
    min_after_dequeue: int = 128,
    seed: int | None = None,
    scope: str | None = None,
) -> Any:
    """Read files by several readers at the same time.

    Args:
        data_sources: A path, a pattern, or a list of them.
        reader_class: The readers' class.
        num_epochs: How often all is read; `None` for no end.
        num_readers: How many readers.
        reader_kwargs: What their class is given.
        shuffle: Whether files and records are shuffled.
        dtypes: Types of key and record; by default strings.
        capacity: How many records wait at most.
        min_after_dequeue: How many wait at least, to be shuffled.
        seed: Of the shuffling.
        scope: Name of the ops.

    Returns:
        Key and record.

    Source: `tf.contrib.slim.parallel_reader.parallel_read`.
    """
    files = get_data_files(data_sources)
    with tf1.name_scope(scope, "parallel_read"):
        names = tf1.train.string_input_producer(
            files, num_epochs=num_epochs, shuffle=shuffle, seed=seed, name="filenames"
        )
        dtypes = dtypes or [tf.string, tf.string]
        if shuffle:
            queue = tf1.RandomShuffleQueue(
                capacity=capacity,
                min_after_dequeue=min_after_dequeue,
                dtypes=dtypes,
                seed=seed,
                name="common_queue",
            )
        else:
            queue = tf1.FIFOQueue(capacity=capacity, dtypes=dtypes, name="common_queue")
        filled = tf1.cast(queue.size(), tf.float32) * (1.0 / capacity)
        tf1.summary.scalar(f"fraction_of_{capacity}_full", filled)
        return ParallelReader(
            reader_class, queue, num_readers=num_readers, reader_kwargs=reader_kwargs
        ).read(names)


def single_pass_read(
    data_sources: Any,
    reader_class: Any,
    reader_kwargs: dict[str, Any] | None = None,
    scope: str | None = None,
) -> Any:
    """Read files once, in order.

    Args:
        data_sources: A path, a pattern, or a list of them.
        reader_class: The reader's class.
        reader_kwargs: What it is given.
        scope: Name of the ops.

    Returns:
        Key and record.

    Source: `tf.contrib.slim.parallel_reader.single_pass_read`.
    """
    files = get_data_files(data_sources)
    with tf1.name_scope(scope, "single_pass_read"):
        names = tf1.train.string_input_producer(
            files, num_epochs=1, shuffle=False, capacity=1, name="filenames"
        )
        return reader_class(**(reader_kwargs or {})).read(names)


def get_data_files(data_sources: Any) -> list[str]:
    """The files that paths and patterns name.

    Args:
        data_sources: A path, a pattern, or a list of them.

    Raises:
        ValueError: Where there is none.

    Source: `tf.contrib.slim.parallel_reader.get_data_files`.
    """
    if isinstance(data_sources, (list, tuple)):
        files = [file for source in data_sources for file in get_data_files(source)]
    elif any(sign in data_sources for sign in "*?["):
        files = tf1.gfile.Glob(data_sources)
    else:
        files = [data_sources]
    if not files:
        raise ValueError(f"No data files found in {data_sources}")
    return files
