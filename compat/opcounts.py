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


def _array_size(given: dict[str, Any]) -> int:
    """1.15 always asked the array; 2.x answers with the tensor it was made with."""
    array = given["self"]
    known = not array._dynamic_size and array._size is not None
    return 1 if known and tf.is_tensor(array._size) else 0


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


def _scalar_reduction(given: dict[str, Any]) -> int:
    """2.x makes a range of the axes of a scalar, 1.15 made an empty constant."""
    x = given["x"]
    return -3 if given["axis"] is None and tf.is_tensor(x) and x.shape.rank == 0 else 0


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


ROWS = {
    "initializable iterator": Row(before=_tuned_dataset),
    "eye": Row(after=_diagonal),
    "ftrl's slots": Row(before=_ftrl_slots),
    "ftrl's constants": Row(exactly=_ftrl_constants),
    "axes of a reduction": Row(after=_scalar_reduction),
    "TensorArray.size": Row(after=_array_size),
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


def _looked_up_as_in_115(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let `safe_embedding_lookup_sparse` look up what 1.15 did, by several ops."""
    from compat.ops import embeddings

    @functools.wraps(function)
    def embedding_lookup_sparse(*args: Any, **kwargs: Any) -> Any:
        if tf.executing_eagerly():
            return function(*args, **kwargs)
        kwargs.pop("allow_fast_lookup", None)  # for the one op of 2.x
        return embeddings.embedding_lookup_sparse(*args, **kwargs)

    return embedding_lookup_sparse


def install() -> list[str]:
    """Correct the count of ops at every row.

    Returns:
        The keys whose functions this TensorFlow does not have.
    """
    missing = [
        key for key, row in ROWS.items() if not _private.wrap(key, _counted(row))
    ]
    if not (
        _private.wrap("variable with regularizer", _regularized_once)
        and _private.wrap("regularization loss", _kept_loss)
    ):
        missing.append("regularizers of variables")
    if not _private.wrap("embedding_lookup_sparse", _looked_up_as_in_115):
        missing.append("lookups of sparse ids")
    return missing
