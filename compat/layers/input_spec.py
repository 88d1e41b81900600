"""`tf.layers.InputSpec`: what a layer requires of its input."""

from __future__ import annotations

from typing import Any

import tensorflow as tf


class InputSpec:
    """What a layer's input must look like.

    Args:
        ndim: Exact rank.
        min_ndim: Least rank.
        max_ndim: Greatest rank.
        axes: From axis to its required size.
        dtype: Required dtype.
        shape: Required shape, `None` where any size is allowed.

    Source: `tf.layers.InputSpec`.
    """

    def __init__(
        self,
        dtype: Any = None,
        shape: Any = None,
        ndim: int | None = None,
        max_ndim: int | None = None,
        min_ndim: int | None = None,
        axes: dict[int, Any] | None = None,
    ) -> None:
        self.dtype = tf.as_dtype(dtype).name if dtype is not None else None
        self.shape = shape
        self.ndim = len(shape) if shape is not None else ndim
        self.max_ndim = max_ndim
        self.min_ndim = min_ndim
        self.axes = axes or {}

    def __repr__(self) -> str:
        parts = ("dtype", "shape", "ndim", "max_ndim", "min_ndim", "axes")
        given = [
            f"{part}={getattr(self, part)}" for part in parts if getattr(self, part)
        ]
        return f"InputSpec({', '.join(given)})"


def check(spec: Any, tensor: Any, layer: str, index: int = 0) -> None:
    """Raise `ValueError` when `tensor` is not what the layer can take.

    Args:
        spec: An `InputSpec`, of `tf.layers` or of Keras.
        tensor: The input.
        layer: The layer's name.
        index: Which of its inputs.
    """
    shape = tensor.shape
    rank = shape.ndims
    where = f"Input {index} of layer {layer} is incompatible with the layer: "
    if rank is None:
        if not (spec.ndim is spec.min_ndim is spec.max_ndim is None) or spec.axes:
            raise ValueError(
                f"{where}its rank is undefined, but the layer requires a defined rank."
            )
        return
    full = f" Full shape received: {shape.as_list()}"
    if spec.ndim is not None and rank != spec.ndim:
        raise ValueError(f"{where}expected ndim={spec.ndim}, found ndim={rank}.{full}")
    if spec.max_ndim is not None and rank > spec.max_ndim:
        raise ValueError(f"{where}expected max_ndim={spec.max_ndim}, found ndim={rank}")
    if spec.min_ndim is not None and rank < spec.min_ndim:
        raise ValueError(
            f"{where}: expected min_ndim={spec.min_ndim}, found ndim={rank}.{full}"
        )
    if spec.dtype is not None and tensor.dtype.name != spec.dtype:
        raise ValueError(
            f"{where}expected dtype={spec.dtype}, found dtype={tensor.dtype}"
        )
    sizes = shape.as_list()
    for axis, size in spec.axes.items():
        if size is not None and sizes[axis] not in (size, None):
            raise ValueError(
                f"{where}expected axis {axis} of input shape to have value {size} "
                f"but received input with shape {sizes}"
            )
    for required, size in zip(spec.shape or (), sizes, strict=False):
        if required is not None and size not in (required, None):
            raise ValueError(
                f"Input {index} is incompatible with layer {layer}: expected "
                f"shape={spec.shape}, found shape={sizes}"
            )
