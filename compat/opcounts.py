"""Where TensorFlow 2 builds another number of ops than 1.15 did, and how many.

One row a function: its key in `compat._private`, and how many more ops (negative:
fewer) 1.15 built before the function takes a seed, and after. The op-difference tool of
the tests (`python -m tests.programs --ops FILE`) finds such places.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf

from compat import _private, opseed

Count = Callable[[dict[str, Any]], int]


def _none(given: dict[str, Any]) -> int:
    return 0


@dataclass(frozen=True)
class Row:
    """How many more ops 1.15 built in a function.

    Args:
        before: From the call's arguments, by name, to the number before its random op.
        after: The same for the rest of the function.
        exactly: To how many ops 1.15 built in all, where that is easier to say.
    """

    before: Count = _none
    after: Count = _none
    exactly: Count | None = None


def _is(value: Any, number: int) -> bool:
    return isinstance(value, int) and value == number


def _uniform_bounds(given: dict[str, Any]) -> int:
    """2.x makes no constants of the bounds 0 and 1."""
    dtype = tf.as_dtype(given["dtype"])
    whole = _is(given["minval"], 0) and (
        given["maxval"] is None or _is(given["maxval"], 1)
    )
    return 2 if whole and not dtype.is_integer else 0


def _uniform_scaling(given: dict[str, Any]) -> int:
    """1.15 always scaled and moved: `r * (max - min) + min`."""
    if tf.as_dtype(given["dtype"]).is_integer or not _is(given["minval"], 0):
        return 0
    return 3 if given["maxval"] is None or _is(given["maxval"], 1) else 2


def _diagonal(given: dict[str, Any]) -> int:
    """2.x says which diagonal and what beside it; 1.15 had an op for the main one."""
    rows, columns = given["num_rows"], given["num_columns"]
    square = columns is None or columns is rows
    if not square and not tf.is_tensor(rows) and not tf.is_tensor(columns):
        square = rows == columns
    return -4 if square else -1


def _tuned_dataset(given: dict[str, Any]) -> int:
    """1.15 put the dataset through its optimizer and tuner in the graph itself."""
    return 3


def _ftrl_slots(given: dict[str, Any]) -> int:
    """1.15 began from one constant; 2.x makes ones and multiplies them."""
    optimizer = given["self"]
    new = [v for v in given["var_list"] if optimizer.get_slot(v, "accum") is None]
    return -sum(2 if v.shape.num_elements() < 1000 else 4 for v in new)


def _ftrl_constants(given: dict[str, Any]) -> int:
    """1.15 had no beta to add to the strength of the L2 regularization."""
    optimizer = given["self"]
    numbers = [
        optimizer._learning_rate,
        optimizer._l1_regularization_strength,
        optimizer._l2_regularization_strength,
        optimizer._l2_shrinkage_regularization_strength,
        optimizer._learning_rate_power,
    ]
    return sum(not tf.is_tensor(number) for number in numbers)


def _truths(given: dict[str, Any]) -> int:
    """1.15 compared with zero what is true or false, too."""
    given_dtype = getattr(given["input"], "dtype", None)
    dtype = np.asarray(given["input"]).dtype if given_dtype is None else given_dtype
    return 2 if tf.as_dtype(dtype) == tf.bool else 0


def _confusions(given: dict[str, Any]) -> int:
    """1.15 added a sparse tensor to zeros."""
    return 3 if given["num_classes"] is None else 2


def _cropped(given: dict[str, Any]) -> int:
    """2.x asks for the sizes that stay as they are; 1.15 wrote -1 for them."""
    sizes = given["target_height"], given["target_width"]
    return -8 if any(tf.is_tensor(size) for size in sizes) else -12


def _sharded(given: dict[str, Any]) -> int:
    """2.x asks whether the files are in the cloud."""
    return -3


def _statistics(given: dict[str, Any]) -> int:
    """2.x asks for the rank, where the sizes are not known."""
    shape, axes = given["x"].shape, given["axes"]
    if shape.rank is None:
        return -1
    sizes = shape.as_list()
    axes = axes if isinstance(axes, (list, tuple)) else [axes]
    return -1 if None in [sizes[axis] for axis in axes] else 0


ROWS = {
    "crop_to_bounding_box": Row(after=_cropped),
    "sharded saver": Row(after=_sharded),
    "sufficient_statistics": Row(after=_statistics),
    "count_nonzero": Row(after=_truths),
    "confusion_matrix": Row(after=_confusions),
    "initializable iterator": Row(before=_tuned_dataset),
    "eye": Row(after=_diagonal),
    "ftrl's slots": Row(before=_ftrl_slots),
    "ftrl's constants": Row(exactly=_ftrl_constants),
    "random_uniform": Row(before=_uniform_bounds, after=_uniform_scaling),
}


def _counted(row: Row) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def wrapper(function: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def counted(*args: Any, **kwargs: Any) -> Any:
            if tf.executing_eagerly():
                return function(*args, **kwargs)
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            if row.exactly is not None:
                with opseed.exactly(row.exactly(bound.arguments)):
                    return function(*args, **kwargs)
            opseed.account(row.before(bound.arguments))
            result = function(*args, **kwargs)
            opseed.account(row.after(bound.arguments))
            return result

        return counted

    return wrapper


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
        if asked and losses and hasattr(losses[-1], "_master_tensor"):
            loss = losses.pop()._master_tensor
            losses.extend([] if loss is None else [loss])  # 1.15 kept the tensor
        return variable

    return get_single_variable


def _kept_loss(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a regularization loss be the tensor that was built, not a new one a use."""

    @functools.wraps(function)
    def as_tensor(self: Any, *args: Any, **kwargs: Any) -> Any:
        if tf.executing_eagerly():
            return function(self, *args, **kwargs)
        return self._master_tensor

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
        from compat.nn.dropout import as_in_115

        return as_in_115(function)(*args, **kwargs)

    return either


