"""`gdn` and `GDN`: generalized divisive normalization."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.layers.base import Layer
from compat.layers.input_spec import InputSpec

tf1 = tf.compat.v1

_BOUND = "GDNLowerBound"


class GDN(Layer):
    """`y_i = x_i / √(beta_i + Σ_j gamma_ij · x_j²)`, over the channels.

    Beta and gamma are kept above their bounds as the squares of `reparam_beta` and
    `reparam_gamma`, less a little.

    Args:
        inverse: Multiply by the root instead.
        beta_min: Lower bound of beta.
        gamma_init: Initial gamma of a channel with itself.
        reparam_offset: Bound of the parameters' roots.
        data_format: `channels_last` or `channels_first`.
        activity_regularizer: From the outputs to a loss, or `None`.
        trainable: Whether the weights are trained.
        name: Name of layer and scope.
        **kwargs: As for `tf.layers.Layer`.

    Source: `tf.contrib.layers.GDN`; Ballé, Laparra and Simoncelli 2016
    (arXiv:1511.06281).
    """

    def __init__(
        self,
        inverse: bool = False,
        beta_min: float = 1e-6,
        gamma_init: float = 0.1,
        reparam_offset: float = 2**-18,
        data_format: str = "channels_last",
        activity_regularizer: Any = None,
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
        if data_format not in ("channels_first", "channels_last"):
            raise ValueError(f"Unsupported `data_format` for GDN layer: {data_format}.")
        self.inverse = inverse
        self.data_format = data_format
        self._beta_min = beta_min
        self._gamma_init = gamma_init
        self._reparam_offset = reparam_offset
        self.input_spec = InputSpec(min_ndim=3)

    def _channel_axis(self) -> int:
        return 1 if self.data_format == "channels_first" else -1

    def build(self, input_shape: Any) -> None:
        shape = tf.TensorShape(input_shape)
        axis = self._channel_axis()
        channels = shape.as_list()[axis]
        if channels is None:
            raise ValueError(
                "The channel dimension of the inputs to `GDN` must be defined."
            )
        self.input_spec = InputSpec(min_ndim=3, axes={axis: channels})
        low = self._reparam_offset**2
        pedestal = tf.constant(low, self.dtype)
        beta_bound = tf.constant((self._beta_min + low) ** 0.5, self.dtype)
        gamma_bound = tf.constant(self._reparam_offset, self.dtype)

        def start_beta(shape: Any, dtype: Any, partition_info: Any = None) -> Any:
            pedestal = tf.constant(low, dtype)
            return tf.sqrt(tf1.ones(shape, dtype) + pedestal)

        def start_gamma(shape: Any, dtype: Any, partition_info: Any = None) -> Any:
            own = tf1.eye(shape[0], dtype=dtype)
            pedestal = tf.constant(low, dtype)
            return tf.sqrt(self._gamma_init * own + pedestal)

        beta = self.add_weight("reparam_beta", [channels], initializer=start_beta)
        beta = _at_least(beta, beta_bound)
        self.beta = tf.square(beta) - pedestal
        gamma = self.add_weight(
            "reparam_gamma", [channels, channels], initializer=start_gamma
        )
        gamma = _at_least(gamma, gamma_bound)
        self.gamma = tf.square(gamma) - pedestal
        self.built = True

    def call(self, inputs: Any) -> Any:  # type: ignore[override]
        rank = inputs.shape.ndims
        first = self.data_format == "channels_first"
        wide = [1] * (rank - 2) + self.gamma.shape.as_list()
        data_format = {3: "NCW", 4: "NCHW", 5: "NCDHW"}.get(rank) if first else None
        norm = tf1.nn.convolution(
            tf.square(inputs),
            tf1.reshape(self.gamma, wide),
            "VALID",
            data_format=data_format,
        )
        norm = self._add_beta(norm, rank, first)
        norm = tf.sqrt(norm)
        outputs = inputs * norm if self.inverse else inputs / norm
        outputs.set_shape(inputs.shape)
        return outputs

    def _add_beta(self, norm: Any, rank: int, first: bool) -> Any:
        if first and rank != 4:
            return norm + tf1.reshape(self.beta, [-1] + [1] * (rank - 2))
        return tf1.nn.bias_add(norm, self.beta, "NCHW" if first else "NHWC")

    def compute_output_shape(self, input_shape: Any) -> Any:
        return tf.TensorShape(input_shape)


def _at_least(tensor: Any, bound: Any) -> Any:
    """The greater of the two; below the bound, gradients upwards go through."""
    graph = tf1.get_default_graph()
    with graph.gradient_override_map({"Maximum": _BOUND}):
        return tf.maximum(tensor, bound, name=_BOUND)


@tf.RegisterGradient(_BOUND)
def _bound_gradient(op: Any, grad: Any) -> tuple[Any, None]:
    tensor, bound = op.inputs
    through = tf.logical_or(tf.greater_equal(tensor, bound), tf.less(grad, 0.0))
    return tf.cast(through, grad.dtype) * grad, None


def gdn(
    inputs: Any,
    inverse: bool = False,
    beta_min: float = 1e-6,
    gamma_init: float = 0.1,
    reparam_offset: float = 2**-18,
    data_format: str = "channels_last",
    activity_regularizer: Any = None,
    trainable: bool = True,
    name: str | None = None,
    reuse: bool | None = None,
) -> Any:
    """The functional form of `GDN`.

    Source: `tf.contrib.layers.gdn`.
    """
    layer = GDN(
        inverse=inverse,
        beta_min=beta_min,
        gamma_init=gamma_init,
        reparam_offset=reparam_offset,
        data_format=data_format,
        activity_regularizer=activity_regularizer,
        trainable=trainable,
        name=name,
        dtype=inputs.dtype.base_dtype,
        _scope=name,
        _reuse=reuse,
    )
    return layer.apply(inputs)
