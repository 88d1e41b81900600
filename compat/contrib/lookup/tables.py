"""Lookup tables, and what they are filled from."""

from __future__ import annotations

import collections
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1

KeyValueTensorInitializer = tf1.lookup.KeyValueTensorInitializer
TextFileInitializer = tf1.lookup.TextFileInitializer
TextFileIndex = tf1.lookup.TextFileIndex

HasherSpec = collections.namedtuple("HasherSpec", ["hasher", "key"])
FastHashSpec = HasherSpec("fasthash", None)


class StrongHashSpec(HasherSpec):
    """The strong hash function with a key of one's own.

    Args:
        key: Two non-negative ints.

    Source: `tf.contrib.lookup.StrongHashSpec`.
    """

    __slots__ = ()

    def __new__(cls, key: Any) -> StrongHashSpec:
        if len(key) != 2:
            raise ValueError(f"key must have size 2, got {len(key)}.")
        if not isinstance(key[0], int) or not isinstance(key[1], int):
            raise TypeError(f"Invalid key {key}. Must be unsigned integer values.")
        return super().__new__(cls, "stronghash", key)


class TextFileIdTableInitializer(TextFileInitializer):  # type: ignore[valid-type, misc]
    """From the lines of a file to their numbers.

    Args:
        filename: The file.
        key_column_index: Column of the key; by default the whole line.
        value_column_index: Column of the value; by default the line's number.
        vocab_size: Number of lines, or `None` for all.
        delimiter: Between columns.
        name: Name of the op.
        key_dtype: dtype of the keys.

    Source: `tf.contrib.lookup.TextFileIdTableInitializer`.
    """

    def __init__(
        self,
        filename: Any,
        key_column_index: int = TextFileIndex.WHOLE_LINE,
        value_column_index: int = TextFileIndex.LINE_NUMBER,
        vocab_size: int | None = None,
        delimiter: str = "\t",
        name: str = "text_file_id_table_init",
        key_dtype: Any = tf.string,
    ) -> None:
        super().__init__(
            filename,
            key_dtype,
            key_column_index,
            tf.int64,
            value_column_index,
            vocab_size=vocab_size,
            delimiter=delimiter,
            name=name,
        )


class TextFileStringTableInitializer(TextFileInitializer):  # type: ignore[valid-type, misc]
    """From the numbers of a file's lines to the lines; arguments as for the other way.

    Source: `tf.contrib.lookup.TextFileStringTableInitializer`.
    """

    def __init__(
        self,
        filename: Any,
        key_column_index: int = TextFileIndex.LINE_NUMBER,
        value_column_index: int = TextFileIndex.WHOLE_LINE,
        vocab_size: int | None = None,
        delimiter: str = "\t",
        name: str = "text_file_string_table_init",
    ) -> None:
        super().__init__(
            filename,
            tf.int64,
            key_column_index,
            tf.string,
            value_column_index,
            vocab_size=vocab_size,
            delimiter=delimiter,
            name=name,
        )


