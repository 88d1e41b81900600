"""What Keras called its layers' arguments before Keras 3, and before Keras 2.

keras 2.3.1 still took Keras 1's names (`Dense(output_dim=…, init=…)`), by what it
called its legacy interface. A table for each: old name → today's.
"""

from __future__ import annotations

from typing import Any

_WEIGHTS = {
    "init": "kernel_initializer",
    "W_regularizer": "kernel_regularizer",
    "b_regularizer": "bias_regularizer",
    "W_constraint": "kernel_constraint",
    "b_constraint": "bias_constraint",
    "bias": "use_bias",
}
_RECURRENT = _WEIGHTS | {
    "output_dim": "units",
    "inner_init": "recurrent_initializer",
    "inner_activation": "recurrent_activation",
    "U_regularizer": "recurrent_regularizer",
    "dropout_W": "dropout",
    "dropout_U": "recurrent_dropout",
    "consume_less": "implementation",
    "forget_bias_init": "unit_forget_bias",
}
_CONV1D = _WEIGHTS | {
    "nb_filter": "filters",
    "filter_length": "kernel_size",
    "subsample_length": "strides",
    "border_mode": "padding",
}
_CONV2D = _WEIGHTS | {
    "nb_filter": "filters",
    "subsample": "strides",
    "border_mode": "padding",
    "dim_ordering": "data_format",
}
_POOL1D = {"pool_length": "pool_size", "stride": "strides", "border_mode": "padding"}
_POOL2D = {"border_mode": "padding", "dim_ordering": "data_format"}
_ORDER = {"dim_ordering": "data_format"}

# layer → old name → name of today
RENAMED: dict[str, dict[str, str]] = {
    "Dense": _WEIGHTS | {"output_dim": "units"},
    "Dropout": {"p": "rate"},
    "SpatialDropout1D": {"p": "rate"},
    "SpatialDropout2D": {"p": "rate"} | _ORDER,
    "SpatialDropout3D": {"p": "rate"} | _ORDER,
    "GaussianDropout": {"p": "rate"},
    "GaussianNoise": {"sigma": "stddev"},
    "Embedding": {
        "init": "embeddings_initializer",
        "W_regularizer": "embeddings_regularizer",
        "W_constraint": "embeddings_constraint",
    },
    "SimpleRNN": _RECURRENT,
    "GRU": _RECURRENT,
    "LSTM": _RECURRENT,
    "SimpleRNNCell": _RECURRENT,
    "GRUCell": _RECURRENT,
    "LSTMCell": _RECURRENT,
    "CuDNNGRU": _RECURRENT,
    "CuDNNLSTM": _RECURRENT,
    "Conv1D": _CONV1D,
    "Conv2D": _CONV2D,
    "Conv2DTranspose": _CONV2D,
    "SeparableConv2D": _CONV2D,
    "MaxPooling1D": _POOL1D,
    "AveragePooling1D": _POOL1D,
    "MaxPooling2D": _POOL2D,
    "AveragePooling2D": _POOL2D,
    "GlobalMaxPooling2D": _ORDER,
    "GlobalAveragePooling2D": _ORDER,
    "UpSampling1D": {"length": "size"},
    "UpSampling2D": _ORDER,
    "ZeroPadding2D": _ORDER,
    "BatchNormalization": {
        "beta_init": "beta_initializer",
        "gamma_init": "gamma_initializer",
    },
    "PReLU": {"init": "alpha_initializer"},
    "LeakyReLU": {"alpha": "negative_slope"},
}
# Said to Keras 1 or 2 how to compute or what no layer needs to know any more.
DROPPED: dict[str, set[str]] = {
    "BatchNormalization": {"mode", "fused", "virtual_batch_size"},
    "SimpleRNN": {"implementation"},
    "SimpleRNNCell": {"implementation"},
    "GRUCell": {"implementation"},
    "LSTMCell": {"implementation"},
    "CuDNNGRU": {"implementation"},
    "CuDNNLSTM": {"implementation"},
    "Embedding": {"dropout"},
    "MaxPooling1D": {"data_format"},
}
# Other names of the same layer.
SAME = {
    "Convolution1D": "Conv1D",
    "Convolution2D": "Conv2D",
    "Convolution3D": "Conv3D",
    "Deconvolution2D": "Conv2DTranspose",
    "Deconvolution3D": "Conv3DTranspose",
    "SeparableConvolution1D": "SeparableConv1D",
    "SeparableConvolution2D": "SeparableConv2D",
    "AvgPool1D": "AveragePooling1D",
    "AvgPool2D": "AveragePooling2D",
    "AvgPool3D": "AveragePooling3D",
    "MaxPool1D": "MaxPooling1D",
    "MaxPool2D": "MaxPooling2D",
    "MaxPool3D": "MaxPooling3D",
    "GlobalAvgPool1D": "GlobalAveragePooling1D",
    "GlobalAvgPool2D": "GlobalAveragePooling2D",
    "GlobalAvgPool3D": "GlobalAveragePooling3D",
    "GlobalMaxPool1D": "GlobalMaxPooling1D",
    "GlobalMaxPool2D": "GlobalMaxPooling2D",
    "GlobalMaxPool3D": "GlobalMaxPooling3D",
}
_ORDERS = {"tf": "channels_last", "th": "channels_first", "default": None}
# How a constraint's and a regularizer's short names were spelled.
_CONSTRAINTS = {
    "maxnorm": "max_norm",
    "nonneg": "non_neg",
    "unitnorm": "unit_norm",
}


