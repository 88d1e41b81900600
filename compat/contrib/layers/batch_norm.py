"""`batch_norm`."""

from __future__ import annotations

import contextlib
from typing import Any

import tensorflow as tf

from compat.contrib.framework.arg_scope import add_arg_scope
from compat.contrib.framework.variables import model_variable
from compat.contrib.layers.common import (
    check_format,
    collect_output,
    collect_variable,
    collections_of,
    model_variable_getter,
)
from compat.layers.moving import (
    assign_moving_average,
    fused_batch_norm,
    in_one_piece,
    known,
    select,
)
from compat.layers.normalization import BatchNormalization

tf1 = tf.compat.v1

_ZEROS = tf1.zeros_initializer()
_ONES = tf1.ones_initializer()
_STARTS = {
    "beta": _ZEROS,
    "gamma": _ONES,
    "moving_mean": _ZEROS,
    "moving_variance": _ONES,
}


@add_arg_scope
def batch_norm(
    inputs: Any,
    decay: float = 0.999,
    center: bool = True,
    scale: bool = False,
    epsilon: float = 0.001,
    activation_fn: Any = None,
    param_initializers: Any = None,
    param_regularizers: Any = None,
    updates_collections: Any = tf1.GraphKeys.UPDATE_OPS,
    is_training: Any = True,
    reuse: bool | None = None,
    variables_collections: Any = None,
    outputs_collections: Any = None,
    trainable: bool = True,
    batch_weights: Any = None,
    fused: bool | None = None,
    data_format: str = "NHWC",
    zero_debias_moving_mean: bool = False,
    scope: Any = None,
    renorm: bool = False,
    renorm_clipping: Any = None,
    renorm_decay: float = 0.99,
    adjustment: Any = None,
) -> Any:
    """`gamma · (x - mean) / √(variance + epsilon) + beta`, by channel.

    Args:
        inputs: Tensor of rank 2 or more.
        decay: Of the moving averages.
        center: Whether there is a beta.
        scale: Whether there is a gamma.
        epsilon: See above.
        activation_fn: Function of the result, or `None`.
        param_initializers: From `beta`, `gamma`, `moving_mean`, `moving_variance` to
            initializers.
        param_regularizers: From `beta` and `gamma` to regularizers.
        updates_collections: Collection for the updates of the moving averages; `None`
            to update them with the outputs.
        is_training: Whether to use the batch's mean and variance: bool, or tensor.
        reuse: Whether to reuse the weights of `scope`.
        variables_collections: Collections for the weights: list, or dict of lists.
        outputs_collections: Collection for the outputs.
        trainable: Whether beta and gamma are trained.
        batch_weights: A weight for each example's share in mean and variance.
        fused: Whether to use the fused op; by default where it can be.
        data_format: `NHWC` or `NCHW`: channels last or first.
        zero_debias_moving_mean: Whether the moving mean starts without zero's weight.
        scope: Variable scope; by default `BatchNorm`.
        renorm: Whether to correct the batch's mean and variance towards their averages
            while training, as `tf.layers.BatchNormalization` does.
        renorm_clipping: Bounds `rmin` and `rmax` of the correction's scale and `dmax`
            of its offset, those that there are.
        renorm_decay: Of the averages that the correction is towards.
        adjustment: As for `tf.layers.batch_normalization`.

    Returns:
        Tensor of the shape of `inputs`.

    Raises:
        ValueError: For another data format, or weights or adjustment with `fused`.

    Source: `tf.contrib.layers.batch_norm`; Ioffe and Szegedy 2015 (arXiv:1502.03167).
    """
    given = dict(locals())
    check_format(data_format, ("NCHW", "NHWC"))
    if fused and batch_weights is not None:
        raise ValueError("Weighted mean and variance is not currently supported.")
    if fused and adjustment is not None:
        raise ValueError("Adjustment is not supported with fused batch norm.")
    rank = tf.convert_to_tensor(inputs).shape.ndims
    given["rank"] = rank
    plain = (
        batch_weights is None
        and not zero_debias_moving_mean
        and updates_collections == tf1.GraphKeys.UPDATE_OPS
    )
    if plain and (rank != 2 or fused is False or renorm):
        return _by_layer(given)
    if renorm:
        raise ValueError(
            "renorm is not supported with batch_weights, updates_collections or "
            "zero_debias_moving_mean"
        )
    can_fuse = batch_weights is None and adjustment is None and rank in (2, 4)
    by_op = fused is not False and can_fuse
    with tf1.variable_scope(
        scope,
        "BatchNorm",
        [inputs],
        reuse=reuse,
        custom_getter=None if by_op else model_variable_getter({}),
    ) as opened:
        given["inputs"] = tf.convert_to_tensor(inputs)
        outputs = (_by_op if by_op else _plain)(given)
        outputs.set_shape(given["inputs"].shape)
        if activation_fn is not None:
            outputs = activation_fn(outputs)
        del opened
        return collect_output(outputs_collections, outputs)


