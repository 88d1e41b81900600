"""Datasets of files and of random numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1
_data = tf1.data.experimental


class CsvDataset(_data.CsvDataset):  # type: ignore[name-defined, misc]
    """The rows of CSV files.

    Args:
        filenames: String tensor.
        record_defaults: Defaults or types of the columns.
        compression_type: `""`, `"ZLIB"` or `"GZIP"`.
        buffer_size: In bytes.
        header: Whether the first line is one.
        field_delim: What parts columns.
        use_quote_delim: Whether quotes hold a column together.
        na_value: What stands for the default.
        select_cols: Which columns.

    Source: `tf.contrib.data.CsvDataset`.
    """

    def __init__(
        self,
        filenames: Any,
        record_defaults: Any,
        compression_type: Any = None,
        buffer_size: Any = None,
        header: bool = False,
        field_delim: str = ",",
        use_quote_delim: bool = True,
        na_value: str = "",
        select_cols: Any = None,
    ) -> None:
        super().__init__(
            filenames,
            record_defaults,
            compression_type,
            buffer_size,
            header,
            field_delim,
            use_quote_delim,
            na_value,
            select_cols,
        )


class RandomDataset(_data.RandomDataset):  # type: ignore[name-defined, misc]
    """Random numbers without end.

    Args:
        seed: Their seed.

    Source: `tf.contrib.data.RandomDataset`.
    """

    def __init__(self, seed: Any = None) -> None:
        super().__init__(seed)


def make_saveable_from_iterator(iterator: Any) -> Any:
    """What a `Saver` saves of an iterator.

    Args:
        iterator: The iterator.

    Source: `tf.contrib.data.make_saveable_from_iterator`.
    """
    return _data.make_saveable_from_iterator(iterator)


def parse_example_dataset(
    features: Any, num_parallel_calls: Any = 1
) -> Callable[[Any], Any]:
    """Parse batches of serialized `tf.Example`s.

    Args:
        features: As for `tf.parse_example`.
        num_parallel_calls: How many at once.

    Returns:
        A function for `Dataset.apply`.

    Source: `tf.contrib.data.parse_example_dataset`.
    """
    return _data.parse_example_dataset(features, num_parallel_calls)


def make_batched_features_dataset(
    file_pattern: Any,
    batch_size: Any,
    features: Any,
    reader: Any = tf1.data.TFRecordDataset,
    label_key: Any = None,
    reader_args: Any = None,
    num_epochs: Any = None,
    shuffle: bool = True,
    shuffle_buffer_size: Any = 10000,
    shuffle_seed: Any = None,
    prefetch_buffer_size: Any = None,
    reader_num_threads: Any = None,
    parser_num_threads: Any = None,
    sloppy_ordering: bool = False,
    drop_final_batch: bool = False,
) -> Any:
    """Read, shuffle, batch and parse `tf.Example`s of files.

    Args:
        file_pattern: Files, or patterns of such.
        batch_size: Of the batches.
        features: As for `tf.parse_example`.
        reader: From file names to a dataset.
        label_key: Which feature is the label.
        reader_args: Further arguments of `reader`.
        num_epochs: How often; without end by default.
        shuffle: Whether in any order.
        shuffle_buffer_size: How many elements wait.
        shuffle_seed: Of the order.
        prefetch_buffer_size: How many batches are made ahead.
        reader_num_threads: How many files are read at once.
        parser_num_threads: How many batches are parsed at once.
        sloppy_ordering: Whether the order may depend on what is ready.
        drop_final_batch: Whether a smaller last batch is left out.

    Source: `tf.contrib.data.make_batched_features_dataset`.
    """
    return _data.make_batched_features_dataset(
        file_pattern,
        batch_size,
        features,
        reader,
        label_key,
        reader_args,
        num_epochs,
        shuffle,
        shuffle_buffer_size,
        shuffle_seed,
        prefetch_buffer_size,
        reader_num_threads,
        parser_num_threads,
        sloppy_ordering,
        drop_final_batch,
    )


def read_batch_features(
    file_pattern: Any,
    batch_size: Any,
    features: Any,
    reader: Any = tf1.data.TFRecordDataset,
    reader_args: Any = None,
    randomize_input: bool = True,
    num_epochs: Any = None,
    capacity: Any = 10000,
) -> Any:
    """The next batch of `tf.Example`s of files, parsed.

    Args:
        file_pattern: Files, or patterns of such.
        batch_size: Of the batches.
        features: As for `tf.parse_example`.
        reader: From file names to a dataset.
        reader_args: Further arguments of `reader`.
        randomize_input: Whether in any order.
        num_epochs: How often; without end by default.
        capacity: How many elements wait.

    Returns:
        Dict of tensors.

    Source: `tf.contrib.data.read_batch_features`.
    """
    dataset = make_batched_features_dataset(
        file_pattern,
        batch_size,
        features,
        reader=reader,
        reader_args=reader_args,
        shuffle=randomize_input,
        num_epochs=num_epochs,
        shuffle_buffer_size=capacity,
    )
    return tf1.data.make_one_shot_iterator(dataset).get_next()


def make_csv_dataset(
    file_pattern: Any,
    batch_size: Any,
    column_names: Any = None,
    column_defaults: Any = None,
    label_name: Any = None,
    select_columns: Any = None,
    field_delim: str = ",",
    use_quote_delim: bool = True,
    na_value: str = "",
    header: bool = True,
    num_epochs: Any = None,
    shuffle: bool = True,
    shuffle_buffer_size: Any = 10000,
    shuffle_seed: Any = None,
    prefetch_buffer_size: Any = None,
    num_parallel_reads: Any = None,
    sloppy: bool = False,
    num_rows_for_inference: Any = 100,
    compression_type: Any = None,
) -> Any:
    """Read, shuffle and batch the rows of CSV files.

    Args:
        file_pattern: Files, or patterns of such.
        batch_size: Of the batches.
        column_names: By default those of the header.
        column_defaults: Defaults or types; by default what the first rows say.
        label_name: Which column is the label.
        select_columns: Which columns are read.
        field_delim: What parts columns.
        use_quote_delim: Whether quotes hold a column together.
        na_value: What stands for the default.
        header: Whether the first line is one.
        num_epochs: How often; without end by default.
        shuffle: Whether in any order.
        shuffle_buffer_size: How many rows wait.
        shuffle_seed: Of the order.
        prefetch_buffer_size: How many batches are made ahead.
        num_parallel_reads: How many files are read at once.
        sloppy: Whether the order may depend on what is ready.
        num_rows_for_inference: How many rows say the types.
        compression_type: `""`, `"ZLIB"` or `"GZIP"`.

    Source: `tf.contrib.data.make_csv_dataset`.
    """
    return _data.make_csv_dataset(
        file_pattern,
        batch_size,
        column_names=column_names,
        column_defaults=column_defaults,
        label_name=label_name,
        select_columns=select_columns,
        field_delim=field_delim,
        use_quote_delim=use_quote_delim,
        na_value=na_value,
        header=header,
        num_epochs=num_epochs,
        shuffle=shuffle,
        shuffle_buffer_size=shuffle_buffer_size,
        shuffle_seed=shuffle_seed,
        prefetch_buffer_size=prefetch_buffer_size,
        num_parallel_reads=num_parallel_reads,
        sloppy=sloppy,
        num_rows_for_inference=num_rows_for_inference,
        compression_type=compression_type,
    )
