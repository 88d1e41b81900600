"""Images bent by a flow, and by points that move."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

tf1 = tf.compat.v1

_EPSILON = 1e-10


def _looked_up(grid: Any, points: Any) -> Any:
    """Points `[batch, n, 2]` of `(y, x)` of a grid, between its four neighbours."""
    with tf1.name_scope("interpolate_bilinear"):
        grid = tf1.convert_to_tensor(grid)
        points = tf1.convert_to_tensor(points)
        sizes = tf1.unstack(tf1.shape(grid))
        batch, height, width, channels = sizes
        types = points.dtype
        ends = tf1.unstack(points, axis=2)
        lows, highs, shares = [], [], []
        for values, size in zip(ends, (height, width), strict=True):
            most = tf1.cast(size - 2, types)
            low = tf.minimum(
                tf.maximum(tf.constant(0.0, types), tf.floor(values)), most
            )
            lows.append(tf1.cast(low, tf.int32))
            highs.append(lows[-1] + 1)
            share = tf1.cast(values - low, grid.dtype)
            share = tf.minimum(
                tf.maximum(tf.constant(0.0, grid.dtype), share),
                tf.constant(1.0, grid.dtype),
            )
            shares.append(tf1.expand_dims(share, 2))
        flat = tf1.reshape(grid, [batch * height * width, channels])
        starts = tf1.reshape(tf.range(batch) * height * width, [batch, 1])

        def at(y: Any, x: Any) -> Any:
            return tf1.gather(flat, starts + y * width + x)

        top_left, top_right = at(lows[0], lows[1]), at(lows[0], highs[1])
        bottom_left, bottom_right = at(highs[0], lows[1]), at(highs[0], highs[1])
        top = shares[1] * (top_right - top_left) + top_left
        bottom = shares[1] * (bottom_right - bottom_left) + bottom_left
        return shares[0] * (bottom - top) + top


def dense_image_warp(image: Any, flow: Any, name: str = "dense_image_warp") -> Any:
    """Move each point of images by a flow.

    `output[b, y, x] = image[b, y − flow[b, y, x, 0], x − flow[b, y, x, 1]]`.

    Args:
        image: Tensor `[batch, height, width, channels]`.
        flow: Tensor `[batch, height, width, 2]`.
        name: Name scope.

    Source: `tf.contrib.image.dense_image_warp`.
    """
    with tf1.name_scope(name):
        image = tf1.convert_to_tensor(image)
        flow = tf1.convert_to_tensor(flow)
        batch, height, width, channels = tf1.unstack(tf1.shape(image))
        x, y = tf1.meshgrid(tf.range(width), tf.range(height))
        places = tf1.cast(tf1.stack([y, x], axis=2), flow.dtype)
        points = tf1.expand_dims(places, 0) - flow
        flat = tf1.reshape(points, [batch, height * width, 2])
        seen = _looked_up(image, flat)
        output = tf1.reshape(seen, [batch, height, width, channels])
        output.set_shape(image.shape)
        return output


def interpolate_spline(
    train_points: Any,
    train_values: Any,
    query_points: Any,
    order: int,
    regularization_weight: float = 0.0,
    name: str = "interpolate_spline",
) -> Any:
    """Values between points, by a polyharmonic spline.

    Args:
        train_points: Tensor `[batch, n, d]`: where values are known.
        train_values: Tensor `[batch, n, k]`: the values.
        query_points: Tensor `[batch, m, d]`: where they are asked for.
        order: Order of the spline: 1 is linear, 2 a thin plate.
        regularization_weight: How much of smoothness is asked for.
        name: Name scope.

    Returns:
        Tensor `[batch, m, k]`.

    Source: `tf.contrib.image.interpolate_spline`.
    """
    with tf1.name_scope(name):
        points = tf1.convert_to_tensor(train_points)
        values = tf1.convert_to_tensor(train_values)
        asked = tf1.convert_to_tensor(query_points)
        batch, number, width = points.shape.as_list()
        outputs = values.shape.as_list()[-1]
        if None in (number, width, outputs):
            raise ValueError(
                "expected train points and values of known number and width, received "
                f"shapes {points.shape} and {values.shape}"
            )
        within = _phi(_squares(points, points), order)
        if regularization_weight > 0:
            diagonal = tf.eye(number, batch_shape=[1], dtype=points.dtype)
            within += regularization_weight * diagonal
        ones = tf1.ones_like(points[..., :1])
        linear = tf1.concat([points, ones], 2)
        left = tf1.concat([within, tf1.transpose(linear, [0, 2, 1])], 1)
        corner = width + 1
        zeros = tf1.zeros([batch, corner, corner], points.dtype)
        right = tf1.concat([linear, zeros], 1)
        matrix = tf1.concat([left, right], 2)
        below = tf1.zeros([batch, corner, outputs], points.dtype)
        solved = tf1.matrix_solve(matrix, tf1.concat([values, below], 1))
        weights, terms = solved[:, :number], solved[:, number:]
        between = _phi(_squares(asked, points), order)
        ones = tf1.ones_like(asked[..., :1])
        return tf.matmul(between, weights) + tf.matmul(
            tf1.concat([asked, ones], 2), terms
        )


def _squares(x: Any, y: Any) -> Any:
    """Squared distances of each point of one batch to each of another."""
    of_x = tf.reduce_sum(x * x, 2, keepdims=True)
    of_y = tf1.transpose(tf.reduce_sum(y * y, 2, keepdims=True), [0, 2, 1])
    return of_x - 2 * tf.matmul(x, y, transpose_b=True) + of_y


def _phi(squares: Any, order: int) -> Any:
    least = tf.maximum(squares, _EPSILON)
    if order == 1:
        return tf.sqrt(least)
    if order == 2:
        return 0.5 * squares * tf.math.log(least)
    if order == 4:
        return 0.5 * tf.square(squares) * tf.math.log(least)
    if order % 2 == 0:
        return 0.5 * tf.pow(least, 0.5 * order) * tf.math.log(least)
    return tf.pow(least, 0.5 * order)


def sparse_image_warp(
    image: Any,
    source_control_point_locations: Any,
    dest_control_point_locations: Any,
    interpolation_order: int = 2,
    regularization_weight: float = 0.0,
    num_boundary_points: int = 0,
    name: str = "sparse_image_warp",
) -> tuple[Any, Any]:
    """Bend images so that some points go to others.

    Args:
        image: Tensor `[batch, height, width, channels]`.
        source_control_point_locations: Tensor `[batch, n, 2]` of `(y, x)`.
        dest_control_point_locations: Tensor `[batch, n, 2]`: where they go.
        interpolation_order: Order of the spline of the flow.
        regularization_weight: How much of smoothness is asked for.
        num_boundary_points: How many points of each edge stay: 0 none, 1 the corners.
        name: Name scope.

    Returns:
        `(image, flow)`: the bent images, and the flow `[batch, height, width, 2]`.

    Source: `tf.contrib.image.sparse_image_warp`.
    """
    image = tf1.convert_to_tensor(image)
    source = tf1.convert_to_tensor(source_control_point_locations)
    target = tf1.convert_to_tensor(dest_control_point_locations)
    flows = target - source
    stay = num_boundary_points > 0
    with tf1.name_scope(name):
        batch, height, width, _ = image.shape.as_list()
        if stay:
            edge = _edge(height, width, num_boundary_points)
            points = np.tile(
                edge[None].astype(target.dtype.as_numpy_dtype), (batch, 1, 1)
            )
            target = tf1.concat([target, tf1.convert_to_tensor(points)], 1)
            flows = tf1.concat([flows, tf1.convert_to_tensor(0 * points)], 1)
        rows = np.linspace(0, height - 1, height), np.linspace(0, width - 1, width)
        grid = np.stack(np.meshgrid(*rows, indexing="ij"), -1).reshape(1, -1, 2)
        grid = np.tile(grid, (batch, 1, 1)).astype(target.dtype.as_numpy_dtype)
        flat = interpolate_spline(
            target,
            flows,
            tf1.convert_to_tensor(grid),
            interpolation_order,
            regularization_weight,
        )
        flow = tf1.reshape(flat, [batch, height, width, 2])
        return dense_image_warp(image, flow), flow


def _edge(height: int, width: int, number: int) -> Any:
    """Points of the edge: the corners, and some between them."""
    ys, xs = (
        np.linspace(0, height - 1, number + 1),
        np.linspace(0, width - 1, number + 1),
    )
    y, x = (part.flatten() for part in np.meshgrid(ys, xs, indexing="ij"))
    outer = (x == 0) | (y == 0) | (x == width - 1) | (y == height - 1)
    return np.stack([y[outer], x[outer]], -1)
