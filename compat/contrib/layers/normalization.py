"""`layer_norm`, `instance_norm`, `group_norm` and `unit_norm`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib.framework.arg_scope import add_arg_scope
from compat.contrib.framework.variables import model_variable
from compat.contrib.layers.common import (
    check_format,
    collect_output,
    collections_of,
)

tf1 = tf.compat.v1


def _params(
    inputs: Any,
    shape: Any,
    center: bool,
    scale: bool,
    given: dict[str, Any],
    wide: list[int] | None = None,
) -> list[Any]:
    """Beta and gamma of the open variable scope, `None` for one that is not wanted."""
    starts = {
        "beta": tf1.zeros_initializer(),
        "gamma": tf1.ones_initializer(),
        **(given.get("param_initializers") or {}),
    }
    made: list[Any] = []
    for kind, wanted in (("beta", center), ("gamma", scale)):
        if not wanted:
            made.append(None)
            continue
        weight = model_variable(
            kind,
            shape=shape,
            dtype=inputs.dtype.base_dtype,
            initializer=starts[kind],
            collections=collections_of(given["variables_collections"], kind),
            trainable=given["trainable"],
        )
        made.append(weight if wide is None else tf1.reshape(weight, wide))
    return made


def _done(outputs: Any, inputs: Any, given: dict[str, Any]) -> Any:
    outputs.set_shape(inputs.shape)
    if given["activation_fn"] is not None:
        outputs = given["activation_fn"](outputs)
    return collect_output(given["outputs_collections"], outputs)


@add_arg_scope
def layer_norm(
    inputs: Any,
    center: bool = True,
    scale: bool = True,
    activation_fn: Any = None,
    reuse: bool | None = None,
    variables_collections: Any = None,
    outputs_collections: Any = None,
    trainable: bool = True,
    begin_norm_axis: int = 1,
    begin_params_axis: int = -1,
    scope: Any = None,
) -> Any:
    """`gamma · (x - mean) / √(variance + 1e-12) + beta`, by example.

    Args:
        inputs: Tensor of rank 2 or more.
        center: Whether there is a beta.
        scale: Whether there is a gamma.
        activation_fn: Function of the result, or `None`.
        reuse: Whether to reuse the weights of `scope`.
        variables_collections: Collections for the weights: list, or dict of lists.
        outputs_collections: Collection for the outputs.
        trainable: Whether the weights are trained.
        begin_norm_axis: The first axis over which mean and variance are taken.
        begin_params_axis: The first axis that beta and gamma have.
        scope: Variable scope; by default `LayerNorm`.

    Returns:
        Tensor of the shape of `inputs`.

    Raises:
        ValueError: For an axis the inputs do not have.

    Source: `tf.contrib.layers.layer_norm`; Ba et al. 2016 (arXiv:1607.06450).
    """
    given = dict(locals())
    with tf1.variable_scope(scope, "LayerNorm", [inputs], reuse=reuse):
        inputs = tf.convert_to_tensor(inputs)
        rank = inputs.shape.ndims
        if rank is None:
            raise ValueError(f"Inputs {inputs.name} has undefined rank.")
        if begin_norm_axis < 0:
            begin_norm_axis += rank
        if begin_params_axis >= rank or begin_norm_axis >= rank:
            raise ValueError(
                f"begin_params_axis ({begin_params_axis}) and begin_norm_axis "
                f"({begin_norm_axis}) must be < rank(inputs) ({rank})"
            )
        shape = inputs.shape[begin_params_axis:]
        if not shape.is_fully_defined():
            raise ValueError(
                f"Inputs {inputs.name}: shape(inputs)[{begin_params_axis}:] is not "
                f"fully defined: {inputs.shape}"
            )
        beta, gamma = _params(inputs, shape, center, scale, given)
        mean, variance = tf1.nn.moments(
            inputs, list(range(begin_norm_axis, rank)), keep_dims=True
        )
        epsilon = 1e-3 if inputs.dtype == tf.float16 else 1e-12
        outputs = tf.nn.batch_normalization(
            inputs, mean, variance, beta, gamma, epsilon
        )
        return _done(outputs, inputs, given)


@add_arg_scope
def instance_norm(
    inputs: Any,
    center: bool = True,
    scale: bool = True,
    epsilon: float = 1e-6,
    activation_fn: Any = None,
    param_initializers: Any = None,
    reuse: bool | None = None,
    variables_collections: Any = None,
    outputs_collections: Any = None,
    trainable: bool = True,
    data_format: str = "NHWC",
    scope: Any = None,
) -> Any:
    """`gamma · (x - mean) / √(variance + epsilon) + beta`, by example and channel.

    Args:
        inputs: Tensor of rank 3 or more.
        epsilon: See above.
        param_initializers: From `beta` and `gamma` to initializers.
        data_format: `NHWC` or `NCHW`: channels last or first.
        center: As all the others, for `layer_norm`.

    Source: `tf.contrib.layers.instance_norm`; Ulyanov et al. 2016 (arXiv:1607.08022).
    """
    given = dict(locals())
    inputs = tf.convert_to_tensor(inputs)
    rank = inputs.shape.ndims
    if rank is None:
        raise ValueError(f"Inputs {inputs.name} has undefined rank.")
    check_format(data_format, ("NCHW", "NHWC"))
    with tf1.variable_scope(scope, "InstanceNorm", [inputs], reuse=reuse):
        first = data_format == "NCHW"
        depth = inputs.shape.as_list()[1 if first else -1]
        if depth is None:
            raise ValueError(f"Inputs {inputs.name} has undefined channels dimension")
        axes = [axis for axis in range(1, rank) if axis != (1 if first else rank - 1)]
        wide = [1, depth] + [1] * (rank - 2) if first else None
        beta, gamma = _params(inputs, [depth], center, scale, given, wide)
        mean, variance = tf1.nn.moments(inputs, axes, keep_dims=True)
        outputs = tf.nn.batch_normalization(
            inputs, mean, variance, beta, gamma, epsilon, name="instancenorm"
        )
        return _done(outputs, inputs, given)


@add_arg_scope
def group_norm(
    inputs: Any,
    groups: int = 32,
    channels_axis: int = -1,
    reduction_axes: Any = (-3, -2),
    center: bool = True,
    scale: bool = True,
    epsilon: float = 1e-6,
    activation_fn: Any = None,
    param_initializers: Any = None,
    reuse: bool | None = None,
    variables_collections: Any = None,
    outputs_collections: Any = None,
    trainable: bool = True,
    scope: Any = None,
    mean_close_to_zero: bool = False,
) -> Any:
    """`gamma · (x - mean) / √(variance + epsilon) + beta`, by example and group.

    Args:
        inputs: Tensor.
        groups: Number of groups of channels; divides the number of channels.
        channels_axis: The channels' axis.
        reduction_axes: The other axes over which mean and variance are taken.
        mean_close_to_zero: Whether the variance is taken from plain squares.
        center: As all the others, for `instance_norm`.

    Raises:
        ValueError: For axes the inputs do not have, or groups that do not fit.

    Source: `tf.contrib.layers.group_norm`; Wu and He 2018 (arXiv:1803.08494).
    """
    given = dict(locals())
    inputs = tf.convert_to_tensor(inputs)
    if inputs.shape.ndims is None:
        raise ValueError(f"Inputs {inputs.name} has undefined rank.")
    rank = inputs.shape.ndims
    channel = channels_axis + rank if channels_axis < 0 else channels_axis
    others = [axis + rank if axis < 0 else axis for axis in reduction_axes]
    if not 0 <= channel < rank:
        raise ValueError("Axis is out of bounds.")
    for axis in others:
        if not 0 <= axis < rank:
            raise ValueError("Axis is out of bounds.")
        if axis == channel:
            raise ValueError("reduction_axis must be mutually exclusive with channels")
    sizes = inputs.shape.as_list()
    depth = sizes[channel]
    if depth is None:
        raise ValueError(
            f"Inputs {inputs.name} has undefined channel dimension: {channel}."
        )
    for axis in others:
        if sizes[axis] is None:
            raise ValueError(f"Inputs {inputs.name} has undefined dimensions {axis}.")
    if groups > depth:
        raise ValueError(f"Invalid groups {groups} for {depth} channels.")
    if depth % groups:
        raise ValueError(f"{depth} channels is not commensurate with {groups} groups.")
    dynamic = tf.shape(inputs)
    whole = [dynamic[i] if n is None else n for i, n in enumerate(sizes)]
    split = [*whole[:channel], groups, depth // groups, *whole[channel + 1 :]]
    original, inputs = inputs, tf1.reshape(inputs, split)
    axes = [channel + 1] + [axis + 1 if axis > channel else axis for axis in others]
    wide = [1] * (rank + 1)
    wide[channel : channel + 2] = [groups, depth // groups]
    with tf1.variable_scope(scope, "GroupNorm", [inputs], reuse=reuse):
        beta, gamma = _params(inputs, [depth], center, scale, given, wide)
        if mean_close_to_zero:
            count, sums, squares, _ = tf1.nn.sufficient_statistics(
                inputs, axes, keep_dims=True
            )
            mean, variance = tf1.nn.normalize_moments(count, sums, squares, shift=None)
        else:
            mean, variance = tf1.nn.moments(inputs, axes, keep_dims=True)
        gain = tf.math.rsqrt(variance + epsilon)
        offset = -mean * gain
        if gamma is not None:
            gain = gain * gamma
            offset = offset * gamma
        if beta is not None:
            offset = offset + beta
        outputs = tf1.reshape(inputs * gain + offset, whole)
        return _done(outputs, original, given)


@add_arg_scope
def unit_norm(inputs: Any, dim: int, epsilon: float = 1e-7, scope: Any = None) -> Any:
    """The inputs divided by their Euclidean norm along an axis.

    Args:
        inputs: Tensor of known rank.
        dim: The axis.
        epsilon: Added to the sum of squares.
        scope: Variable scope; by default `UnitNorm`.

    Raises:
        ValueError: For an axis the inputs do not have.

    Source: `tf.contrib.layers.unit_norm`.
    """
    with tf1.variable_scope(scope, "UnitNorm", [inputs]):
        if not inputs.shape.ndims:
            raise ValueError("The input rank must be known.")
        rank = inputs.shape.ndims
        if dim < 0 or dim >= rank:
            raise ValueError("dim must be positive but smaller than the input rank.")
        lengths = tf.sqrt(epsilon + tf1.reduce_sum(tf.square(inputs), dim, True))
        times = []
        if dim > 0:
            times.append(tf.ones([dim], tf.int32))
        times.append(tf1.strided_slice(tf.shape(inputs), [dim], [dim + 1]))
        if dim < rank - 1:
            times.append(tf.ones([rank - 1 - dim], tf.int32))
        return tf1.div(inputs, tf1.tile(lengths, tf.concat(times, 0)))
