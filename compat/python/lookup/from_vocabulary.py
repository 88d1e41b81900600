"""Tables from a vocabulary: a file, or a tensor."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.python.lookup.buckets import FastHashSpec, IdTableWithHashBuckets
from compat.python.lookup.initializers import (
    KeyValueTensorInitializer,
    TextFileIdTableInitializer,
    TextFileIndex,
    TextFileStringTableInitializer,
)
from compat.python.lookup.tables import StaticHashTable

tf1 = tf.compat.v1


def _check_file(vocabulary_file: Any, vocab_size: int | None) -> None:
    if vocabulary_file is None or (
        isinstance(vocabulary_file, str) and not vocabulary_file
    ):
        raise ValueError("vocabulary_file must be specified and must not be empty.")
    if vocab_size is not None and vocab_size < 1:
        shown = vocabulary_file if isinstance(vocabulary_file, str) else "?"
        raise ValueError(
            f"vocab_size must be greater than 0, got {vocab_size}. vocabulary_file: "
            f"{shown}"
        )


def _check_buckets(num_oov_buckets: int) -> None:
    if num_oov_buckets < 0:
        raise ValueError(
            f"num_oov_buckets must be greater or equal than 0, got {num_oov_buckets}."
        )


def _check_key(key_dtype: Any, what: str) -> Any:
    key_dtype = tf.as_dtype(key_dtype)
    if not key_dtype.is_integer and key_dtype != tf.string:
        raise TypeError(f"Only integer and string {what} are supported.")
    return key_dtype


def index_table_from_file(
    vocabulary_file: Any = None,
    num_oov_buckets: int = 0,
    vocab_size: int | None = None,
    default_value: int = -1,
    hasher_spec: Any = FastHashSpec,
    key_dtype: Any = tf.string,
    name: str | None = None,
    key_column_index: int = TextFileIndex.WHOLE_LINE,
    value_column_index: int = TextFileIndex.LINE_NUMBER,
    delimiter: str = "\t",
) -> Any:
    """A table from the lines of a file to their numbers.

    Args:
        vocabulary_file: The file.
        num_oov_buckets: Number of ids for words that are not there.
        vocab_size: Number of lines, or `None` for all.
        default_value: Id of a word that is not there, without buckets.
        hasher_spec: How buckets are chosen.
        key_dtype: dtype of the words: string or an integer.
        name: Name scope.
        key_column_index: Column of the word; by default the whole line.
        value_column_index: Column of the id; by default the line's number.
        delimiter: Between columns.

    Returns:
        The table, to be filled by `tf.tables_initializer()`.

    Raises:
        ValueError: For no file, a negative number of buckets, or a size under 1.
        TypeError: For another dtype.

    Source: `tf.contrib.lookup.index_table_from_file`.
    """
    _check_file(vocabulary_file, None)
    _check_buckets(num_oov_buckets)
    _check_file(vocabulary_file, vocab_size)
    key_dtype = _check_key(key_dtype, "keys")
    with tf1.name_scope(name, "string_to_index"):
        with tf1.name_scope(None, "hash_table"):
            start = TextFileIdTableInitializer(
                vocabulary_file,
                key_column_index=key_column_index,
                value_column_index=value_column_index,
                vocab_size=vocab_size,
                delimiter=delimiter,
                name="table_init",
                key_dtype=tf.int64 if key_dtype.is_integer else key_dtype,
            )
            table = StaticHashTable(start, default_value)
        if not num_oov_buckets:
            return table
        return IdTableWithHashBuckets(
            table, num_oov_buckets, hasher_spec, key_dtype=key_dtype
        )


def string_to_index_table_from_file(
    vocabulary_file: Any = None,
    num_oov_buckets: int = 0,
    vocab_size: int | None = None,
    default_value: int = -1,
    hasher_spec: Any = FastHashSpec,
    name: str | None = None,
) -> Any:
    """`index_table_from_file` under its older name."""
    return index_table_from_file(
        vocabulary_file,
        num_oov_buckets,
        vocab_size,
        default_value,
        hasher_spec,
        key_dtype=tf.string,
        name=name,
    )


def index_table_from_tensor(
    mapping: Any,
    num_oov_buckets: int = 0,
    default_value: int = -1,
    hasher_spec: Any = FastHashSpec,
    dtype: Any = tf.string,
    name: str | None = None,
) -> Any:
    """A table from the words of a tensor to their places.

    Args:
        mapping: Tensor of rank 1, or a list.
        num_oov_buckets: As all the others, for `index_table_from_file`.

    Raises:
        ValueError: For no words, or a negative number of buckets.
        TypeError: For words that are not of `dtype`.

    Source: `tf.contrib.lookup.index_table_from_tensor`.
    """
    if mapping is None:
        raise ValueError("mapping must be specified.")
    _check_buckets(num_oov_buckets)
    dtype = _check_key(dtype, "values")
    with tf1.name_scope(name, "string_to_index"):
        keys = tf.convert_to_tensor(mapping)
        if keys.dtype.is_integer != dtype.is_integer:
            raise ValueError(
                f"Expected {'integer' if dtype.is_integer else 'non-integer'}, got "
                f"{keys.dtype}."
            )
        if not dtype.is_integer and keys.dtype != dtype:
            raise ValueError(f"Expected {dtype}, got {keys.dtype}.")
        count = tf1.size(keys)
        values = tf1.cast(tf1.range(count), tf.int64)
        with tf1.name_scope(None, "hash_table"):
            keys = tf1.cast(keys, tf.int64) if keys.dtype.is_integer else keys
            start = KeyValueTensorInitializer(
                keys, values, keys.dtype.base_dtype, tf.int64, name="table_init"
            )
            table = StaticHashTable(start, default_value)
        if not num_oov_buckets:
            return table
        return IdTableWithHashBuckets(
            table, num_oov_buckets, hasher_spec, key_dtype=dtype
        )


def string_to_index_table_from_tensor(
    mapping: Any,
    num_oov_buckets: int = 0,
    default_value: int = -1,
    hasher_spec: Any = FastHashSpec,
    name: str | None = None,
) -> Any:
    """`index_table_from_tensor` under its older name."""
    return index_table_from_tensor(
        mapping, num_oov_buckets, default_value, hasher_spec, tf.string, name
    )


def string_to_index(
    tensor: Any, mapping: Any, default_value: int = -1, name: str | None = None
) -> Any:
    """The places of words among those of `mapping`.

    Source: `tf.contrib.lookup.string_to_index`.
    """
    table = index_table_from_tensor(mapping, default_value=default_value, name=name)
    return table.lookup(tensor)


def index_to_string_table_from_file(
    vocabulary_file: Any,
    vocab_size: int | None = None,
    default_value: str = "UNK",
    name: str | None = None,
    key_column_index: int = TextFileIndex.LINE_NUMBER,
    value_column_index: int = TextFileIndex.WHOLE_LINE,
    delimiter: str = "\t",
) -> Any:
    """A table from the numbers of a file's lines to the lines.

    Args:
        vocabulary_file: The file; as all the others, for `index_table_from_file`.
        default_value: Word of an id that is not there.

    Source: `tf.contrib.lookup.index_to_string_table_from_file`.
    """
    _check_file(vocabulary_file, vocab_size)
    with tf1.name_scope(name, "index_to_string"):
        start = TextFileStringTableInitializer(
            vocabulary_file,
            key_column_index=key_column_index,
            value_column_index=value_column_index,
            vocab_size=vocab_size,
            delimiter=delimiter,
            name="table_init",
        )
        return StaticHashTable(start, default_value)


def index_to_string_table_from_tensor(
    mapping: Any, default_value: str = "UNK", name: str | None = None
) -> Any:
    """A table from the places of a tensor's words to the words.

    Source: `tf.contrib.lookup.index_to_string_table_from_tensor`.
    """
    if mapping is None:
        raise ValueError("mapping must be specified.")
    with tf1.name_scope(name, "index_to_string"):
        values = tf.convert_to_tensor(mapping, tf.string)
        keys = tf1.cast(tf1.range(tf1.size(values)), tf.int64)
        start = KeyValueTensorInitializer(
            keys, values, tf.int64, tf.string, name="table_init"
        )
        return StaticHashTable(start, default_value)


def index_to_string(
    tensor: Any, mapping: Any, default_value: str = "UNK", name: str | None = None
) -> Any:
    """The words at places among those of `mapping`.

    Source: `tf.contrib.lookup.index_to_string`.
    """
    table = index_to_string_table_from_tensor(mapping, default_value, name)
    return table.lookup(tensor)
