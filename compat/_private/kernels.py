"""oneDNN's kernels, where this TensorFlow has them."""

from __future__ import annotations

import functools
from typing import Any

_ONEDNN = "MklNameChangeOp"  # the label of its kernels


@functools.cache
def has_onednn() -> bool:
    """Whether `onednn_matmul` is there, and all runs where its kernels are: on CPUs.

    Private name: ``kernels.get_registered_kernels_for_op``, seen in 2.21. Without it
    the gradient of an LSTM of many units takes longer.
    """
    import tensorflow as tf

    try:
        from tensorflow.python.framework import kernels

        known = kernels.get_registered_kernels_for_op("_MklMatMul").kernel
    except (ImportError, AttributeError):
        return False
    labels = {kernel.label for kernel in known}
    return _ONEDNN in labels and not tf.config.list_physical_devices("GPU")


def onednn_matmul(a: Any, b: Any, transpose_a: bool = False) -> Any:
    """`a · b` by oneDNN's kernel, whether or not TensorFlow itself is to use oneDNN.

    Private name: the op ``_MklMatMul``, into which TensorFlow turns a MatMul where
    TF_ENABLE_ONEDNN_OPTS=1, seen in 2.21; ask `has_onednn` first.

    Args:
        a: float32 `[rows, depth]`, or `[depth, rows]` with `transpose_a`.
        b: float32 `[depth, columns]`.
        transpose_a: Whether the first one is turned.
    """
    import tensorflow as tf

    value = tf.compat.v1.AttrValue
    op = tf.compat.v1.get_default_graph().create_op(
        "_MklMatMul",
        [a, b],
        [tf.float32],
        name="matmul",
        attrs={
            "transpose_a": value(b=transpose_a),
            "transpose_b": value(b=False),
            "T": value(type=tf.float32.as_datatype_enum),
            "_kernel": value(s=_ONEDNN.encode()),
        },
    )
    return op.outputs[0]
