"""What is put in the place of functions of TensorFlow, where a number is not enough.

`compat.count.opcounts` puts it there; each is TensorFlow's own where nothing is built.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from compat import _private


def _regularized_once(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let `get_variable` build a regularizer's loss once, as 1.15 did.

    2.x builds it to see whether it is None, builds it again in the variable's scope,
    and once more at each use. Here the first is put off to the second.
    """

    @functools.wraps(function)
    def get_single_variable(*args: Any, **kwargs: Any) -> Any:
        regularizer = kwargs.get("regularizer")
        if not regularizer or tf.executing_eagerly():
            return function(*args, **kwargs)
        asked = []

        def put_off(variable: Any) -> Any:
            asked.append(variable)
            if len(asked) == 1:
                return variable
            with tf.compat.v1.control_dependencies(None):  # out of a while loop
                return regularizer(variable)

        variable = function(*args, **{**kwargs, "regularizer": put_off})
        losses = tf.compat.v1.get_collection_ref("regularization_losses")
        if asked and losses and _private.kept_loss(losses[-1]) is not losses[-1]:
            loss = _private.kept_loss(losses.pop())
            losses.extend([] if loss is None else [loss])  # 1.15 kept the tensor
        return variable

    return get_single_variable


def _kept_loss(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a regularization loss be the tensor that was built, not a new one a use."""

    @functools.wraps(function)
    def as_tensor(self: Any, *args: Any, **kwargs: Any) -> Any:
        if tf.executing_eagerly():
            return function(self, *args, **kwargs)
        return _private.kept_loss(self)

    return as_tensor


def _all_axes(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a reduction over all axes count those of what is not a tensor."""

    @functools.wraps(function)
    def axes(x: Any, axis: Any) -> Any:
        if axis is not None or tf.executing_eagerly():
            empty = isinstance(axis, (list, tuple)) and not axis
            return np.array([], np.int32) if empty else function(x, axis)
        if isinstance(x, tf.Tensor) and x.shape.rank is not None:
            return tf.constant(np.arange(x.shape.rank, dtype=np.int32))
        if isinstance(x, tf.SparseTensor) and x.dense_shape.shape.is_fully_defined():
            rank = x.dense_shape.shape.as_list()[0]
            return tf.constant(np.arange(rank, dtype=np.int32))
        return tf.range(0, tf.compat.v1.rank(x))

    return axes


def _in_graphs(ours: Callable[..., Any]) -> Callable[..., Any]:
    """What puts `ours` in a function's place where a graph is built."""

    def wrapper(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def either(*args: Any, **kwargs: Any) -> Any:
            return (function if tf.executing_eagerly() else ours)(*args, **kwargs)

        return either

    return wrapper


def _ones_named_as_in_115(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let the gradients of what is differentiated, all 1, have 1.15's names."""

    @functools.wraps(function)
    def first(grad_ys: Any, ys: Any, colocate: Any, uid: Any = None) -> Any:
        usual = all(grad is None for grad in grad_ys) and not any(
            y.dtype.is_complex or y.dtype == tf.variant for y in ys
        )
        if tf.executing_eagerly() or colocate or not usual:
            return function(grad_ys, ys, colocate, uid)
        return [
            tf.raw_ops.Fill(
                dims=tf.compat.v1.shape(y),
                value=tf.constant(1, y.dtype.base_dtype, name=f"grad_ys_{index}"),
                name="Fill",
            )
            for index, y in enumerate(ys)
        ]

    return first


def _dropout_as_in_115(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let the dropout that Keras 2 uses be 1.15's, loaded when it is needed."""

    @functools.wraps(function)
    def either(*args: Any, **kwargs: Any) -> Any:
        from compat.count.ops.dropout import as_in_115

        return as_in_115(function)(*args, **kwargs)

    return either


def others() -> dict[str, Callable[..., Any]]:
    """What to put in the place of functions, where another number is not enough."""
    from compat.count.data import iterators, repeating
    from compat.count.ops import (
        arrays,
        embeddings,
        images,
        maths,
        products,
        random,
        reductions,
        slices,
        tensor_arrays,
    )

    return {
        "repeated dataset": repeating.repeated,
        "initializable iterator": iterators.initializable,
        "one shot iterator": iterators.one_shot,
        "initializer of an iterator": iterators.initializer,
        "variable with regularizer": _regularized_once,
        "regularization loss": _kept_loss,
        "embedding_lookup_sparse": embeddings.looked_up_as_in_115,
        "axes of a reduction": _all_axes,
        "small constants": arrays.measured,
        "dropout": _dropout_as_in_115,
        "split in equal parts": arrays.counted_split,
        "gather of a variable": arrays.sparsely_read,
        "checks of images": _in_graphs(images.checks),
        "checked image": images.asserted,
        "flip": images.never_a_batch,
        "random flip": images.never_a_batch,
        "rot90": images.never_a_batch,
        "image.transpose": images.never_a_batch,
        "per_image_standardization": images.standardized,
        "tensordot": _in_graphs(products.tensordot),
        "first gradients": _ones_named_as_in_115,
        "reduce_logsumexp": _in_graphs(reductions.reduce_logsumexp),
        "reduce_variance": _in_graphs(reductions.reduce_variance),
        "weighted_moments": _in_graphs(reductions.weighted_moments),
        "reduce_std": _in_graphs(reductions.reduce_std),
        "random_gamma": _in_graphs(random.random_gamma),
        "saturate_cast": _in_graphs(maths.saturate_cast),
        "clip_by_norm": _in_graphs(maths.clip_by_norm),
        "TensorArray": tensor_arrays.of_unknown_size,
        "TensorArray.concat": tensor_arrays.concatenated,
        "slices": slices.packed_once,
        "slices of variables": slices.packed_once,
        "size of an axis": slices.size_not_known,
        "sizes of all axes": slices.sizes_not_known,
    }
