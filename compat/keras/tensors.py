"""keras.backend: functions of tensors that Keras 3 has not, or has otherwise."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from compat.keras import seeds, symbolic


def dtype(x: Any) -> str:
    """The name of a tensor's type."""
    return keras.backend.standardize_dtype(x.dtype)


def ndim(x: Any) -> int:
    """How many axes a tensor has."""
    return len(x.shape)


def count_params(x: Any) -> int:
    """How many numbers a tensor of known shape has."""
    return int(np.prod(tuple(x.shape)))


def is_placeholder(x: Any) -> bool:
    """Whether a tensor is an input."""
    return symbolic.is_symbolic(x) and not symbolic.node_of(x).input_tensors


def is_tensor(x: Any) -> bool:
    return tf.is_tensor(x) or symbolic.is_symbolic(x)


def is_keras_tensor(x: Any) -> bool:
    """Whether a tensor comes from layers.

    Raises:
        ValueError: For what is no tensor.
    """
    if not (is_tensor(x) or is_variable(x)):
        raise ValueError(
            f"is_keras_tensor: expected a tensor, received {type(x).__name__}"
        )
    return isinstance(x, keras.KerasTensor)


def is_variable(x: Any) -> bool:
    return isinstance(x, (tf.Variable, keras.Variable))


def placeholder(
    shape: Any = None,
    ndim: int | None = None,
    dtype: Any = None,
    sparse: bool = False,
    name: str | None = None,
) -> Any:
    """`K.placeholder`: an input for `K.function`."""
    if shape is None:
        if not ndim:
            raise ValueError("placeholder: expected shape or ndim, received neither")
        shape = (None,) * ndim
    made = keras.Input(batch_shape=tuple(shape), dtype=dtype, sparse=sparse)
    if name:
        made.name = name
    return made


def identity(x: Any, name: str | None = None) -> Any:
    return tf.identity(x)


def logsumexp(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return tf.reduce_logsumexp(x, axis, keepdims)


def size(x: Any, name: str | None = None) -> Any:
    return tf.size(x)


def slice_(x: Any, start: Any, size: Any) -> Any:
    """`size` numbers along each axis, from `start`."""
    return tf.slice(x, start, size)


def print_tensor(x: Any, message: str = "") -> Any:
    """Print a tensor when it is computed, and give it back."""
    with tf.control_dependencies([tf.print(message, x)]):
        return tf.identity(x)


def normalize_batch_in_training(
    x: Any, gamma: Any, beta: Any, reduction_axes: Any, epsilon: float = 1e-3
) -> tuple[Any, Any, Any]:
    """A batch with mean `beta` and deviation `gamma`; its own mean and variance."""
    mean, variance = tf.nn.moments(x, reduction_axes, keepdims=True)
    shape = tf.shape(mean)
    beta, gamma = (
        None if one is None else tf.reshape(one, shape) for one in (beta, gamma)
    )
    normed = tf.nn.batch_normalization(x, mean, variance, beta, gamma, epsilon)
    return normed, tf.squeeze(mean), tf.squeeze(variance)


def control_dependencies(control_inputs: Any) -> Any:
    """A block whose ops come after others."""
    return tf.control_dependencies(control_inputs)


def same(function: Any) -> Any:
    """A decorator that changes nothing: `K.symbolic`, `K.eager`."""
    return function


def random_binomial(
    shape: Any, p: float = 0.0, dtype: Any = None, seed: Any = None
) -> Any:
    """One with probability `p`, zero otherwise."""
    seed = seeds.of_op() if seed is None else seed
    pair = seeds.pair(seed)
    drawn = tf.raw_ops.RandomUniform(
        shape=shape, dtype=tf.float32, seed=pair[0], seed2=pair[1]
    )
    return tf.cast(drawn <= p, dtype or keras.backend.floatx())


LIFTED = {
    "identity": identity,
    "logsumexp": logsumexp,
    "normalize_batch_in_training": normalize_batch_in_training,
    "print_tensor": print_tensor,
    "random_binomial": random_binomial,
    "size": size,
    "slice": slice_,
}
PLAIN = {
    "control_dependencies": control_dependencies,
    "count_params": count_params,
    "dtype": dtype,
    "eager": same,
    "gradients": symbolic.gradients,
    "is_keras_tensor": is_keras_tensor,
    "is_placeholder": is_placeholder,
    "is_tensor": is_tensor,
    "is_variable": is_variable,
    "ndim": ndim,
    "placeholder": placeholder,
    "symbolic": same,
}
# Of today's `tf.keras.backend`, what takes no tensors or must see them as they are.
NOT_LIFTED = {
    "backend",
    "cast_to_floatx",
    "constant",
    "epsilon",
    "floatx",
    "get_uid",
    "image_data_format",
    "is_float_dtype",
    "is_int_dtype",
    "is_sparse",
    "moving_average_update",
    "name_scope",
    "result_type",
    "set_epsilon",
    "set_floatx",
    "set_image_data_format",
    "standardize_dtype",
}
