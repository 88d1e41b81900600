"""The gradient of batch normalization by one op."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.count.gradients import gradient


def _in_training(op: Any) -> bool:
    # Keras 2 of today hands in the moving mean; 1.15 an empty one.
    return bool(op.get_attr("is_training")) and op.inputs[3].shape.num_elements() == 0


@gradient("FusedBatchNormV3", when=_in_training)
def fused_batch_norm(op: Any, *grads: Any) -> Any:
    """All five outputs of its one op: 1.15 handed on the last two, too."""
    return tuple(
        tf.raw_ops.FusedBatchNormGradV3(
            y_backprop=grads[0],
            x=op.inputs[0],
            scale=op.inputs[1],
            reserve_space_1=op.outputs[3],
            reserve_space_2=op.outputs[4],
            reserve_space_3=op.outputs[5],
            epsilon=op.get_attr("epsilon"),
            data_format=op.get_attr("data_format"),
            is_training=True,
        )
    )
