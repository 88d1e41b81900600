"""Names and arguments of Keras 1 and 2 that `compat` runs, and Keras 3 has not."""

from __future__ import annotations

from compat.check.findings import Verdict
from compat.check.uses import Use

_NAMES = {
    "keras.layers.CuDNNLSTM": "`keras.layers.LSTM(units)`, which takes cuDNN by itself",
    "keras.layers.CuDNNGRU": "`keras.layers.GRU(units)`, which takes cuDNN by itself",
    "keras.layers.merge": "`keras.layers.concatenate([a, b])`, `add`, `multiply`, …",
    "keras.utils.np_utils": "`keras.utils.to_categorical(y)`",
}
# Of any layer, optimizer or callback.
_ARGUMENTS = {
    "lr": "`learning_rate=`",
    "output_dim": "`units=`, the first argument (of an Embedding: as it is)",
    "input_dim": "`keras.Input(shape)` before the layer",
    "W_regularizer": "`kernel_regularizer=`",
    "b_regularizer": "`bias_regularizer=`",
    "init": "`kernel_initializer=`",
    "inner_init": "`recurrent_initializer=`",
    "dropout_W": "`dropout=`",
    "dropout_U": "`recurrent_dropout=`",
    "border_mode": "`padding=`",
    "subsample": "`strides=`",
    "nb_filter": "`filters=`",
    "filter_length": "`kernel_size=`",
}
_AS_IT_IS = ("keras.layers.Embedding", "keras.layers.embeddings.Embedding")


def judge(name: str, use: Use) -> Verdict | None:
    """Answer for such a name, or for the first such argument of a call."""
    if not name.startswith("keras."):
        return None
    if use.kind != "call":
        keras3 = _NAMES.get(name)
        return Verdict(name, "exact", keras3, "Keras 2", "older") if keras3 else None
    for keyword in use.keywords:
        if keyword in _ARGUMENTS and not (keyword.endswith("_dim") and _dims(name)):
            argument = f"{name}({keyword}=)"
            return Verdict(argument, "exact", _ARGUMENTS[keyword], "Keras 2", "older")
    return None


def _dims(name: str) -> bool:
    """Whether a layer has `input_dim` and `output_dim` in Keras 3, too."""
    return name in _AS_IT_IS
