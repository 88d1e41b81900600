"""`tf.layers.dense`, `conv2d`, …: each makes the layer of its name and applies it."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from compat.layers import convolution, core, normalization, pooling, separable
from compat.layers import transposed as turned
from compat.signatures import Parameter, made


def _once(
    kind: type,
    name: str,
    order: str = "",
    reuse: bool = True,
    training: bool = False,
) -> Callable[..., Any]:
    """The function that applies a new layer to its first argument.

    Args:
        kind: The layer's class; the function's other arguments are those of its
            `__init__`, with their defaults.
        name: The function's.
        order: The arguments after `inputs` in 1.15's order, where it is not the class's
            with `reuse` at the end.
        reuse: Whether the function takes `reuse`: the variables' scope is then `name`.
        training: Whether it takes `training`, for the call.
    """
    either = Parameter.POSITIONAL_OR_KEYWORD
    given = dict(inspect.signature(kind).parameters)
    given.pop("kwargs")
    if reuse:
        given["reuse"] = Parameter("reuse", either, default=None)
    if training:
        given["training"] = Parameter("training", either, default=False)
    taken = [given[one] for one in order.split()] if order else list(given.values())

    def body(values: dict[str, Any]) -> Any:
        inputs = values.pop("inputs")
        called = {"training": values.pop("training", False)} if training else {}
        if reuse:
            values["_reuse"] = values.pop("reuse", None)
            values["_scope"] = values.get("name")
        return kind(**values).apply(inputs, **called)  # type: ignore[attr-defined]

    doc = (
        f"`{kind.__name__}`, applied once; arguments as for the class.\n\n"
        f"    Source: `tf.layers.{name}`.\n    "
    )
    return made(name, [Parameter("inputs", either), *taken], body, doc)


dense = _once(core.Dense, "dense")
dropout = _once(
    core.Dropout,
    "dropout",
    "rate noise_shape seed training name",
    reuse=False,
    training=True,
)
batch_normalization = _once(
    normalization.BatchNormalization,
    "batch_normalization",
    "axis momentum epsilon center scale beta_initializer gamma_initializer "
    "moving_mean_initializer moving_variance_initializer beta_regularizer "
    "gamma_regularizer beta_constraint gamma_constraint training trainable name reuse "
    "renorm renorm_clipping renorm_momentum fused virtual_batch_size adjustment",
    training=True,
)

conv1d = _once(convolution.Conv1D, "conv1d")
conv2d = _once(convolution.Conv2D, "conv2d")
conv3d = _once(convolution.Conv3D, "conv3d")
conv2d_transpose = _once(turned.Conv2DTranspose, "conv2d_transpose")
conv3d_transpose = _once(turned.Conv3DTranspose, "conv3d_transpose")
separable_conv1d = _once(separable.SeparableConv1D, "separable_conv1d")
separable_conv2d = _once(separable.SeparableConv2D, "separable_conv2d")

_pooling = functools.partial(_once, reuse=False)
max_pooling1d = _pooling(pooling.MaxPooling1D, "max_pooling1d")
max_pooling2d = _pooling(pooling.MaxPooling2D, "max_pooling2d")
max_pooling3d = _pooling(pooling.MaxPooling3D, "max_pooling3d")
average_pooling1d = _pooling(pooling.AveragePooling1D, "average_pooling1d")
average_pooling2d = _pooling(pooling.AveragePooling2D, "average_pooling2d")
average_pooling3d = _pooling(pooling.AveragePooling3D, "average_pooling3d")


def flatten(
    inputs: Any, name: str | None = None, data_format: str = "channels_last"
) -> Any:
    """`Flatten`, applied once: `[batch, …]` to `[batch, all else]`.

    Source: `tf.layers.flatten`.
    """
    return core.Flatten(name=name, data_format=data_format).apply(inputs)
