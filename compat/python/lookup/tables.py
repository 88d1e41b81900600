"""Tables that are filled once, and those that ops fill and change."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.python.lookup.base import InitializableLookupTableBase, LookupInterface

tf1 = tf.compat.v1


class StaticHashTable(InitializableLookupTableBase):
    """A table whose resource is shared by what it is filled from.

    Args:
        default_value: Value of a key that is not there.
        initializer: What it is filled from.
        shared_name: By which sessions find the same resource.
        name: Name of the op.
    """

    def __init__(
        self,
        initializer: Any,
        default_value: Any,
        shared_name: str | None = None,
        name: str | None = None,
    ) -> None:
        self._shared = initializer._shared_name if shared_name is None else shared_name
        self._wanted_name = name or "hash_table"
        super().__init__(default_value, initializer)

    def _create_resource(self) -> Any:
        return tf.raw_ops.HashTableV2(
            key_dtype=self._key_dtype,
            value_dtype=self._value_dtype,
            shared_name=self._shared,
            name=self._wanted_name,
        )

    @property
    def initializer(self) -> Any:
        """The op that fills the table."""
        return self._init_op

    def export(self, name: str | None = None) -> tuple[Any, Any]:
        """Give all keys and all values, two tensors of rank 1."""
        with tf1.name_scope(name, f"{self.name}_Export") as scope:
            pass
        keys, values = tf.raw_ops.LookupTableExportV2(
            table_handle=self.resource_handle,
            Tkeys=self._key_dtype,
            Tvalues=self._value_dtype,
            name=scope,
        )
        return keys, values


class HashTable(StaticHashTable):
    """A table that is filled once, by `tf.tables_initializer()`.

    Args:
        initializer: What it is filled from, a `KeyValueTensorInitializer` or a
            `TextFileInitializer`.
        default_value: Value of a key that is not there.
        shared_name: By which sessions find the same table.
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
        super().__init__(initializer, default_value, shared_name or "", name)

    @property
    def init(self) -> Any:
        """The op that fills the table."""
        return self.initializer


class _Changing:
    """The ops of a table that changes, under 1.15's names."""

    resource_handle: Any
    _default_value: Any
    _key_dtype: Any
    _value_dtype: Any
    _name: str

    def _check(self, keys: Any) -> None:
        if keys.dtype.base_dtype != self._key_dtype:
            raise TypeError(
                f"Signature mismatch. Keys must be dtype {self._key_dtype}, got "
                f"{keys.dtype}."
            )

    def size(self, name: str | None = None) -> Any:
        """Number of entries, an int64 scalar."""
        with tf1.name_scope(name, f"{self._name}_Size"):
            return tf.raw_ops.LookupTableSizeV2(table_handle=self.resource_handle)

    def lookup(self, keys: Any, name: str | None = None) -> Any:
        """Values of keys, the default where a key is not there."""
        with tf1.name_scope(name, f"{self._name}_lookup_table_find"):
            keys = tf.convert_to_tensor(keys, self._key_dtype, name="keys")
            return tf.raw_ops.LookupTableFindV2(
                table_handle=self.resource_handle,
                keys=keys,
                default_value=self._default_value,
            )

    def insert(self, keys: Any, values: Any, name: str | None = None) -> Any:
        """Give the op that puts values under keys."""
        with tf1.name_scope(name, f"{self._name}_lookup_table_insert"):
            keys = tf.convert_to_tensor(keys, self._key_dtype, name="keys")
            values = tf.convert_to_tensor(values, self._value_dtype, name="values")
            return tf.raw_ops.LookupTableInsertV2(
                table_handle=self.resource_handle, keys=keys, values=values
            )

    def remove(self, keys: Any, name: str | None = None) -> Any:
        """Give the op that takes keys out."""
        self._check(keys)
        with tf1.name_scope(name, f"{self._name}_lookup_table_remove"):
            return tf.raw_ops.LookupTableRemoveV2(
                table_handle=self.resource_handle, keys=keys
            )

    def export(self, name: str | None = None) -> tuple[Any, Any]:
        """Give all keys and all values."""
        with tf1.name_scope(name, f"{self._name}_lookup_table_export_values"):
            keys, values = tf.raw_ops.LookupTableExportV2(
                table_handle=self.resource_handle,
                Tkeys=self._key_dtype,
                Tvalues=self._value_dtype,
            )
        return keys, values


class MutableHashTable(_Changing, tf.lookup.experimental.MutableHashTable):
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


class MutableDenseHashTable(_Changing, tf.lookup.experimental.DenseHashTable):
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

    def insert_or_assign(self, keys: Any, values: Any, name: str | None = None) -> Any:
        """The same as `insert`."""
        return self.insert(keys, values, name)

    def erase(self, keys: Any, name: str | None = None) -> Any:
        """The same as `remove`."""
        return self.remove(keys, name)


LookupInterface.register(MutableHashTable)
LookupInterface.register(MutableDenseHashTable)
