"""Ids for keys that are not in a table, by their hash."""

from __future__ import annotations

import collections
from typing import Any

import tensorflow as tf

from compat.python.lookup.base import LookupInterface, like

tf1 = tf.compat.v1


class HasherSpec(collections.namedtuple("HasherSpec", ["hasher", "key"])):
    """A hash function, and its key.

    Source: `tf.contrib.lookup.HasherSpec`.
    """

    __slots__ = ()


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


class IdTableWithHashBuckets(LookupInterface):
    """A table of ids in which keys that are not there get a bucket by their hash.

    Args:
        table: The table, or `None` for buckets alone.
        num_oov_buckets: Number of buckets.
        hasher_spec: `FastHashSpec`, or a `StrongHashSpec`.
        name: Name of the table.
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
        self._own_name = name.rstrip("/") if name else None
        if table is None:
            if num_oov_buckets <= 0:
                raise ValueError(
                    "expected a number of buckets above 0 without a table, received "
                    f"{num_oov_buckets}"
                )
            key_dtype = key_dtype or tf.string
        else:
            key_dtype = key_dtype or table.key_dtype
            if tf.as_dtype(key_dtype).is_integer != table.key_dtype.is_integer:
                raise TypeError(
                    f"expected keys like the table's, {table.key_dtype}, received "
                    f"{key_dtype}"
                )
            if table.value_dtype != tf.int64:
                raise TypeError(
                    f"expected a table of int64 ids, received {table.value_dtype}"
                )
        key_dtype = tf.as_dtype(key_dtype)
        if not key_dtype.is_integer and key_dtype != tf.string:
            raise TypeError(f"expected integer or string keys, received {key_dtype}")
        if num_oov_buckets > 0 and not isinstance(hasher_spec, HasherSpec):
            raise TypeError(f"expected a HasherSpec, received {hasher_spec}")
        self._table = table
        self._num_oov_buckets = num_oov_buckets
        self._hasher_spec = hasher_spec
        super().__init__(key_dtype, tf.int64)

    @property
    def name(self) -> str:
        """Name of the table."""
        if self._own_name:
            return self._own_name
        return "hash_bucket" if self._table is None else self._table.name

    @property
    def resource_handle(self) -> Any:
        """The table's resource, or `None` without a table."""
        return None if self._table is None else self._table.resource_handle

    @property
    def initializer(self) -> Any:
        """The op that fills the table."""
        if self._table is not None:
            return self._table.initializer
        with tf1.name_scope(None, "init"):
            return tf1.no_op()

    @property
    def init(self) -> Any:
        """The op that fills the table."""
        return self.initializer

    def size(self, name: str | None = None) -> Any:
        """Number of ids, the buckets' among them."""
        with tf1.name_scope(name, f"{self.name}_Size"):
            if self._table is not None:
                known = self._table.size()
            else:
                known = tf.constant(0, tf.int64)
            return known + self._num_oov_buckets

    def _bucket(self, texts: Any) -> Any:
        hasher, key = self._hasher_spec
        if hasher == "fasthash":
            return tf.raw_ops.StringToHashBucketFast(
                input=texts, num_buckets=self._num_oov_buckets, name="hash_bucket"
            )
        if hasher == "legacy":
            return tf.raw_ops.StringToHashBucket(
                string_tensor=texts,
                num_buckets=self._num_oov_buckets,
                name="hash_bucket",
            )
        if hasher == "stronghash":
            return tf.raw_ops.StringToHashBucketStrong(
                input=texts,
                num_buckets=self._num_oov_buckets,
                key=list(key),
                name="hash_bucket",
            )
        raise ValueError(
            f"expected fasthash or stronghash as hasher, received {hasher}"
        )

    def lookup(self, keys: Any, name: str | None = None) -> Any:
        """The ids of keys.

        Args:
            keys: Tensor of any shape, or a sparse one.
            name: Name scope.

        Raises:
            TypeError: For keys of another dtype.
        """
        asked = self._check_keys(keys)
        if self._table is not None and self._table.key_dtype.base_dtype == tf.int64:
            asked = tf.cast(asked, tf.int64)
        if self._num_oov_buckets == 0:
            return like(keys, self._table.lookup(asked, name=name))
        with tf1.name_scope(name, f"{self.name}_Lookup"):
            whole = self._key_dtype.is_integer
            ids = self._bucket(tf.as_string(asked) if whole else asked)
            if self._table is not None:
                known = self._table.lookup(asked)
                ids = tf.raw_ops.Add(x=ids, y=self._table.size())
                there = tf.not_equal(known, self._table.default_value)
                ids = tf.where(there, known, ids)
        return like(keys, ids)
