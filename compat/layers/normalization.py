"""`tf.layers.BatchNormalization`."""

from __future__ import annotations

import functools
from typing import Any

import tensorflow as tf

from compat.errors import Refused
from compat.layers import renormalized
from compat.layers.base import Layer
from compat.layers.input_spec import InputSpec
from compat.layers.moving import (
    assign_moving_average,
    fused_batch_norm,
    in_one_piece,
    known,
    select,
)
from compat.layers.renormalized import check_clipping

tf1 = tf.compat.v1


class BatchNormalization(Layer):
    """`gamma · (x - mean) / √(variance + epsilon) + beta`, by channel.

    While training they are those of the batch, and ops that move the moving averages
    towards them are put into `tf.GraphKeys.UPDATE_OPS`; else the moving averages.

    Args:
        axis: The channels' axis, or a list of axes.
        momentum: Of the moving averages.
        epsilon: See above.
        center: Whether there is a beta.
        scale: Whether there is a gamma.
        beta_initializer: By default zeros.
        gamma_initializer: By default ones.
        moving_mean_initializer: By default zeros.
        moving_variance_initializer: By default ones.
        beta_regularizer: From beta to a loss, or `None`.
        gamma_regularizer: The same for gamma.
        beta_constraint: Applied to beta after an optimizer's update.
        gamma_constraint: The same for gamma.
        renorm: Whether to correct the batch's mean and variance towards their averages
            while training (batch renormalization, arXiv:1702.03275).
        renorm_clipping: Bounds `rmin` and `rmax` of the correction's scale and `dmax`
            of its offset, those that there are.
        renorm_momentum: Of the averages that the correction is towards.
        fused: Whether to use the fused op; by default where it can be.
        trainable: Whether the weights are trained.
        virtual_batch_size: Normalize by parts of the batch of this size.
        adjustment: From the inputs' shape to a scale and bias, applied while training.
        name: Name of layer and scope.
        **kwargs: As for `tf.layers.Layer`.

    Raises:
        ValueError: For fused with arguments that the fused op cannot have, and for
            other bounds.
        AttributeError: For batch renormalization with a virtual batch size.

    Source: `tf.layers.BatchNormalization`; Ioffe and Szegedy 2015 (arXiv:1502.03167).
    """

    def __init__(
        self,
        axis: Any = -1,
        momentum: Any = 0.99,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Any = tf1.zeros_initializer(),
        gamma_initializer: Any = tf1.ones_initializer(),
        moving_mean_initializer: Any = tf1.zeros_initializer(),
        moving_variance_initializer: Any = tf1.ones_initializer(),
        beta_regularizer: Any = None,
        gamma_regularizer: Any = None,
        beta_constraint: Any = None,
        gamma_constraint: Any = None,
        renorm: bool = False,
        renorm_clipping: Any = None,
        renorm_momentum: float = 0.99,
        fused: bool | None = None,
        trainable: bool = True,
        virtual_batch_size: int | None = None,
        adjustment: Any = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, trainable=trainable, **kwargs)
        self.axis = list(axis) if isinstance(axis, (list, tuple)) else axis
        self.momentum = momentum
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
        self.beta_initializer = beta_initializer
        self.gamma_initializer = gamma_initializer
        self.moving_mean_initializer = moving_mean_initializer
        self.moving_variance_initializer = moving_variance_initializer
        self.beta_regularizer = beta_regularizer
        self.gamma_regularizer = gamma_regularizer
        self.beta_constraint = beta_constraint
        self.gamma_constraint = gamma_constraint
        self.renorm = renorm
        self.renorm_clipping = check_clipping(renorm_clipping) if renorm else {}
        self.renorm_momentum = renorm_momentum
        # Whether the fused op's variance keeps its n / (n - 1): a hook of 1.15's tests.
        self._bessels_correction_test_only = True
        if renorm and virtual_batch_size is not None:
            raise Refused(
                "tf.layers.BatchNormalization: renorm with virtual_batch_size is known "
                "(TensorFlow 1.15) but refused: nobody was seen to use it. In Keras 3: "
                "`keras.layers.BatchNormalization()` without them"
            )
        self.virtual_batch_size = virtual_batch_size
        self.adjustment = adjustment
        # Neither goes with the fused kernel, which is then not taken.
        if virtual_batch_size is not None or adjustment is not None:
            fused = False
        self.fused = fused

    @property
    def trainable(self) -> bool:  # type: ignore[override]
        return self._trained

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._trained = value

    def _can_be_fused(self, rank: int) -> bool:
        plain = self.virtual_batch_size is None and self.adjustment is None
        return plain and not self.renorm and rank == 4 and self.axis in ([1], [3])

    def _weight(
        self, name: str, initializer: Any, regularizer: Any, constraint: Any
    ) -> Any:
        return self.add_weight(
            name=name,
            shape=self._param_shape,
            dtype=self._param_dtype,
            initializer=initializer,
            regularizer=regularizer,
            constraint=constraint,
            trainable=True,
        )

    def _average(self, name: str, initializer: Any) -> Any:
        return self.add_weight(
            name=name,
            shape=self._param_shape,
            dtype=self._param_dtype,
            initializer=initializer,
            synchronization=tf.VariableSynchronization.ON_READ,
            aggregation=tf.VariableAggregation.MEAN,
            trainable=False,
        )

    def build(self, input_shape: Any) -> None:
        shape = tf.TensorShape(input_shape)
        if not shape.ndims:
            raise ValueError(f"Input has undefined rank: {shape}")
        rank = shape.ndims
        axes = [self.axis] if isinstance(self.axis, int) else list(self.axis)
        self.axis = [axis + rank if axis < 0 else axis for axis in axes]
        for axis in self.axis:
            if not 0 <= axis < rank:
                raise ValueError(f"Invalid axis: {axes}")
        if len(set(self.axis)) != len(self.axis):
            raise ValueError(f"Duplicate axis: {tuple(self.axis)}")
        if self.virtual_batch_size is not None:
            if self.virtual_batch_size <= 0:
                raise ValueError(
                    "virtual_batch_size must be a positive integer that divides the "
                    "true batch size of the input Tensor"
                )
            if 0 in self.axis:
                raise ValueError(
                    "When using virtual_batch_size, the batch dimension must be 0 and "
                    "thus axis cannot include 0"
                )
            if self.adjustment is not None:
                raise ValueError(
                    "When using virtual_batch_size, adjustment cannot be specified"
                )
        if self.fused is None:
            self.fused = self._can_be_fused(rank)
        elif self.fused and rank != 4:
            raise ValueError(
                "Batch normalization layers with fused=True only support 4D input "
                "tensors."
            )
        if self.fused and self.axis not in ([1], [3]):
            raise ValueError(
                "Unsupported axis, fused batch norm only supports axis == [1] or axis "
                "== [3]"
            )
        self.fused = self.fused and not self.renorm
        low = {tf.float16, tf.bfloat16}
        dtype = tf.as_dtype(self.dtype or tf.float32)
        self._param_dtype = tf.float32 if dtype in low else dtype
        sizes = {axis: shape.as_list()[axis] for axis in self.axis}
        for axis, size in sizes.items():
            if size is None:
                raise ValueError(
                    f"Input has undefined `axis` dimension. Input shape: {shape}, "
                    f"axis {axis}"
                )
        self.input_spec = InputSpec(ndim=rank, axes=sizes)
        if len(sizes) == 1 and self.virtual_batch_size is None:
            self._param_shape: tuple[int, ...] = tuple(sizes.values())
        else:
            param = [sizes.get(axis, 1) for axis in range(rank)]
            if self.virtual_batch_size is not None:
                param.insert(1, 1)
                self.axis = [axis + 1 for axis in self.axis]
            self._param_shape = tuple(param)
        self.gamma = self.beta = None
        self._gamma_const = self._beta_const = None
        if self.scale:
            self.gamma = self._weight(
                "gamma",
                self.gamma_initializer,
                self.gamma_regularizer,
                self.gamma_constraint,
            )
        elif self.fused:
            self._gamma_const = tf.constant(1.0, self._param_dtype, self._param_shape)
        if self.center:
            self.beta = self._weight(
                "beta",
                self.beta_initializer,
                self.beta_regularizer,
                self.beta_constraint,
            )
        elif self.fused:
            self._beta_const = tf.constant(0.0, self._param_dtype, self._param_shape)
        self._set_scope()
        with in_one_piece(self._scope):
            self._make_averages()
        self.built = True

    def _make_averages(self) -> None:
        self.moving_mean = self._average("moving_mean", self.moving_mean_initializer)
        self.moving_variance = self._average(
            "moving_variance", self.moving_variance_initializer
        )
        if self.renorm:
            start = renormalized.root_of(self.moving_variance_initializer)
            self.moving_stddev = self._average("moving_stddev", start)
            self.renorm_mean = self._average(
                "renorm_mean", self.moving_mean_initializer
            )
            self.renorm_stddev = self._average("renorm_stddev", start)

    def call(self, inputs: Any, training: Any = False) -> Any:  # type: ignore[override]
        if self.fused:
            return self._call_fused(inputs, training)
        if self.virtual_batch_size is None:
            return self._call_plain(inputs, training)
        sizes = [-1 if size is None else size for size in inputs.shape.as_list()]
        parts = tf1.reshape(inputs, [self.virtual_batch_size, -1, *sizes[1:]])
        outputs = tf1.reshape(self._call_plain(parts, training), [-1, *sizes[1:]])
        return outputs

    def _call_fused(self, inputs: Any, training: Any) -> Any:
        gamma = self.gamma if self.scale else self._gamma_const
        beta = self.beta if self.center else self._beta_const
        data_format = "NCHW" if self.axis == [1] else "NHWC"

        def normalize(*averages: Any) -> Any:
            return fused_batch_norm(
                inputs, gamma, beta, averages, self.epsilon, data_format
            )

        value = known(training)
        outputs, mean, variance = select(
            training,
            normalize,
            lambda: normalize(self.moving_mean, self.moving_variance),
        )
        if not self._bessels_correction_test_only:
            size = tf1.cast(tf1.size(inputs) / tf1.size(variance), variance.dtype)
            variance *= (size - 1.0) / size
        if value is None:
            momentum = select(training, lambda: self.momentum, lambda: 1.0)
        else:
            momentum = tf.convert_to_tensor(self.momentum)
        if value or value is None:
            for variable, new in (
                (self.moving_mean, mean),
                (self.moving_variance, variance),
            ):
                self.add_update(assign_moving_average(variable, new, momentum))
        return outputs

    def _moments(self, inputs: Any) -> tuple[Any, Any]:
        rank = inputs.shape.ndims
        axes = [axis for axis in range(rank) if axis not in self.axis]
        if self.virtual_batch_size is not None:
            axes.remove(1)
        keep = self.virtual_batch_size is not None or len(self.axis) > 1
        return tf1.nn.moments(inputs, axes, keep_dims=keep)

    def _call_plain(self, inputs: Any, training: Any) -> Any:
        rank = inputs.shape.ndims
        shape = [1] * rank
        shape[self.axis[0]] = inputs.shape.as_list()[self.axis[0]]

        def broadcast(value: Any) -> Any:
            last = self.axis == [rank - 1]
            if value is None or last or len(value.shape) == rank:
                return value
            return tf1.reshape(value, shape)

        scale, offset = broadcast(self.gamma), broadcast(self.beta)
        if known(training) is False:
            mean, variance = self.moving_mean, self.moving_variance
        else:
            if self.adjustment is not None:
                scale, offset = self._adjusted(inputs, training, scale, offset)
            of_batch = self._moments(inputs)
            averages = self.moving_mean, self.moving_variance
            mean, variance = (
                select(
                    training,
                    functools.partial(_same, new),
                    functools.partial(_same, old),
                )
                for new, old in zip(of_batch, averages, strict=True)
            )
            new_values = [mean, variance]
            if self.renorm:
                r, d, *new_values = renormalized.correction(
                    self, mean, variance, training
                )
                scale, offset = composed(broadcast(r), broadcast(d), scale, offset)
            if self.virtual_batch_size is not None:
                new_values = [
                    tf1.reduce_mean(value, axis=1, keepdims=True)
                    for value in new_values
                ]
            for variable, new in zip(averages, new_values, strict=True):

                def update(variable: Any = variable, new: Any = new) -> Any:
                    if self.renorm and variable is self.moving_variance:
                        return renormalized.move_variance(self, new)
                    return assign_moving_average(variable, new, self.momentum)

                self.add_update(
                    select(training, update, functools.partial(_same, variable))
                )
        mean, variance = (
            tf1.cast(broadcast(value), inputs.dtype) for value in (mean, variance)
        )
        scale, offset = (
            value if value is None else tf1.cast(value, inputs.dtype)
            for value in (scale, offset)
        )
        outputs = tf.nn.batch_normalization(
            inputs, mean, variance, offset, scale, self.epsilon
        )
        outputs.set_shape(inputs.shape)
        return outputs

    def _adjusted(
        self, inputs: Any, training: Any, scale: Any, offset: Any
    ) -> tuple[Any, Any]:
        """Gamma and beta after `adjustment`'s scale and bias, while training."""
        factor, added = self.adjustment(tf.shape(inputs))
        factor = select(training, lambda: factor, lambda: tf1.ones_like(factor))
        added = select(training, lambda: added, lambda: tf1.zeros_like(added))
        return composed(factor, added, scale, offset)

    def compute_output_shape(self, input_shape: Any) -> Any:
        return input_shape


def composed(factor: Any, added: Any, scale: Any, offset: Any) -> tuple[Any, Any]:
    """One scale and offset for `(x · factor + added) · scale + offset`."""
    if scale is None:
        return factor, added if offset is None else added + offset
    offset = added * scale if offset is None else added * scale + offset
    return factor * scale, offset


def _same(value: Any) -> Any:
    return value