def _by_layer(given: dict[str, Any]) -> Any:
    starts = {**_STARTS, **(given["param_initializers"] or {})}
    losses = given["param_regularizers"] or {}
    with tf1.variable_scope(
        given["scope"],
        "BatchNorm",
        [given["inputs"]],
        reuse=given["reuse"],
        custom_getter=model_variable_getter({}),
    ) as opened:
        inputs = tf.convert_to_tensor(given["inputs"])
        layer = BatchNormalization(
            axis=1 if given["data_format"] == "NCHW" else -1,
            momentum=given["decay"],
            epsilon=given["epsilon"],
            center=given["center"],
            scale=given["scale"],
            beta_initializer=starts["beta"],
            gamma_initializer=starts["gamma"],
            moving_mean_initializer=starts["moving_mean"],
            moving_variance_initializer=starts["moving_variance"],
            beta_regularizer=losses.get("beta"),
            gamma_regularizer=losses.get("gamma"),
            renorm=given["renorm"],
            renorm_clipping=given["renorm_clipping"],
            renorm_momentum=given["renorm_decay"],
            trainable=given["trainable"],
            adjustment=given["adjustment"],
            name=opened.name,
            _scope=opened,
            _reuse=given["reuse"],
            fused=given["fused"],
        )
        outputs = layer.apply(inputs, training=given["is_training"])
        for kind in ("moving_mean", "moving_variance", "beta", "gamma"):
            collect_variable(getattr(layer, kind), given["variables_collections"], kind)
        if given["activation_fn"] is not None:
            outputs = given["activation_fn"](outputs)
        return collect_output(given["outputs_collections"], outputs)


def _weights(given: dict[str, Any], shape: list[int]) -> dict[str, Any]:
    """Beta, gamma and the moving averages, those that there are."""
    starts = {**_STARTS, **(given["param_initializers"] or {})}
    losses = given["param_regularizers"] or {}
    low = given["inputs"].dtype in (tf.float16, tf.bfloat16)
    wanted = {
        "beta": given["center"],
        "gamma": given["scale"],
        "moving_mean": True,
        "moving_variance": True,
    }
    made: dict[str, Any] = {"beta": None, "gamma": None}
    dtype = tf.float32 if low else given["inputs"].dtype.base_dtype
    for kind, is_wanted in wanted.items():
        if is_wanted:
            moving = kind.startswith("moving")
            scope = tf1.get_variable_scope()
            with in_one_piece(scope) if moving else contextlib.nullcontext():
                made[kind] = model_variable(
                    kind,
                    shape=shape,
                    dtype=dtype,
                    initializer=starts[kind],
                    regularizer=losses.get(kind),
                    trainable=given["trainable"] and not moving,
                    collections=collections_of(given["variables_collections"], kind),
                )
        elif kind in ("beta", "gamma") and given.get("constants"):
            made[kind] = tf.constant(float(kind == "gamma"), dtype, shape)
    return made


def _depth(given: dict[str, Any]) -> int:
    axis = 1 if given["data_format"] == "NCHW" else -1
    depth = given["inputs"].shape.as_list()[axis]
    if depth is None:
        raise ValueError(
            f"Inputs {given['inputs'].name} has undefined channels dimension"
        )
    return depth


def _moved(given: dict[str, Any], weights: dict[str, Any], new: Any) -> list[Any]:
    debias = given["zero_debias_moving_mean"]
    return [
        assign_moving_average(
            weights["moving_mean"], new[0], given["decay"], zero_debias=debias
        ),
        assign_moving_average(weights["moving_variance"], new[1], given["decay"]),
    ]