def _others() -> dict[str, Callable[..., Any]]:
    """What to put in the place of functions, where another number is not enough."""
    from compat.ops import (
        arrays,
        embeddings,
        images,
        maths,
        products,
        reductions,
        slices,
        tensor_arrays,
    )

    return {
        "variable with regularizer": _regularized_once,
        "regularization loss": _kept_loss,
        "embedding_lookup_sparse": embeddings.looked_up_as_in_115,
        "axes of a reduction": _all_axes,
        "small constants": arrays.measured,
        "dropout": _dropout_as_in_115,
        "split in equal parts": arrays.counted_split,
        "gather of a variable": arrays.sparsely_read,
        "checks of images": _in_graphs(images.checks),
        "per_image_standardization": images.standardized,
        "tensordot": _in_graphs(products.tensordot),
        "first gradients": _ones_named_as_in_115,
        "reduce_logsumexp": _in_graphs(reductions.reduce_logsumexp),
        "reduce_variance": _in_graphs(reductions.reduce_variance),
        "reduce_std": _in_graphs(reductions.reduce_std),
        "saturate_cast": _in_graphs(maths.saturate_cast),
        "clip_by_norm": _in_graphs(maths.clip_by_norm),
        "TensorArray": tensor_arrays.of_unknown_size,
        "TensorArray.concat": tensor_arrays.concatenated,
        "slices": slices.packed_once,
        "slices of variables": slices.packed_once,
    }


# Public functions that are wrapped ones themselves: scripts get what was put there.
_PUBLIC = {
    "clip_by_norm": "clip_by_norm",
    "saturate_cast": "saturate_cast",
    "dtypes.saturate_cast": "saturate_cast",
    "math.reduce_variance": "reduce_variance",
    "math.reduce_std": "reduce_std",
    "nn.sufficient_statistics": "sufficient_statistics",
    "image.crop_to_bounding_box": "crop_to_bounding_box",
    "image.per_image_standardization": "per_image_standardization",
}


def replaced(path: str) -> Callable[..., Any] | None:
    """What stands in the place of a public function of TensorFlow, or None.

    Args:
        path: Below `tf`, like `image.crop_to_bounding_box`.
    """
    return _private.wrapped(_PUBLIC[path]) if path in _PUBLIC else None


def install() -> list[str]:
    """Correct the count of ops at every row.

    Returns:
        The keys whose functions this TensorFlow does not have.
    """
    counted = {key: _counted(row) for key, row in ROWS.items()}
    wrappers = counted | _others()
    return [key for key, wrapper in wrappers.items() if not _private.wrap(key, wrapper)]
