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

from compat import _private
from compat.count import opseed

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


def _shuffled_and_repeated(given: dict[str, Any]) -> int:
    """1.15 had one op for both."""
    return -1 if given["shuffle"] and given["num_epochs"] != 1 else 0


def _ftrl_slots(given: dict[str, Any]) -> int:
    """1.15 began from one constant; 2.x makes ones and multiplies them."""
    optimizer = given["self"]
    new = [v for v in given["var_list"] if optimizer.get_slot(v, "accum") is None]
    return -sum(2 if v.shape.num_elements() < 1000 else 4 for v in new)


def _ftrl_constants(given: dict[str, Any]) -> int:
    """1.15 had no beta to add to the strength of the L2 regularization."""
    optimizer = given["self"]
    names = (
        *("learning_rate", "l1_regularization_strength", "l2_regularization_strength"),
        *("l2_shrinkage_regularization_strength", "learning_rate_power"),
    )
    numbers = [_private.setting(optimizer, name) for name in names]
    return sum(not tf.is_tensor(number) for number in numbers)


def _truths(given: dict[str, Any]) -> int:
    """1.15 compared with zero what is true or false, too."""
    given_dtype = getattr(given["input"], "dtype", None)
    dtype = np.asarray(given["input"]).dtype if given_dtype is None else given_dtype
    return 2 if tf.as_dtype(dtype) == tf.bool else 0


def _confusions(given: dict[str, Any]) -> int:
    """1.15 added a sparse tensor to zeros."""
    wide = given["dtype"] != tf.int32  # and made of its shape what it counts in
    return (3 if given["num_classes"] is None else 2) + wide


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


def _example(given: dict[str, Any]) -> int:
    """2.x says which keys are of ragged tensors: of none."""
    return -1


def _one_example(given: dict[str, Any]) -> int:
    """2.x parses one example as it parses many, and gives it names and keys."""
    shape = getattr(given["serialized"], "shape", None)
    checked = shape is not None and shape.rank is None  # and asserts it is a scalar
    return -11 if checked else -4


def _indicated(given: dict[str, Any]) -> int:
    """1.15's one_hot made constants of on and off."""
    return 2 if given["id_weight_pair"].weight_tensor is None else 0


def _repeated(given: dict[str, Any]) -> int:
    """2.x works out the sizes that 1.15 left open."""
    repeats = given["repeats"]
    rank = repeats.shape.rank if tf.is_tensor(repeats) else np.ndim(repeats)
    return -6 if rank else -8


def _ordered(given: dict[str, Any]) -> int:
    """1.15 subtracted and compared with zero."""
    return 2


# 1.15 looked at the first bytes, branch by branch, and converted what it found.
_DECODED = {"uint8": 75, "uint16": 81, "float32": 83}


def _decoded(given: dict[str, Any]) -> int:
    return _DECODED.get(tf.as_dtype(given["dtype"]).name, 0)


ROWS = {
    "indicator column": Row(after=_indicated),
    "decode_image": Row(after=_decoded),
    "is_non_decreasing": Row(after=_ordered),
    "is_strictly_increasing": Row(after=_ordered),
    "repeat": Row(after=_repeated),
    "parse_example": Row(after=_example),
    "parse_single_example": Row(after=_one_example),
    "parse_single_sequence_example": Row(after=_one_example),
    "crop_to_bounding_box": Row(after=_cropped),
    "sharded saver": Row(after=_sharded),
    "sufficient_statistics": Row(after=_statistics),
    "count_nonzero": Row(after=_truths),
    "confusion_matrix": Row(after=_confusions),
    "options of a dataset": Row(exactly=_none),
    "rewritten dataset": Row(exactly=_none),  # which 1.15 did not
    "parallel_interleave": Row(after=lambda given: 1),  # whether it is sloppy
    "shuffled and repeated files": Row(after=_shuffled_and_repeated),
    "CsvDataset": Row(after=lambda given: -1),  # the columns left out
    "sparse element": Row(exactly=lambda given: 1),  # 2.x puts its shape together
    "replicas in step": Row(after=lambda given: 1),  # a queue that nobody read
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


def install() -> list[str]:
    """Correct the count of ops at every row, and put what others there are in place.

    Returns:
        The keys whose functions this TensorFlow does not have.
    """
    from compat.count.ops import replacing

    counted = {key: _counted(row) for key, row in ROWS.items()}
    wrappers = counted | replacing.others()
    return [key for key, wrapper in wrappers.items() if not _private.wrap(key, wrapper)]
