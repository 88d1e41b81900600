"""`max_pool2d`, `avg_pool2d` and the same in three dimensions."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.framework.arg_scope import add_arg_scope
from compat.contrib.layers.common import check_format, collect_output, layer_format
from compat.layers import pooling
from compat.signatures import like, taking

tf1 = tf.compat.v1


def _pool(kind: Any, name: str, given: dict[str, Any]) -> Any:
    flat = name.endswith("2D")
    check_format(given["data_format"], ("NCHW", "NHWC") if flat else ("NCDHW", "NDHWC"))
    with tf1.name_scope(given["scope"], name, [given["inputs"]]) as opened:
        inputs = tf.convert_to_tensor(given["inputs"])
        layer = kind(
            pool_size=given["kernel_size"],
            strides=given["stride"],
            padding=given["padding"],
            data_format=layer_format(given["data_format"]),
            _scope=opened,
        )
        return collect_output(
            given["outputs_collections"], layer.apply(inputs), by_op=True
        )


@add_arg_scope
def max_pool2d(
    inputs: Any,
    kernel_size: Any,
    stride: Any = 2,
    padding: str = "VALID",
    data_format: str = "NHWC",
    outputs_collections: Any = None,
    scope: Any = None,
) -> Any:
    """The largest of each window.

    Args:
        inputs: Tensor `[batch, …, channels]` over two axes, or three.
        kernel_size: Size of the window: int, or list of 2 or 3.
        stride: Steps of the window.
        padding: `VALID` or `SAME`.
        data_format: `NHWC` or `NCHW`, in three dimensions `NDHWC` or `NCDHW`.
        outputs_collections: Collection for the outputs.
        scope: Name scope.

    Raises:
        ValueError: For another data format.

    Source: `tf.contrib.layers.max_pool2d`.
    """
    return _pool(pooling.MaxPooling2D, "MaxPool2D", dict(locals()))


@add_arg_scope
@taking(like(max_pool2d, data_format="NDHWC"))
def max_pool3d(**given: Any) -> Any:
    """`max_pool2d` in three dimensions.

    Source: `tf.contrib.layers.max_pool3d`.
    """
    return _pool(pooling.MaxPooling3D, "MaxPool3D", given)


@add_arg_scope
@taking(like(max_pool2d))
def avg_pool2d(**given: Any) -> Any:
    """The mean of each window; arguments as for `max_pool2d`.

    Source: `tf.contrib.layers.avg_pool2d`.
    """
    return _pool(pooling.AveragePooling2D, "AvgPool2D", given)


@add_arg_scope
@taking(like(max_pool2d, data_format="NDHWC"))
def avg_pool3d(**given: Any) -> Any:
    """The mean of each window, in three dimensions; arguments as for `max_pool2d`.

    Source: `tf.contrib.layers.avg_pool3d`.
    """
    return _pool(pooling.AveragePooling3D, "AvgPool3D", given)
