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

    def check(self, tensor: Any, layer: str, index: int = 0) -> None:
        """Raise `ValueError` when `tensor` is not what the layer can take."""
        shape = tensor.shape
        rank = shape.ndims
        where = f"Input {index} of layer {layer} is incompatible with the layer: "
        if rank is None:
            if not (self.ndim is self.min_ndim is self.max_ndim is None) or self.axes:
                raise ValueError(
                    f"{where}its rank is undefined, but the layer requires a "
                    "defined rank."
                )
            return
        full = f" Full shape received: {shape.as_list()}"
        if self.ndim is not None and rank != self.ndim:
            raise ValueError(
                f"{where}expected ndim={self.ndim}, found ndim={rank}.{full}"
            )
        if self.max_ndim is not None and rank > self.max_ndim:
            raise ValueError(
                f"{where}expected max_ndim={self.max_ndim}, found ndim={rank}"
            )
        if self.min_ndim is not None and rank < self.min_ndim:
            raise ValueError(
                f"{where}: expected min_ndim={self.min_ndim}, found ndim={rank}.{full}"
            )
        if self.dtype is not None and tensor.dtype.name != self.dtype:
            raise ValueError(
                f"{where}expected dtype={self.dtype}, found dtype={tensor.dtype}"
            )
        sizes = shape.as_list()
        for axis, size in self.axes.items():
            if size is not None and sizes[axis] not in (size, None):
                raise ValueError(
                    f"{where}expected axis {axis} of input shape to have value {size} "
                    f"but received input with shape {sizes}"
                )
        for required, size in zip(self.shape or (), sizes, strict=False):
            if required is not None and size not in (required, None):
                raise ValueError(
                    f"Input {index} is incompatible with layer {layer}: expected "
                    f"shape={self.shape}, found shape={sizes}"
                )

    def __repr__(self) -> str:
        parts = ("dtype", "shape", "ndim", "max_ndim", "min_ndim", "axes")
        given = [
            f"{part}={getattr(self, part)}" for part in parts if getattr(self, part)
        ]
        return f"InputSpec({', '.join(given)})"