class HashTable(tf1.lookup.StaticHashTable):  # type: ignore[name-defined]
    """A table that is filled once, by `tf.tables_initializer()`.

    Args:
        initializer: What it is filled from.
        default_value: Value of a key that is not there.
        shared_name: Taken, and not needed.
        name: Name of the op.

    Source: `tf.contrib.lookup.HashTable`.
    """

    def __init__(
        self,
        initializer: Any,
        default_value: Any,
        shared_name: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(initializer, default_value, name=name or "hash_table")

    @property
    def init(self) -> Any:
        return self.initializer


class MutableHashTable(tf.lookup.experimental.MutableHashTable):
    """A table that ops can fill and change.

    Args:
        key_dtype: dtype of the keys.
        value_dtype: dtype of the values.
        default_value: Value of a key that is not there.
        name: Name of the op.
        checkpoint: Whether it is saved in checkpoints.

    Source: `tf.contrib.lookup.MutableHashTable`.
    """

    def __init__(
        self,
        key_dtype: Any,
        value_dtype: Any,
        default_value: Any,
        name: str = "MutableHashTable",
        checkpoint: bool = True,
    ) -> None:
        super().__init__(key_dtype, value_dtype, default_value, name, checkpoint)


class MutableDenseHashTable(tf.lookup.experimental.DenseHashTable):
    """The same, faster, with two keys that may not be used.

    Args:
        key_dtype: dtype of the keys.
        value_dtype: dtype of the values.
        default_value: Value of a key that is not there.
        empty_key: A key for places that were never filled.
        deleted_key: A key for places that were emptied.
        initial_num_buckets: Places to begin with.
        name: Name of the op.
        checkpoint: Whether it is saved in checkpoints.

    Source: `tf.contrib.lookup.MutableDenseHashTable`.
    """

    def __init__(
        self,
        key_dtype: Any,
        value_dtype: Any,
        default_value: Any,
        empty_key: Any,
        deleted_key: Any,
        initial_num_buckets: int | None = None,
        name: str = "MutableDenseHashTable",
        checkpoint: bool = True,
    ) -> None:
        super().__init__(
            key_dtype,
            value_dtype,
            default_value,
            empty_key,
            deleted_key,
            initial_num_buckets,
            name,
            checkpoint,
        )


class IdTableWithHashBuckets:
    """A table of ids in which keys that are not there get a bucket by their hash.

    Args:
        table: The table, or `None` for buckets alone.
        num_oov_buckets: Number of buckets.
        hasher_spec: `FastHashSpec`, or a `StrongHashSpec`.
        name: Name scope.
        key_dtype: dtype of the keys; by default the table's.

    Raises:
        TypeError: For another dtype of keys or ids, or another hasher.
        ValueError: For neither table nor buckets.

    Source: `tf.contrib.lookup.IdTableWithHashBuckets`.
    """

    def __init__(
        self,
        table: Any,
        num_oov_buckets: int,
        hasher_spec: Any = FastHashSpec,
        name: str | None = None,
        key_dtype: Any = None,
    ) -> None:
        own = "hash_table" if table is None else table.name
        self._name = (name or own).rstrip("/")
        if table is None:
            if num_oov_buckets <= 0:
                raise ValueError(
                    "oov_buckets must be > 0 if no table is supplied, received "
                    f"{num_oov_buckets}"
                )
            self._table: Any = None
            key_dtype = key_dtype or tf.string
        else:
            self._table = table
            key_dtype = key_dtype or table.key_dtype
            if table.value_dtype != tf.int64:
                raise TypeError(
                    f"Invalid dtype of value: expected int64, received "
                    f"{table.value_dtype}"
                )
        if key_dtype not in (tf.string, tf.int32, tf.int64):
            raise TypeError(
                f"Invalid key_dtype, expected an integer or string, received "
                f"{key_dtype}"
            )
        if not isinstance(hasher_spec, HasherSpec):
            raise TypeError(
                f"hasher_spec must be of type HasherSpec, got {hasher_spec}"
            )
        self._num_oov_buckets = num_oov_buckets
        self._hasher_spec = hasher_spec
        self._key_dtype = key_dtype

    @property
    def key_dtype(self) -> Any:
        return self._key_dtype

    @property
    def value_dtype(self) -> Any:
        return tf.int64

    @property
    def name(self) -> str:
        return self._name

    @property
    def initializer(self) -> Any:
        if self._table is not None:
            return self._table.initializer
        with tf1.name_scope(None, "initializer"):
            return tf1.no_op()

    @property
    def init(self) -> Any:
        return self.initializer

    def size(self, name: str | None = None) -> Any:
        """Number of ids, the buckets' among them."""
        with tf1.name_scope(name, f"{self.name}_Size"):
            known = self._table.size() if self._table is not None else 0
            return known + self._num_oov_buckets

    def _bucket(self, keys: Any) -> Any:
        if self._hasher_spec.hasher == "fasthash":
            return tf1.strings.to_hash_bucket_fast(
                keys, self._num_oov_buckets, name="hash_bucket"
            )
        if self._hasher_spec.hasher == "legacy":
            return tf1.string_to_hash_bucket(
                keys, self._num_oov_buckets, name="hash_bucket"
            )
        return tf1.strings.to_hash_bucket_strong(
            keys, self._num_oov_buckets, list(self._hasher_spec.key), name="hash_bucket"
        )

    def lookup(self, keys: Any, name: str | None = None) -> Any:
        """The ids of keys: a tensor, or a sparse one."""
        if keys.dtype.base_dtype != self._key_dtype:
            raise TypeError(
                f"Signature mismatch. Keys must be dtype {self._key_dtype}, got "
                f"{keys.dtype}."
            )
        sparse = isinstance(keys, tf.SparseTensor)
        values = keys.values if sparse else keys
        if self._table is not None and self._table.key_dtype.base_dtype == tf.int64:
            values = tf1.cast(values, tf.int64)
        if self._num_oov_buckets == 0:
            ids = self._table.lookup(values, name=name)
        else:
            with tf1.name_scope(name, f"{self.name}_Lookup"):
                texts = tf1.as_string(values) if self._key_dtype.is_integer else values
                ids = self._bucket(texts)
                if self._table is not None:
                    known = self._table.lookup(values)
                    buckets = ids + self._table.size()
                    there = tf.not_equal(known, self._table.default_value)
                    ids = tf.where(there, known, buckets)
        if sparse:
            return tf.SparseTensor(keys.indices, ids, keys.dense_shape)
        return ids
