"""Tables are filled from tensors, or from the lines of a file."""

from __future__ import annotations

import uuid
from typing import Any

import tensorflow as tf

from compat.python.lookup.base import TableInitializerBase, check_dtypes

tf1 = tf.compat.v1


class KeyValueTensorInitializer(TableInitializerBase):
    """Keys and values from two tensors.

    Args:
        keys: Tensor, or what makes one.
        values: Tensor of the same shape.
        key_dtype: dtype of the keys, where they are no tensor.
        value_dtype: dtype of the values.
        name: Name scope of the op that fills the table.

    Source: `tf.contrib.lookup.KeyValueTensorInitializer`.
    """

    def __init__(
        self,
        keys: Any,
        values: Any,
        key_dtype: Any = None,
        value_dtype: Any = None,
        name: str | None = None,
    ) -> None:
        self._keys = tf.convert_to_tensor(keys, key_dtype, name="keys")
        self._values = tf.convert_to_tensor(values, value_dtype, name="values")
        self._name = name if name is not None else "key_value_init"
        super().__init__(self._keys.dtype, self._values.dtype)

    @property
    def _shared_name(self) -> str:
        return f"hash_table_{uuid.uuid4()}"

    def initialize(self, table: Any) -> Any:
        """Give the op that fills a table."""
        check_dtypes(table, self._keys.dtype, self._values.dtype)
        with tf1.name_scope(self._name):
            fill = tf.raw_ops.LookupTableImportV2(
                table_handle=table.resource_handle, keys=self._keys, values=self._values
            )
        tf1.add_to_collection(tf1.GraphKeys.TABLE_INITIALIZERS, fill)
        return fill


class TextFileIndex:
    """What a file gives beside its columns: the whole line, the line's number.

    Source: `tf.contrib.lookup.TextFileIndex`.
    """

    WHOLE_LINE = -2
    LINE_NUMBER = -1


def _check_column(what: str, dtype: Any, index: int) -> None:
    dtype = tf.as_dtype(dtype)
    if index < TextFileIndex.WHOLE_LINE:
        raise ValueError(f"Invalid {what} index {index}.")
    if index == TextFileIndex.LINE_NUMBER and dtype != tf.int64:
        wanted, fits = tf.int64, False
    else:
        wanted = tf.string
        fits = index != TextFileIndex.WHOLE_LINE or (
            dtype == tf.string or (what == "key" and dtype.is_integer)
        )
    if not fits:
        raise ValueError(
            f"Signature mismatch. {what.capitalize()}s must be dtype {wanted}, got "
            f"{dtype}."
        )


class TextFileInitializer(TableInitializerBase):
    """Keys and values from a file, a line an entry.

    Args:
        filename: The file: text, or a scalar tensor.
        key_dtype: dtype of the keys.
        key_index: Column of the key, or one of `TextFileIndex`.
        value_dtype: dtype of the values.
        value_index: Column of the value, or one of `TextFileIndex`.
        vocab_size: Number of lines, or `None` for all.
        delimiter: Between columns.
        name: Name scope of the op that fills the table.

    Raises:
        ValueError: For no file, a column or a size that cannot be, or a dtype that
            does not fit the column.

    Source: `tf.contrib.lookup.TextFileInitializer`.
    """

    def __init__(
        self,
        filename: Any,
        key_dtype: Any,
        key_index: int,
        value_dtype: Any,
        value_index: int,
        vocab_size: int | None = None,
        delimiter: str = "\t",
        name: str | None = None,
    ) -> None:
        if not tf.is_tensor(filename) and not filename:
            raise ValueError(f"Filename required for {name}.")
        _check_column("key", key_dtype, key_index)
        _check_column("value", value_dtype, value_index)
        if vocab_size is not None and vocab_size <= 0:
            raise ValueError(f"Invalid vocab_size {vocab_size}.")
        self._file_given = filename
        self._key_index, self._value_index = key_index, value_index
        self._vocab_size, self._delimiter = vocab_size, delimiter
        self._name = name if name is not None else "text_file_init"
        self._filename = tf.convert_to_tensor(filename, tf.string, name="asset_path")
        tf1.add_to_collection(tf1.GraphKeys.ASSET_FILEPATHS, self._filename)
        super().__init__(key_dtype, value_dtype)

    @property
    def _shared_name(self) -> str:
        known = tf.get_static_value(self._filename)
        file = known.decode() if isinstance(known, bytes) else self._filename.name
        size = "" if self._vocab_size is None else f"{self._vocab_size}_"
        return f"hash_table_{file}_{size}{self._key_index}_{self._value_index}"

    def initialize(self, table: Any) -> Any:
        """Give the op that fills a table."""
        check_dtypes(table, self.key_dtype, self.value_dtype)
        with tf1.name_scope(self._name):
            fill = tf.raw_ops.InitializeTableFromTextFileV2(
                table_handle=table.resource_handle,
                filename=self._filename,
                key_index=self._key_index,
                value_index=self._value_index,
                vocab_size=-1 if self._vocab_size is None else self._vocab_size,
                delimiter=self._delimiter,
            )
        tf1.add_to_collection(tf1.GraphKeys.TABLE_INITIALIZERS, fill)
        return fill


class TextFileIdTableInitializer(TextFileInitializer):
    """From the lines of a file to their numbers.

    Args:
        filename: The file.
        key_column_index: Column of the key; by default the whole line.
        value_column_index: Column of the value; by default the line's number.
        vocab_size: Number of lines, or `None` for all.
        delimiter: Between columns.
        name: Name scope of the op that fills the table.
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


class TextFileStringTableInitializer(TextFileInitializer):
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
