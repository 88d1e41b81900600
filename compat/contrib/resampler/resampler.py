"""Images looked up at any points."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.count import opseed

tf1 = tf.compat.v1


def resampler(data: Any, warp: Any, name: str = "resampler") -> Any:
    """Points of images, between their four neighbours; outside all is 0.

    Args:
        data: Tensor `[batch, height, width, channels]`.
        warp: Tensor `[batch, …, 2]` of `(x, y)`.
        name: Name scope.

    Returns:
        Tensor `[batch, …, channels]`.

    Source: `tf.contrib.resampler.resampler`.
    """
    with tf1.name_scope(name, "resampler", [data, warp]):
        data = tf1.convert_to_tensor(data, name="data")
        warp = tf1.convert_to_tensor(warp, name="warp")
        with opseed.exactly(1):  # one op of 1.15's
            return _looked_up(data, warp)


def _looked_up(data: Any, warp: Any) -> Any:
    height, width = tf1.shape(data)[1], tf1.shape(data)[2]
    batch = tf1.shape(data)[0]
    inner = tf1.shape(warp)[1:-1]
    points = tf1.reshape(warp, [batch, -1, 2])
    x, y = points[..., 0], points[..., 1]
    left, top = tf.stop_gradient(tf.floor(x)), tf.stop_gradient(tf.floor(y))
    rows = tf.range(batch)[:, None]
    total: Any = 0
    for dy in (0, 1):
        for dx in (0, 1):
            column, row = tf1.cast(left, tf.int32) + dx, tf1.cast(top, tf.int32) + dy
            inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
            column = tf.clip_by_value(column, 0, width - 1)
            row = tf.clip_by_value(row, 0, height - 1)
            places = tf1.stack(
                [tf1.broadcast_to(rows, tf1.shape(row)), row, column], axis=-1
            )
            values = tf1.gather_nd(data, places)
            by_x = x - left if dx else 1 - (x - left)
            by_y = y - top if dy else 1 - (y - top)
            share = by_x * by_y * tf1.cast(inside, data.dtype)
            total += share[..., None] * values
    shape = tf1.concat([[batch], inner, tf1.shape(data)[3:]], axis=0)
    output = tf1.reshape(total, shape)
    if warp.shape.rank is not None:
        output.set_shape(warp.shape[:-1].concatenate(data.shape[3:]))
    return output
