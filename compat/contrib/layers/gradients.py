"""`scale_gradient`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.count import opseed

tf1 = tf.compat.v1

_GRADIENT = "CompatScaleGradient"


def scale_gradient(*args: Any, **kwargs: Any) -> Any:
    """The inputs as they are, whose gradient is multiplied: `dx = dy · multiplier`.

    Args:
        *args: The inputs, a float32 tensor, and the multiplier, a float32 scalar.
        **kwargs: `name` of the op.

    Returns:
        The inputs.

    Source: `tf.contrib.layers.scale_gradient`.
    """
    name = kwargs.pop("name", "scale_gradient")
    if len(args) != 2 or kwargs:
        raise TypeError(
            "expected inputs and gradient_multiplier by position, received "
            f"{len(args)} and {sorted(kwargs)}"
        )
    inputs, multiplier = (tf.convert_to_tensor(value, tf.float32) for value in args)
    graph = tf1.get_default_graph()
    with graph.gradient_override_map({"IdentityN": _GRADIENT}):
        return tf.raw_ops.IdentityN(input=[inputs, multiplier], name=name)[0]


@tf.RegisterGradient(_GRADIENT)
def _gradient(op: Any, grad: Any, _: Any) -> tuple[Any, None]:
    # 1.15's op had one output, and tf.gradients has made zeros for our second.
    opseed.account(-1)
    return grad * op.inputs[1], None
