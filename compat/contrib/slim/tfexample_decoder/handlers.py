"""Handlers: from the features of an example to an item."""

from __future__ import annotations

import abc
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.count.ops import arrays

tf1 = tf.compat.v1


def _dense(tensor: Any, default_value: Any = 0) -> Any:
    if isinstance(tensor, tf.SparseTensor):
        return tf1.sparse_tensor_to_dense(tensor, default_value=default_value)
    return tensor


class ItemHandler(metaclass=abc.ABCMeta):
    """Turns the tensors of some features into an item.

    Args:
        keys: The features' names: one, or several.

    Source: `tf.contrib.slim.tfexample_decoder.ItemHandler`.
    """

    def __init__(self, keys: Any) -> None:
        self._keys = keys if isinstance(keys, (tuple, list)) else [keys]

    @property
    def keys(self) -> Any:
        return self._keys

    @abc.abstractmethod
    def tensors_to_item(self, keys_to_tensors: dict[str, Any]) -> Any:
        """Give the item.

        Args:
            keys_to_tensors: From a feature's name to its tensor.
        """


class ItemHandlerCallback(ItemHandler):
    """A handler that is a function.

    Args:
        keys: The features' names.
        func: From a dict of their tensors to the item.

    Source: `tf.contrib.slim.tfexample_decoder.ItemHandlerCallback`.
    """

    def __init__(self, keys: Any, func: Callable[[dict[str, Any]], Any]) -> None:
        super().__init__(keys)
        self._func = func

    def tensors_to_item(self, keys_to_tensors: dict[str, Any]) -> Any:
        return self._func(keys_to_tensors)


class BoundingBox(ItemHandler):
    """Boxes [boxes, 4] from four features of their sides.

    Args:
        keys: Names of top, left, bottom and right; by default ymin, xmin, ymax, xmax.
        prefix: Comes before each.

    Raises:
        ValueError: For other than four names.

    Source: `tf.contrib.slim.tfexample_decoder.BoundingBox`.
    """

    def __init__(self, keys: Any = None, prefix: str = "") -> None:
        if keys is None:
            keys = ["ymin", "xmin", "ymax", "xmax"]
        elif len(keys) != 4:
            raise ValueError(f"BoundingBox expects 4 keys but got {len(keys)}")
        self._prefix = prefix
        self._full_keys = [prefix + key for key in keys]
        super().__init__(self._full_keys)

    def tensors_to_item(self, keys_to_tensors: dict[str, Any]) -> Any:
        sides = []
        for key in self._full_keys:
            side = keys_to_tensors[key]
            if isinstance(side, tf.SparseTensor):
                side = side.values
            sides.append(tf1.expand_dims(side, 0))
        return arrays.transpose(tf1.concat(sides, 0))


class Tensor(ItemHandler):
    """A feature as it is, or in another shape.

    Args:
        tensor_key: The feature's name.
        shape_keys: Names of features that have the shape, or its sizes.
        shape: The shape.
        default_value: What stands where a sparse tensor has nothing.

    Raises:
        ValueError: For both `shape` and `shape_keys`.

    Source: `tf.contrib.slim.tfexample_decoder.Tensor`.
    """

    def __init__(
        self,
        tensor_key: str,
        shape_keys: Any = None,
        shape: Any = None,
        default_value: Any = 0,
    ) -> None:
        if shape_keys and shape is not None:
            raise ValueError("Cannot specify both shape_keys and shape parameters.")
        if shape_keys and not isinstance(shape_keys, list):
            shape_keys = [shape_keys]
        self._tensor_key = tensor_key
        self._shape_keys = shape_keys
        self._shape = shape
        self._default_value = default_value
        keys = [tensor_key, *(shape_keys or ())]
        super().__init__(keys)

    def tensors_to_item(self, keys_to_tensors: dict[str, Any]) -> Any:
        tensor = keys_to_tensors[self._tensor_key]
        shape = self._shape
        if self._shape_keys:
            sizes = [_dense(keys_to_tensors[key]) for key in self._shape_keys]
            shape = arrays.reshape(tf1.stack(sizes), [-1])
        if isinstance(tensor, tf.SparseTensor):
            if shape is not None:
                tensor = tf1.sparse_reshape(tensor, shape)
            return _dense(tensor, self._default_value)
        return tensor if shape is None else arrays.reshape(tensor, shape)


