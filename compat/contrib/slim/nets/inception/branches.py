"""Inception blocks from tables: branches side by side, whose channels are joined.

A step of a branch is `(kind, scope, …)`:

    ("conv", scope, depth, kernel[, arguments])
    ("max" or "avg", scope, kernel[, arguments])
    ("both", step, step)                          two convolutions, joined
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf

from compat.contrib import layers
from compat.contrib.framework.arg_scope import arg_scope

tf1 = tf.compat.v1

Step = tuple[Any, ...]


def trunc_normal(stddev: float) -> Any:
    """A truncated normal initializer of mean 0."""
    return tf1.truncated_normal_initializer(0.0, stddev)


def take(net: Any, step: Step, depth: Callable[[int], int]) -> Any:
    """One step of a branch."""
    kind = step[0]
    if kind == "both":
        return tf1.concat([take(net, one, depth) for one in step[1:]], 3)
    if kind == "conv":
        _, scope, units, kernel, *more = step
        given = dict(more[0]) if more else {}
        return layers.conv2d(net, depth(units), kernel, scope=scope, **given)
    _, scope, kernel, *more = step
    given = dict(more[0]) if more else {}
    pool = layers.max_pool2d if kind == "max" else layers.avg_pool2d
    return pool(net, kernel, scope=scope, **given)


def block(
    net: Any,
    scope: str,
    branches: Sequence[Sequence[Step]],
    depth: Callable[[int], int],
) -> Any:
    """A block: its branches, joined.

    Args:
        net: Images.
        scope: Name of the block.
        branches: Steps of each.
        depth: From a table's depth to how many filters there are.
    """
    with tf1.variable_scope(scope):
        outputs = []
        for number, steps in enumerate(branches):
            with tf1.variable_scope(f"Branch_{number}"):
                branch = net
                for step in steps:
                    branch = take(branch, step, depth)
                outputs.append(branch)
        return tf1.concat(outputs, 3)


def small_kernel(net: Any, kernel: list[int]) -> list[int]:
    """A kernel that is not larger than the images, where their size is known."""
    shape = net.get_shape().as_list()
    if shape[1] is None or shape[2] is None:
        return kernel
    return [min(shape[1], kernel[0]), min(shape[2], kernel[1])]


def scaled_depth(multiplier: float, least: int) -> Callable[[int], int]:
    """From a depth to that of a network that is thinner."""
    return lambda depth: max(int(depth * multiplier), least)


def logits_of(
    net: Any, num_classes: int, spatial_squeeze: bool, scope: str, squeezed: str
) -> Any:
    """The logits as a convolution, squeezed where it is asked for."""
    logits = layers.conv2d(
        net, num_classes, [1, 1], activation_fn=None, normalizer_fn=None, scope=scope
    )
    if spatial_squeeze:
        logits = tf1.squeeze(logits, [1, 2], name=squeezed)
    return logits


def norm_arguments(collection: str, **more: Any) -> dict[str, Any]:
    """The arguments of batch normalization in all Inception networks."""
    return {
        "decay": 0.9997,
        "epsilon": 0.001,
        "updates_collections": tf1.GraphKeys.UPDATE_OPS,
        "variables_collections": {
            "beta": None,
            "gamma": None,
            "moving_mean": [collection],
            "moving_variance": [collection],
        },
        **more,
    }


def layer_arguments(weight_decay: float, normalizer_fn: Any, norm: Any) -> Any:
    """The arguments of the layers of all Inception networks."""
    with arg_scope(
        [layers.conv2d, layers.fully_connected],
        weights_regularizer=layers.l2_regularizer(weight_decay),
    ):
        with arg_scope(
            [layers.conv2d],
            weights_initializer=layers.variance_scaling_initializer(),
            activation_fn=tf.nn.relu,
            normalizer_fn=normalizer_fn,
            normalizer_params=norm,
        ) as scope:
            return scope
