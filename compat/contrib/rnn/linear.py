"""A dense layer over one tensor or several side by side, as the cells here use it."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


class Linear:
    """`[x1; x2; …] · kernel + bias`, its weights made once, in the scope at hand.

    Args:
        args: Tensor `[batch, depth]`, or a list of them.
        output_size: Size of the result.
        build_bias: Whether there is a bias.
        bias_initializer: By default zeros.
        kernel_initializer: By default the scope's.

    Raises:
        ValueError: For no tensors, another rank, or an unknown depth.
    """

    def __init__(
        self,
        args: Any,
        output_size: int,
        build_bias: bool,
        bias_initializer: Any = None,
        kernel_initializer: Any = None,
    ) -> None:
        self._build_bias = build_bias
        self._is_sequence = tf.nest.is_nested(args)
        tensors = args if self._is_sequence else [args]
        if args is None or not tensors:
            raise ValueError("`args` must be specified")
        depth = 0
        for tensor in tensors:
            if tensor.shape.ndims != 2:
                raise ValueError(f"linear is expecting 2D arguments: {tensor.shape}")
            size = tensor.shape.as_list()[1]
            if size is None:
                raise ValueError(
                    f"linear expects shape[1] to be provided for shape {tensor.shape}"
                )
            depth += size
        dtype = tensors[0].dtype
        with tf1.variable_scope(tf1.get_variable_scope()) as scope:
            self._weights = tf1.get_variable(
                "kernel", [depth, output_size], dtype, initializer=kernel_initializer
            )
            if build_bias:
                with tf1.variable_scope(scope) as inner:
                    inner.set_partitioner(None)
                    if bias_initializer is None:
                        bias_initializer = tf1.constant_initializer(0.0, dtype=dtype)
                    self._biases = tf1.get_variable(
                        "bias", [output_size], dtype, initializer=bias_initializer
                    )

    def __call__(self, args: Any) -> Any:
        """The product for tensors of the same sizes as at first."""
        if not self._is_sequence:
            args = [args]
        if len(args) == 1:
            product = tf.matmul(args[0], self._weights)
        else:
            one = tf.constant(1, tf.int32)  # the axis, a tensor as in 1.15
            product = tf.matmul(tf.concat(args, one), self._weights)
        if self._build_bias:
            product = tf.nn.bias_add(product, self._biases)
        return product


def linear(
    args: Any,
    output_size: int,
    bias: bool,
    bias_initializer: Any = None,
    kernel_initializer: Any = None,
) -> Any:
    """`Linear(args, …)(args)`: the weights made, or found again, and used at once."""
    layer = Linear(args, output_size, bias, bias_initializer, kernel_initializer)
    return layer(args)
