"""Columns of sequences: TensorFlow has them still, with other defaults."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

_made = tf.feature_column


def sequence_categorical_column_with_hash_bucket(
    key: str, hash_bucket_size: int, dtype: Any = tf.string
) -> Any:
    """A column of sequences of values that are hashed to ids.

    Args:
        key: Of the feature, a `SparseTensor` `[batch, time]`.
        hash_bucket_size: How many ids there are.
        dtype: Of the values.

    Source: `tf.contrib.feature_column.sequence_categorical_column_with_hash_bucket`.
    """
    return _made.sequence_categorical_column_with_hash_bucket(
        key=key, hash_bucket_size=hash_bucket_size, dtype=dtype
    )


def sequence_categorical_column_with_vocabulary_file(
    key: str,
    vocabulary_file: Any,
    vocabulary_size: Any = None,
    num_oov_buckets: int = 0,
    default_value: Any = None,
    dtype: Any = tf.string,
) -> Any:
    """A column of sequences of words of a file.

    Args:
        key: Of the feature, a `SparseTensor` `[batch, time]`.
        vocabulary_file: A word in a line.
        vocabulary_size: How many of them, or `None` for all.
        num_oov_buckets: Ids beyond those, for words that are not there.
        default_value: The id for such words, or `None`.
        dtype: Of the values.

    Source: `tf.contrib.feature_column`, under the same name.
    """
    return _made.sequence_categorical_column_with_vocabulary_file(
        key=key,
        vocabulary_file=vocabulary_file,
        vocabulary_size=vocabulary_size,
        num_oov_buckets=num_oov_buckets,
        default_value=default_value,
        dtype=dtype,
    )


def sequence_categorical_column_with_vocabulary_list(
    key: str,
    vocabulary_list: Any,
    dtype: Any = None,
    default_value: int = -1,
    num_oov_buckets: int = 0,
) -> Any:
    """A column of sequences of words of a list.

    Args:
        key: Of the feature, a `SparseTensor` `[batch, time]`.
        vocabulary_list: The words.
        dtype: Of the values.
        default_value: The id for words that are not there.
        num_oov_buckets: Ids beyond those, for such words.

    Source: `tf.contrib.feature_column`, under the same name.
    """
    return _made.sequence_categorical_column_with_vocabulary_list(
        key=key,
        vocabulary_list=vocabulary_list,
        dtype=dtype,
        default_value=default_value,
        num_oov_buckets=num_oov_buckets,
    )


def sequence_numeric_column(
    key: str,
    shape: Any = (1,),
    default_value: float = 0.0,
    dtype: Any = tf.float32,
    normalizer_fn: Any = None,
) -> Any:
    """A column of sequences of numbers.

    Args:
        key: Of the feature, a `SparseTensor` `[batch, time * numbers]`.
        shape: Of the numbers of a step.
        default_value: What stands past a sequence's end.
        dtype: Of the numbers.
        normalizer_fn: From the numbers to what goes in, or `None`.

    Raises:
        ValueError: For a shape of nothing, or a dtype that is no number.
        TypeError: For a `normalizer_fn` that cannot be called.

    Source: `tf.contrib.feature_column.sequence_numeric_column`.
    """
    return _made.sequence_numeric_column(
        key=key,
        shape=shape,
        default_value=default_value,
        dtype=dtype,
        normalizer_fn=normalizer_fn,
    )
