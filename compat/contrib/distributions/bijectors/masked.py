"""Dense layers whose outputs see only the inputs before them.

Germain, Gregor, Murray and Larochelle, "MADE: Masked Autoencoder for Distribution
Estimation", 2015.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

tf1 = tf.compat.v1


def _mask(blocks: int, n_in: int, n_out: int, exclusive: bool, dtype: Any) -> Any:
    """1 where an output sees an input [n_in, n_out]."""
    mask = np.zeros([n_in, n_out], dtype)
    rows, columns = n_in // blocks, n_out // blocks
    for block in range(blocks):
        first = (block + int(exclusive)) * columns
        # what does not divide is left over: its rows stay 0, so that none sees itself
        mask[block * rows : (block + 1) * rows, first:] = 1
    return mask


def masked_dense(
    inputs: Any,
    units: int,
    num_blocks: int | None = None,
    exclusive: bool = False,
    kernel_initializer: Any = None,
    reuse: Any = None,
    name: str | None = None,
    *args: Any,
    **kwargs: Any,
) -> Any:
    """A dense layer; each block of its outputs sees the blocks of inputs before it.

    Args:
        inputs: The inputs [batch, size]; size known.
        units: Size of the output.
        num_blocks: How many blocks there are.
        exclusive: Whether a block does not see its own inputs.
        kernel_initializer: The kernel's, which is masked; by default Glorot's, normal.
        reuse: Whether to reuse variables.
        name: Name of the layer's scope.
        *args: More for `tf.layers.Dense`.
        **kwargs: More for `tf.layers.Dense`.

    Returns:
        The outputs [batch, units].

    Raises:
        NotImplementedError: Where the size of the inputs is not known.

    Source: `tf.contrib.distributions.bijectors.masked_dense`.
    """
    from compat.layers.core import Dense

    shape = inputs.shape.with_rank_at_least(1)
    size = tf.compat.dimension_value(shape[-1])
    if size is None:
        raise NotImplementedError(
            "Rightmost dimension must be known prior to graph execution."
        )
    blocks: Any = num_blocks
    mask = _mask(blocks, size, units, exclusive, inputs.dtype.base_dtype.as_numpy_dtype)
    if kernel_initializer is None:
        kernel_initializer = tf1.glorot_normal_initializer()

    def masked(shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        return mask * kernel_initializer(shape, dtype, partition_info)

    with tf1.name_scope(name, "masked_dense", values=[inputs, units, num_blocks]):
        made: Any = Dense
        layer = made(
            units,
            *args,
            kernel_initializer=masked,
            kernel_constraint=lambda kernel: mask * kernel,
            name=name,
            dtype=inputs.dtype.base_dtype,
            _scope=name,
            _reuse=reuse,
            **kwargs,
        )
        return layer.apply(inputs)


def masked_autoregressive_default_template(
    hidden_layers: Any,
    shift_only: bool = False,
    activation: Any = tf.nn.relu,
    log_scale_min_clip: float = -5.0,
    log_scale_max_clip: float = 3.0,
    log_scale_clip_gradient: bool = False,
    name: str | None = None,
    *args: Any,
    **kwargs: Any,
) -> Any:
    """A network of masked layers for `MaskedAutoregressiveFlow`.

    Args:
        hidden_layers: Units of its layers.
        shift_only: Whether it gives no log_scale.
        activation: Between its layers.
        log_scale_min_clip: The least log_scale.
        log_scale_max_clip: The largest log_scale.
        log_scale_clip_gradient: Whether gradients are 0 where log_scale is clipped.
        name: Name of its scope; by default `masked_autoregressive_default_template`.
        *args: More for `masked_dense`.
        **kwargs: More for `masked_dense`.

    Returns:
        A function of a tensor, giving shift and log_scale.

    Raises:
        NotImplementedError: Where the size of a vector is not known.

    Source: `tf.contrib.distributions.bijectors.masked_autoregressive_default_template`.
    """
    name = name or "masked_autoregressive_default_template"
    with tf1.name_scope(name, values=[log_scale_min_clip, log_scale_max_clip]):

        def shift_and_log_scale(x: Any) -> Any:
            size = tf.compat.dimension_value(x.shape.with_rank_at_least(1)[-1])
            if size is None:
                raise NotImplementedError(
                    "Rightmost dimension must be known prior to graph execution."
                )
            shape = x.shape.as_list() if x.shape.is_fully_defined() else tf1.shape(x)
            for i, units in enumerate(hidden_layers):
                x = masked_dense(
                    *(x, units, size, i == 0),
                    *args,
                    activation=activation,
                    **kwargs,
                )
            count = (1 if shift_only else 2) * size
            x = masked_dense(*(x, count, size, False), *args, activation=None, **kwargs)
            if shift_only:
                return tf1.reshape(x, shape), None
            x = tf1.reshape(x, tf1.concat([shape, [2]], axis=0))
            shift, log_scale = tf1.unstack(x, num=2, axis=-1)
            clipped = tf1.clip_by_value(
                log_scale, log_scale_min_clip, log_scale_max_clip
            )
            if not log_scale_clip_gradient:
                clipped = log_scale + tf1.stop_gradient(clipped - log_scale)
            return shift, clipped

        return tf1.make_template(name, shift_and_log_scale)
