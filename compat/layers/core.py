"""`tf.layers.dense`, `dropout` and `flatten`, functions and classes."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.count.ops.dropout import dropout as nn_dropout
from compat.count.ops.products import tensordot
from compat.layers.arguments import activation_of
from compat.layers.base import Layer
from compat.layers.input_spec import InputSpec

tf1 = tf.compat.v1


class Dense(Layer):
    """`activation(inputs · kernel + bias)` over the last axis of the inputs.

    Args:
        units: Size of the last axis of the outputs.
        activation: Function of the result, or `None` for none.
        use_bias: Whether there is a bias.
        kernel_initializer: By default the scope's (Glorot uniform).
        bias_initializer: By default zeros.
        kernel_regularizer: From the kernel to a loss, or `None`.
        bias_regularizer: The same for the bias.
        activity_regularizer: The same for the outputs.
        kernel_constraint: Applied to the kernel after an optimizer's update.
        bias_constraint: The same for the bias.
        trainable: Whether the weights are trained.
        name: Name of layer and scope.
        **kwargs: As for `tf.layers.Layer`.

    Source: `tf.layers.Dense`.
    """

    def __init__(
        self,
        units: int,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = None,
        bias_initializer: Any = tf1.zeros_initializer(),
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        trainable: bool = True,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            trainable=trainable,
            name=name,
            activity_regularizer=activity_regularizer,
            **kwargs,
        )
        self.units = int(units) if not isinstance(units, int) else units
        self.activation = activation_of(activation)
        self.use_bias = use_bias
        self.kernel_initializer = kernel_initializer
        self.bias_initializer = bias_initializer
        self.kernel_regularizer = kernel_regularizer
        self.bias_regularizer = bias_regularizer
        self.kernel_constraint = kernel_constraint
        self.bias_constraint = bias_constraint
        self.input_spec = InputSpec(min_ndim=2)

    def build(self, input_shape: Any) -> None:
        dtype = tf.as_dtype(self.dtype or tf.float32)
        if not (dtype.is_floating or dtype.is_complex):
            raise TypeError(
                f"Unable to build `Dense` layer with non-floating point dtype {dtype}"
            )
        depth = tf.TensorShape(input_shape).as_list()[-1]
        if depth is None:
            raise ValueError(
                "The last dimension of the inputs to `Dense` should be defined. "
                "Found `None`."
            )
        self.input_spec = InputSpec(min_ndim=2, axes={-1: depth})
        self.kernel = self.add_weight(
            "kernel",
            shape=[depth, self.units],
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
            dtype=self.dtype,
        )
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                "bias",
                shape=[self.units],
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
                dtype=self.dtype,
            )
        self.built = True

    def call(self, inputs: Any) -> Any:  # type: ignore[override]
        rank = inputs.shape.ndims
        if rank > 2:
            outputs = tensordot(inputs, self.kernel, [[rank - 1], [0]])
            outputs.set_shape([*inputs.shape.as_list()[:-1], self.units])
        else:
            outputs = tf.matmul(inputs, self.kernel)
        if self.bias is not None:
            outputs = tf.nn.bias_add(outputs, self.bias)
        return self.activation(outputs) if self.activation is not None else outputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        shape = tf.TensorShape(input_shape).with_rank_at_least(2)
        if shape.ndims is None or shape.as_list()[-1] is None:
            raise ValueError(
                "The innermost dimension of input_shape must be defined, but saw: "
                f"{shape}"
            )
        return shape[:-1].concatenate(self.units)


class Dropout(Layer):
    """Sets a share of the inputs to zero while training, and scales the others up.

    Args:
        rate: Share to drop: float, or scalar tensor.
        noise_shape: Shape of the mask, 1 where it is shared; by default the inputs'.
        seed: Seed of the mask.
        name: Name of the layer.
        **kwargs: As for `tf.layers.Layer`.

    Source: `tf.layers.Dropout`.
    """

    def __init__(
        self,
        rate: Any = 0.5,
        noise_shape: Any = None,
        seed: int | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        self.rate = rate
        self.noise_shape = noise_shape
        self.seed = seed

    def _mask_shape(self, inputs: Any) -> Any:
        if not self.noise_shape:
            return self.noise_shape
        sizes = tf.shape(inputs)
        return [
            sizes[i] if size is None else size
            for i, size in enumerate(self.noise_shape)
        ]

    def call(self, inputs: Any, training: Any = False) -> Any:  # type: ignore[override]
        def dropped() -> Any:
            return nn_dropout(
                inputs,
                noise_shape=self._mask_shape(inputs),
                seed=self.seed,
                rate=self.rate,
            )

        known = tf.get_static_value(training) if tf.is_tensor(training) else training
        if known is None:
            return tf1.cond(training, dropped, lambda: tf.identity(inputs))
        return dropped() if known else tf.identity(inputs)

    def compute_output_shape(self, input_shape: Any) -> Any:
        return tf.TensorShape(input_shape)


class Flatten(Layer):
    """Makes `[batch, …]` into `[batch, all else]`.

    Args:
        data_format: `channels_last`, or `channels_first`: moved to the end first.
        **kwargs: As for `tf.layers.Layer`.

    Source: `tf.layers.Flatten`.
    """

    def __init__(self, data_format: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.data_format = (data_format or "channels_last").lower()
        if self.data_format not in {"channels_first", "channels_last"}:
            raise ValueError(
                'The `data_format` argument must be one of "channels_first", '
                f'"channels_last". Received: {data_format}'
            )
        self.input_spec = InputSpec(min_ndim=1)

    def call(self, inputs: Any) -> Any:  # type: ignore[override]
        rank = inputs.shape.ndims
        if self.data_format == "channels_first" and rank is not None and rank > 1:
            inputs = tf.transpose(inputs, [0, *range(2, rank), 1])
        outputs = tf.reshape(inputs, (_first_size(inputs), -1))
        outputs.set_shape(self.compute_output_shape(inputs.shape))
        return outputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        sizes = tf.TensorShape(input_shape).as_list()
        rest: int | None = 1
        for size in sizes[1:]:
            rest = None if rest is None or size is None else rest * size
        return tf.TensorShape([sizes[0], rest])


def _first_size(tensor: Any) -> Any:
    size = tensor.shape.as_list()[0]
    return tf.shape(tensor)[0] if size is None else size
