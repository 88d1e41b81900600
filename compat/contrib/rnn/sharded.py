"""A weight in several variables, stacked: how the first LSTM cells kept theirs."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def sharded(name: str, shape: list[int], dtype: Any, shards: int) -> Any:
    """The weight `name` of `shape`, cut along the first axis: `name_0`, `name_1`, ….

    Args:
        name: Of the weight.
        shape: Of the whole.
        dtype: Of the weight.
        shards: How many variables; the first ones are longer by one where it does not
            come out even.

    Returns:
        Tensor of `shape`, or the only variable.

    Raises:
        ValueError: For more shards than rows.
    """
    rows = shape[0]
    if shards > rows:
        raise ValueError(f"Too many shards: shape={shape}, num_shards={shards}")
    parts = [
        tf1.get_variable(
            f"{name}_{shard}",
            [rows // shards + (shard < rows % shards), *shape[1:]],
            dtype=dtype,
        )
        for shard in range(shards)
    ]
    if len(parts) == 1:
        return parts[0]
    whole = f"{name}/concat"
    scoped = f"{tf1.get_variable_scope().name}/{whole}:0"
    for value in tf1.get_collection(tf1.GraphKeys.CONCATENATED_VARIABLES):
        if value.name == scoped:
            return value
    stacked = tf.concat(parts, 0, name=whole)
    tf1.add_to_collection(tf1.GraphKeys.CONCATENATED_VARIABLES, stacked)
    return stacked