def translate(
    layer: str, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The arguments of a layer, in the names of Keras 2.

    Args:
        layer: The layer's name.
        args: What was given by position.
        kwargs: What was given by name.

    Raises:
        TypeError: When one was given under both names.
    """
    given: dict[str, Any] = {}
    renamed = RENAMED.get(layer, {})
    for name, value in kwargs.items():
        today = renamed.get(name, name)
        if today in given or (today != name and today in kwargs):
            raise TypeError(f"{layer}: {today} was given twice, once as {name}")
        if name == "dim_ordering":
            value = _ORDERS[value]
        given[today] = value
    for name in DROPPED.get(layer, ()):
        given.pop(name, None)
    if layer == "Conv2D":
        args, given = _kernel_by_rows_and_columns(args, given)
    if given.get("data_format", "") is None and layer not in {"Flatten"}:
        given.pop("data_format")
    for name, value in given.items():
        if name.endswith("_constraint") and isinstance(value, str):
            given[name] = _CONSTRAINTS.get(value, value)
    return args, given


def _kernel_by_rows_and_columns(
    args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """`Convolution2D(32, 3, 3)` and `nb_row=3, nb_col=3`, as Keras 1 took them."""
    listed = list(args)
    if len(listed) >= 3 and isinstance(listed[1], int) and isinstance(listed[2], int):
        listed[1:3] = [(listed[1], listed[2])]
        if len(listed) == 3 and isinstance(listed[2], str):
            kwargs = kwargs | {"kernel_initializer": listed.pop()}
        args = tuple(listed)
    if "nb_row" in kwargs and "nb_col" in kwargs:
        rows, columns = kwargs.pop("nb_row"), kwargs.pop("nb_col")
        kwargs["kernel_size"] = (rows, columns)
    return args, kwargs


def input_shape(layer: str, kwargs: dict[str, Any]) -> tuple[Any, ...] | None:
    """Take what says the shape of a model's input out of a layer's arguments.

    Args:
        layer: The layer's name.
        kwargs: Its arguments; `input_shape`, `batch_input_shape`, `batch_size`,
            `input_dim` and `input_length` are taken out.

    Returns:
        The shape with the batch, or `None` where nothing was said.
    """
    batch = kwargs.pop("batch_size", None)
    length = kwargs.pop("input_length", None)
    whole = kwargs.pop("batch_input_shape", None)
    shape = kwargs.pop("input_shape", None)
    features = kwargs.pop("input_dim", None) if layer != "Embedding" else None
    if whole is not None:
        return tuple(whole)
    if shape is None and layer == "Embedding":  # it says its shape by itself
        shape = tuple(length) if isinstance(length, (list, tuple)) else (length,)
    if shape is None and features is not None:
        timed = layer in _TIMED
        shape = (length, features) if timed else (features,)
    if isinstance(shape, int):
        shape = (shape,)
    return None if shape is None else (batch, *shape)


# Layers over time: `input_dim` and `input_length` say two dimensions.
_TIMED = {"SimpleRNN", "GRU", "LSTM", "CuDNNGRU", "CuDNNLSTM", "Conv1D", "RNN"} | {
    "LocallyConnected1D",
    "SeparableConv1D",
}
