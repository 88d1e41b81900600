"""Transformations that put elements together in another order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

_data = tf.compat.v1.data.experimental
Transformation = Callable[[Any], Any]


def bucket_by_sequence_length(
    element_length_func: Any,
    bucket_boundaries: Any,
    bucket_batch_sizes: Any,
    padded_shapes: Any = None,
    padding_values: Any = None,
    pad_to_bucket_boundary: bool = False,
    no_padding: bool = False,
) -> Transformation:
    """Batch elements of similar length.

    Args:
        element_length_func: From an element to its length.
        bucket_boundaries: Where lengths part.
        bucket_batch_sizes: Sizes of the batches, one more than boundaries.
        padded_shapes: As for `Dataset.padded_batch`.
        padding_values: As for `Dataset.padded_batch`.
        pad_to_bucket_boundary: Whether to pad up to the boundary.
        no_padding: Whether not to pad.

    Returns:
        A function for `Dataset.apply`.

    Source: `tf.contrib.data.bucket_by_sequence_length`.
    """
    return _data.bucket_by_sequence_length(
        element_length_func,
        bucket_boundaries,
        bucket_batch_sizes,
        padded_shapes,
        padding_values,
        pad_to_bucket_boundary,
        no_padding,
    )


def choose_from_datasets(datasets: Any, choice_dataset: Any) -> Any:
    """Take elements of the datasets that another one names.

    Args:
        datasets: List of datasets of one structure.
        choice_dataset: Of int64 scalars.

    Source: `tf.contrib.data.choose_from_datasets`.
    """
    return _data.choose_from_datasets(datasets, choice_dataset)


def sample_from_datasets(datasets: Any, weights: Any = None, seed: Any = None) -> Any:
    """Take elements of datasets by chance.

    Args:
        datasets: List of datasets of one structure.
        weights: How likely each is; all alike by default.
        seed: Of the choice.

    Source: `tf.contrib.data.sample_from_datasets`.
    """
    return _data.sample_from_datasets(datasets, weights, seed)


def sloppy_interleave(
    map_func: Any, cycle_length: Any, block_length: Any = 1
) -> Transformation:
    """Interleave datasets in whatever order they are ready.

    Args:
        map_func: From an element to a dataset.
        cycle_length: How many are read at once.
        block_length: How many elements of each in a row.

    Returns:
        A function for `Dataset.apply`.

    Source: `tf.contrib.data.sloppy_interleave`.
    """
    return _data.parallel_interleave(map_func, cycle_length, block_length, sloppy=True)
