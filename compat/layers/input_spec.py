"""`tf.layers.InputSpec`: what a layer requires of its input."""

from __future__ import annotations

from typing import Any


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
        self.dtype = dtype
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
            if self.ndim is not None or self.min_ndim is not None or self.axes:
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
        sizes = shape.as_list()
        for axis, size in self.axes.items():
            if size is not None and sizes[axis] not in (size, None):
                raise ValueError(
                    f"{where}expected axis {axis} of input shape to have value {size} "
                    f"but received input with shape {sizes}"
                )