def _by_op(given: dict[str, Any]) -> Any:
    inputs, training = given["inputs"], given["is_training"]
    depth = _depth(given)
    original = inputs
    first = given["data_format"] == "NCHW"
    if given["rank"] == 2:
        inputs = tf1.reshape(inputs, [-1, depth, 1, 1] if first else [-1, 1, 1, depth])
    given["constants"] = True
    weights = _weights(given, [depth])

    def normalize(*averages: Any) -> Any:
        return fused_batch_norm(
            inputs,
            weights["gamma"],
            weights["beta"],
            averages,
            given["epsilon"],
            given["data_format"],
        )

    averages = weights["moving_mean"], weights["moving_variance"]
    outputs, *new = select(training, normalize, lambda: normalize(*averages))
    if known(training) is not False:
        if given["updates_collections"] is None:
            normalized = outputs

            def updated() -> Any:
                with tf1.control_dependencies(_moved(given, weights, new)):
                    return tf.identity(normalized)

            outputs = select(training, updated, lambda: normalized)
        else:
            updates = select(
                training, lambda: _moved(given, weights, new), lambda: list(averages)
            )
            for update in updates:
                tf1.add_to_collections(given["updates_collections"], update)
    if given["rank"] == 2:
        outputs = tf1.reshape(outputs, tf.shape(original))
    return outputs


def _plain(given: dict[str, Any]) -> Any:
    inputs, training = given["inputs"], given["is_training"]
    depth, rank = _depth(given), given["rank"]
    first = given["data_format"] == "NCHW"
    axes = [0, *range(2, rank)] if first else list(range(rank - 1))
    shares = given["batch_weights"]
    if shares is not None:
        shares = tf.convert_to_tensor(shares)
        if not inputs.shape[:1].is_compatible_with(shares.shape[:1]):
            raise ValueError(
                f"expected batch_weights {inputs.shape[:1]}, received {shares.shape}"
            )
        shares = tf1.reshape(shares, [-1] + [1] * (rank - 1))
    shape = [depth]
    if first:
        shape = [1, depth] + [1] * (rank - 2)
    weights = _weights(given, [depth])
    averages = weights["moving_mean"], weights["moving_variance"]
    tf1.get_default_graph().unique_name("batchnorm")  # as 1.15 did, for names after it
    if known(training) is False:
        mean, variance = averages
    else:
        if shares is None:
            new = tf1.nn.moments(inputs, axes, keep_dims=first)
        else:
            new = _weighted_moments(inputs, axes, shares, keep_dims=first)
        if first:
            new = [tf1.reshape(part, [-1]) for part in new]
        if given["updates_collections"] is None:

            def updated() -> Any:
                with tf1.control_dependencies(_moved(given, weights, new)):
                    return tf.identity(new[0]), tf.identity(new[1])

            mean, variance = select(training, updated, lambda: averages)
        else:
            updates = select(
                training, lambda: _moved(given, weights, new), lambda: list(averages)
            )
            for update in updates:
                tf1.add_to_collections(given["updates_collections"], update)
            mean, variance = select(training, lambda: tuple(new), lambda: averages)
    beta, gamma = weights["beta"], weights["gamma"]
    if first:
        mean, variance, beta, gamma = (
            part if part is None else tf1.reshape(part, shape)
            for part in (mean, variance, beta, gamma)
        )
    return tf.nn.batch_normalization(
        inputs, mean, variance, beta, gamma, given["epsilon"]
    )


def _weighted_moments(
    inputs: Any, axes: list[int], shares: Any, keep_dims: bool
) -> tuple[Any, Any]:
    """Mean and variance of weighted examples: 1.15 multiplied by the reciprocal."""
    with tf1.name_scope("weighted_moments"):
        weighted = shares * inputs
        total = tf1.reduce_sum(weighted, axes, keepdims=True, name="weighted_input_sum")
        spread = shares + tf1.zeros_like(inputs)
        one_over = tf.math.reciprocal(
            tf1.reduce_sum(spread, axes, keepdims=True, name="sum_of_weights"),
            name="inv_weight_sum",
        )
        mean = tf.multiply(total, one_over)
        apart = shares * tf.math.squared_difference(inputs, mean)
        squares = tf1.reduce_sum(apart, axes, keepdims=True, name="weighted_distsq")
        variance = tf.multiply(squares, one_over)
        if not keep_dims:
            mean = tf1.squeeze(mean, axis=axes)
            variance = tf1.squeeze(variance, axis=axes)
        return mean, variance
