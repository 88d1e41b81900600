"""`tf.contrib.data`: what went on to `tf.data.experimental`, under its first name."""

from __future__ import annotations

import tensorflow as _tf

from compat.contrib.data.merging import (
    bucket_by_sequence_length,
    choose_from_datasets,
    sample_from_datasets,
    sloppy_interleave,
)
from compat.contrib.data.reading import (
    CsvDataset,
    RandomDataset,
    make_batched_features_dataset,
    make_csv_dataset,
    make_saveable_from_iterator,
    parse_example_dataset,
    read_batch_features,
)
from compat.contrib.data.shaping import (
    assert_element_shape,
    batch_and_drop_remainder,
    ignore_errors,
    padded_batch_and_drop_remainder,
    reduce_dataset,
    sliding_window_batch,
)
from compat.count.data.fused import shuffle_and_repeat

_data = _tf.compat.v1.data.experimental

AUTOTUNE = _data.AUTOTUNE
Counter = _data.Counter
Optional = _data.Optional
Reducer = _data.Reducer
SqlDataset = _data.SqlDataset
TFRecordWriter = _data.TFRecordWriter
copy_to_device = _data.copy_to_device
dense_to_sparse_batch = _data.dense_to_sparse_batch
enumerate_dataset = _data.enumerate_dataset
get_next_as_optional = _data.get_next_as_optional
get_single_element = _data.get_single_element
group_by_reducer = _data.group_by_reducer
group_by_window = _data.group_by_window
map_and_batch = _data.map_and_batch
parallel_interleave = _data.parallel_interleave
prefetch_to_device = _data.prefetch_to_device
rejection_resample = _data.rejection_resample
scan = _data.scan
unbatch = _data.unbatch
unique = _data.unique

__all__ = [
    "AUTOTUNE",
    "Counter",
    "CsvDataset",
    "Optional",
    "RandomDataset",
    "Reducer",
    "SqlDataset",
    "TFRecordWriter",
    "assert_element_shape",
    "batch_and_drop_remainder",
    "bucket_by_sequence_length",
    "choose_from_datasets",
    "copy_to_device",
    "dense_to_sparse_batch",
    "enumerate_dataset",
    "get_next_as_optional",
    "get_single_element",
    "group_by_reducer",
    "group_by_window",
    "ignore_errors",
    "make_batched_features_dataset",
    "make_csv_dataset",
    "make_saveable_from_iterator",
    "map_and_batch",
    "padded_batch_and_drop_remainder",
    "parallel_interleave",
    "parse_example_dataset",
    "prefetch_to_device",
    "read_batch_features",
    "reduce_dataset",
    "rejection_resample",
    "sample_from_datasets",
    "scan",
    "shuffle_and_repeat",
    "sliding_window_batch",
    "sloppy_interleave",
    "unbatch",
    "unique",
]
