"""What every lookup table is, and what tables are filled from."""

from __future__ import annotations

import abc
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def check_dtypes(table: Any, key_dtype: Any, value_dtype: Any) -> None:
    """Raise `TypeError` unless a table's dtypes are these."""
    wanted = tf.as_dtype(key_dtype), tf.as_dtype(value_dtype)
    if (table.key_dtype, table.value_dtype) != wanted:
        raise TypeError(
            f"expected a table from {table.key_dtype} to {table.value_dtype}, received "
            f"one from {wanted[0]} to {wanted[1]}"
        )


class LookupInterface(abc.ABC):  # noqa: B024
    """A table from keys to values.

    Args:
        key_dtype: dtype of the keys.
        value_dtype: dtype of the values.

    Source: `tf.contrib.lookup.LookupInterface`.
    """

    def __init__(self, key_dtype: Any, value_dtype: Any) -> None:
        self._key_dtype = tf.as_dtype(key_dtype)
        self._value_dtype = tf.as_dtype(value_dtype)
        self._resource_handle: Any = None

    def _create_resource(self) -> Any:
        raise NotImplementedError("a table of a kind of its own makes its resource")

    @property
    def key_dtype(self) -> Any:
        """dtype of the keys."""
        return self._key_dtype

    @property
    def value_dtype(self) -> Any:
        """dtype of the values."""
        return self._value_dtype

    @property
    def resource_handle(self) -> Any:
        """The resource behind the table."""
        if self._resource_handle is None:
            self._resource_handle = self._create_resource()
        return self._resource_handle

    @property
    def name(self) -> str:
        """Name of the table."""
        raise NotImplementedError

    def size(self, name: str | None = None) -> Any:
        """Number of entries, a scalar tensor."""
        raise NotImplementedError

    def lookup(self, keys: Any, name: str | None = None) -> Any:
        """Values of keys."""
        raise NotImplementedError

    def _check_keys(self, keys: Any) -> Any:
        """The keys, the values of a sparse tensor; `TypeError` for another dtype."""
        if keys.dtype.base_dtype != self._key_dtype:
            raise TypeError(
                f"Signature mismatch. Keys must be dtype {self._key_dtype}, got "
                f"{keys.dtype}."
            )
        return keys.values if isinstance(keys, tf.SparseTensor) else keys


def like(keys: Any, values: Any) -> Any:
    """Values in the shape of the keys: sparse where these are."""
    if isinstance(keys, tf.SparseTensor):
        return tf.SparseTensor(keys.indices, values, keys.dense_shape)
    return values


class InitializableLookupTableBase(LookupInterface):
    """A table that is filled once, by `tf.tables_initializer()`.

    Args:
        default_value: Value of a key that is not there.
        initializer: What it is filled from, a `TableInitializerBase`.

    Source: `tf.contrib.lookup.InitializableLookupTableBase`.
    """

    def __init__(self, default_value: Any, initializer: Any) -> None:
        super().__init__(initializer.key_dtype, initializer.value_dtype)
        self._default_value = tf.convert_to_tensor(default_value, self._value_dtype)
        self._initializer = initializer
        self._resource_handle = self._create_resource()
        self._init_op = initializer.initialize(self)

    @property
    def default_value(self) -> Any:
        """Value of a key that is not there."""
        return self._default_value

    @property
    def name(self) -> str:
        """Name of the table's op, without its scope."""
        return self.resource_handle.op.name.split("/")[-1]

    def size(self, name: str | None = None) -> Any:
        """Number of entries, an int64 scalar."""
        with tf1.name_scope(name, f"{self.name}_Size"):
            return tf.raw_ops.LookupTableSizeV2(table_handle=self.resource_handle)

    def lookup(self, keys: Any, name: str | None = None) -> Any:
        """Values of keys.

        Args:
            keys: Tensor of any shape, or a sparse one.
            name: Name scope.

        Raises:
            TypeError: For keys of another dtype.
        """
        asked = self._check_keys(keys)
        with tf1.name_scope(name, f"{self.name}_Lookup"):
            values = tf.raw_ops.LookupTableFindV2(
                table_handle=self.resource_handle,
                keys=asked,
                default_value=self._default_value,
            )
        values.set_shape(asked.shape)
        return like(keys, values)


class TableInitializerBase:
    """What a table is filled from.

    Args:
        key_dtype: dtype of the keys.
        value_dtype: dtype of the values.

    Source: `tf.contrib.lookup.TableInitializerBase`.
    """

    def __init__(self, key_dtype: Any, value_dtype: Any) -> None:
        self._key_dtype = tf.as_dtype(key_dtype)
        self._value_dtype = tf.as_dtype(value_dtype)

    @property
    def key_dtype(self) -> Any:
        """dtype of the keys."""
        return self._key_dtype

    @property
    def value_dtype(self) -> Any:
        """dtype of the values."""
        return self._value_dtype

    @property
    def _shared_name(self) -> str:
        return ""

    def initialize(self, table: Any) -> Any:
        """Give the op that fills a table."""
        raise NotImplementedError
