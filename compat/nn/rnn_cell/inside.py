"""What old code took out of 1.15's `rnn_cell_impl` though it was not public."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.nn.rnn_cell.base import check_float

_WEIGHTS_VARIABLE_NAME = "kernel"
_BIAS_VARIABLE_NAME = "bias"
ASSERT_LIKE_RNNCELL_ERROR_REGEXP = "is not an RNNCell"


def _check_supported_dtypes(dtype: Any) -> None:
    """Raise `ValueError` for a dtype that cells do not take."""
    check_float([dtype])


def _check_rnn_cell_input_dtypes(inputs: Any) -> None:
    """The same for the dtypes of all tensors of a structure."""
    check_float([tensor.dtype for tensor in tf.nest.flatten(inputs)])


def _hasattr(obj: Any, attr_name: str) -> bool:
    """Whether `obj` has an attribute, whose getter may raise what it likes."""
    try:
        getattr(obj, attr_name)
    except AttributeError:
        return False
    return True


def _concat(prefix: Any, suffix: Any, static: bool = False) -> Any:
    """`prefix` and `suffix`, each an int, a shape or a tensor of sizes, as one shape.

    Args:
        prefix: int, `tf.TensorShape`, or int32 tensor of rank 0 or 1.
        suffix: The same.
        static: Whether to give a list with `None` for what is not known.

    Returns:
        int32 vector, or that list.

    Raises:
        ValueError: For a size that is not known, unless `static`.
    """
    if static:
        sizes: list[Any] = []
        for part in (prefix, suffix):
            known = tf.get_static_value(part) if tf.is_tensor(part) else part
            sizes += [None] if known is None else tf.TensorShape(known).as_list()
        return sizes
    vectors = []
    for what, part in (("prefix", prefix), ("suffix", suffix)):
        if tf.is_tensor(part):
            rank = part.shape.ndims
            if rank not in (0, 1):
                raise ValueError(
                    f"{what} tensor must be either a scalar or vector, "
                    f"but saw tensor: {part}"
                )
            vectors.append(tf.expand_dims(part, 0) if rank == 0 else part)
            continue
        shape = tf.TensorShape(part)
        if not shape.is_fully_defined():
            raise ValueError(
                f"Provided a prefix or suffix of None: {prefix} and {suffix}"
            )
        vectors.append(tf.constant(shape.as_list(), tf.int32))
    return tf.concat(vectors, 0)