class LookupTensor(Tensor):
    """A feature looked up in a table.

    Args:
        tensor_key: The feature's name.
        table: The table.
        shape_keys: As for `Tensor`, like all that follow.
        shape: The same.
        default_value: The same.

    Source: `tf.contrib.slim.tfexample_decoder.LookupTensor`.
    """

    def __init__(
        self,
        tensor_key: str,
        table: Any,
        shape_keys: Any = None,
        shape: Any = None,
        default_value: Any = "",
    ) -> None:
        self._table = table
        super().__init__(tensor_key, shape_keys, shape, default_value)

    def tensors_to_item(self, keys_to_tensors: dict[str, Any]) -> Any:
        return self._table.lookup(super().tensors_to_item(keys_to_tensors))


class BackupHandler(ItemHandler):
    """A handler, and another for where its item is empty.

    Args:
        handler: The first handler.
        backup: The other.

    Raises:
        ValueError: For what is no `ItemHandler`.

    Source: `tf.contrib.slim.tfexample_decoder.BackupHandler`.
    """

    def __init__(self, handler: ItemHandler, backup: ItemHandler) -> None:
        for said, given in (("Primary", handler), ("Backup", backup)):
            if not isinstance(given, ItemHandler):
                raise ValueError(
                    f"{said} handler is of type {type(given)} instead of ItemHandler"
                )
        self._handler = handler
        self._backup = backup
        super().__init__([*handler.keys, *backup.keys])

    def tensors_to_item(self, keys_to_tensors: dict[str, Any]) -> Any:
        item = self._handler.tensors_to_item(keys_to_tensors)
        return tf1.cond(
            pred=tf.equal(tf1.reduce_prod(tf1.shape(item)), 0),
            true_fn=lambda: self._backup.tensors_to_item(keys_to_tensors),
            false_fn=lambda: item,
        )


class SparseTensor(ItemHandler):
    """A sparse tensor from a feature of indices and one of values.

    Args:
        indices_key: Name of the indices; by default `indices`.
        values_key: Name of the values; by default `values`.
        shape_key: Name of the shape.
        shape: The shape.
        densify: Whether the item is dense.
        default_value: What stands where there is nothing.

    Raises:
        ValueError: For both `shape` and `shape_key`.

    Source: `tf.contrib.slim.tfexample_decoder.SparseTensor`.
    """

    def __init__(
        self,
        indices_key: str | None = None,
        values_key: str | None = None,
        shape_key: str | None = None,
        shape: Any = None,
        densify: bool = False,
        default_value: Any = 0,
    ) -> None:
        indices_key = indices_key or "indices"
        values_key = values_key or "values"
        self._indices_key = indices_key
        self._values_key = values_key
        self._shape_key = shape_key
        self._shape = shape
        self._densify = densify
        self._default_value = default_value
        keys = [indices_key, values_key]
        if shape_key:
            keys.append(shape_key)
        super().__init__(keys)

    def tensors_to_item(self, keys_to_tensors: dict[str, Any]) -> Any:
        indices = keys_to_tensors[self._indices_key]
        values = keys_to_tensors[self._values_key]
        if self._shape_key:
            shape = keys_to_tensors[self._shape_key]
            if isinstance(shape, tf.SparseTensor):
                shape = _dense(shape)
        elif self._shape:
            shape = self._shape
        else:
            shape = indices.dense_shape
        rank = tf1.shape(indices.indices)[1]
        ids = tf1.cast(indices.values, tf.int64)
        kept = tf.slice(indices.indices, [0, 0], tf1.stack([-1, rank - 1]))
        new = tf1.concat([kept, arrays.reshape(ids, [-1, 1])], 1)
        tensor = tf.SparseTensor(new, values.values, shape)
        if self._densify:
            return tf1.sparse_tensor_to_dense(tensor, self._default_value)
        return tensor
