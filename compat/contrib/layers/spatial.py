"""`spatial_softmax`: where in an image each feature is."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.framework.arg_scope import add_arg_scope
from compat.contrib.framework.variables import model_variable
from compat.contrib.layers.common import check_format, collections_of
from compat.count.ops.maths import linspace

tf1 = tf.compat.v1


@add_arg_scope
def spatial_softmax(
    features: Any,
    temperature: Any = None,
    name: str | None = None,
    variables_collections: Any = None,
    trainable: bool = True,
    data_format: str = "NHWC",
) -> Any:
    """Expected image coordinates, -1 to 1, of each channel's softmax over the image.

    `p = softmax(features / temperature)` over height and width; then `Σ p·row` and
    `Σ p·column`.

    Args:
        features: `[batch, height, width, channels]`, or as `data_format` says.
        temperature: Initial temperature; by default 1.
        name: Variable scope; by default `spatial_softmax`.
        variables_collections: Collections for the temperature, if it is trained.
        trainable: Whether the temperature is trained.
        data_format: `NHWC` or `NCHW`.

    Returns:
        `[batch, 2 * channels]`: row and column of each channel.

    Raises:
        ValueError: For another data format, or an unknown number of channels.

    Source: `tf.contrib.layers.spatial_softmax`; Levine, Finn, Darrell and Abbeel 2016
    (arXiv:1504.00702).
    """
    check_format(data_format, ("NCHW", "NHWC"))
    with tf1.variable_scope(name, "spatial_softmax", [features]):
        sizes = features.shape.as_list()
        if len(sizes) != 4:
            raise ValueError(f"expected features of rank 4, received shape {sizes}")
        first = data_format == "NCHW"
        channels = sizes[1 if first else 3]
        if channels is None:
            raise ValueError(
                "The num_channels dimension of the inputs to `spatial_softmax` should "
                "be defined. Found `None`."
            )
        shape = tf.shape(features)
        start = 2 if first else 1
        height, width = shape[start], shape[start + 1]
        with tf1.name_scope("spatial_softmax_op", values=[features]) as scope:
            grid = tf.meshgrid(
                linspace(-1.0, 1.0, num=height),
                linspace(-1.0, 1.0, num=width),
                indexing="ij",
            )
            rows, columns = (tf1.reshape(part, [height * width]) for part in grid)
        start_value = tf1.ones_initializer()
        if temperature is not None:
            start_value = tf1.constant_initializer(temperature)
        temperature = model_variable(
            "temperature",
            shape=(),
            dtype=tf.float32,
            initializer=start_value,
            collections=collections_of(
                variables_collections if trainable else None, "temperature"
            ),
            trainable=trainable,
        )
        with tf1.name_scope(scope):
            if not first:
                features = tf1.transpose(features, [0, 3, 1, 2])
            features = tf1.reshape(features, [-1, height * width])
            shares = tf.nn.softmax(features / temperature)
            row = tf1.reduce_sum(rows * shares, [1], keepdims=True)
            column = tf1.reduce_sum(columns * shares, [1], keepdims=True)
            return tf1.reshape(tf.concat([row, column], 1), [-1, 2 * channels])
