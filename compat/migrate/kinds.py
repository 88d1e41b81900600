"""The kinds of layers that a TensorFlow 1.x checkpoint is searched for.

Each kind has the names of its variables below the layer's scope, as 1.15 spells them,
and the way from them to Keras's weights and back. Pure NumPy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compat.migrate import weights as w

Array = NDArray[Any]
Arrays = Mapping[str, Array]
_Way = Callable[..., list[Array]]


@dataclass(frozen=True)
class Kind:
    """A kind of layer.

    Args:
        name: What `--layer SCOPE=KIND` calls it.
        leaves: Variables that it always has, in the order of the functions below.
        optional: Variables that it may have besides, in order.
        scopes: The last parts of a scope by which it is known; empty: by its leaves.
        forget: Whether a forget bias belongs to it.
        to_keras: From the variables, `forget_bias` last where there is one.
        to_tf1: From Keras's weights, the same.
        units: How many units it has, from its variables.
    """

    name: str
    leaves: tuple[str, ...]
    optional: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    forget: bool = False
    to_keras: _Way | None = None
    to_tf1: _Way | None = None
    units: Callable[[Arrays], int] = lambda arrays: 0

    @property
    def own_cell(self) -> bool:
        """Whether Keras needs a cell of ours: its weights are 1.x's as they are."""
        return self.to_keras is None


def _columns(leaf: str, gates: int) -> Callable[[Arrays], int]:
    return lambda arrays: arrays[leaf].shape[-1] // gates


def _cudnn_gru(
    gates: Array,
    gates_bias: Array,
    inputs: Array,
    hidden: Array,
    inputs_bias: Array,
    hidden_bias: Array,
) -> list[Array]:
    units = hidden.shape[0]
    r, u = np.split(gates, 2, axis=1)
    bias_r, bias_u = np.split(gates_bias, 2)
    zeros = np.zeros_like(bias_u)
    return [
        np.concatenate([u[:-units], r[:-units], inputs], axis=1),
        np.concatenate([u[-units:], r[-units:], hidden], axis=1),
        np.stack([
            np.concatenate([bias_u, bias_r, inputs_bias]),
            np.concatenate([zeros, zeros, hidden_bias]),
        ]),
    ]  # fmt: skip


def _cudnn_gru_back(kernel: Array, recurrent: Array, bias: Array) -> list[Array]:
    z, r, inputs = np.split(kernel, 3, axis=1)
    rec_z, rec_r, hidden = np.split(recurrent, 3, axis=1)
    (in_z, in_r, in_h), (st_z, st_r, st_h) = (np.split(row, 3) for row in bias)
    gates = [np.concatenate([r, rec_r]), np.concatenate([z, rec_z])]
    return [
        np.concatenate(gates, axis=1),
        np.concatenate([in_r + st_r, in_z + st_z]),
        inputs,
        hidden,
        in_h,
        st_h,
    ]


def _simple_rnn(kernel: Array, bias: Array) -> list[Array]:
    return w.keras_simple_rnn_weights(kernel, bias)


def _dense(kernel: Array, bias: Array | None = None) -> list[Array]:
    return [kernel.copy()] if bias is None else w.keras_dense_weights(kernel, bias)


def _embedding(table: Array) -> list[Array]:
    return [table.copy()]


_GRU = ("gates/kernel", "gates/bias", "candidate/kernel", "candidate/bias")
_CUDNN_GRU = (
    *_GRU[:2],
    "candidate/input_projection/kernel",
    "candidate/hidden_projection/kernel",
    "candidate/input_projection/bias",
    "candidate/hidden_projection/bias",
)
_PEEPHOLES = ("w_f_diag", "w_i_diag", "w_o_diag")
_NORMS = tuple(
    f"{part}/{name}"
    for part in ("input", "transform", "forget", "output", "state")
    for name in ("gamma", "beta")
)
_LSTM = (w.keras_lstm_weights, w.tf1_lstm_weights)
_BOTH = ("kernel", "bias")

# Asked in this order: those with more variables first.
KINDS = (
    Kind(
        "cudnn_gru", _CUDNN_GRU, (), (), False, _cudnn_gru, _cudnn_gru_back,
        _columns("gates/kernel", 2),
    ),
    Kind(
        "gru", _GRU, (), (), False, w.keras_gru_weights, w.tf1_gru_weights,
        _columns("gates/kernel", 2),
    ),
    Kind(
        "indy_gru",
        ("gates/kernel_w", "gates/kernel_u", "gates/bias")
        + ("candidate/kernel", "candidate/kernel_u", "candidate/bias"),
        units=_columns("gates/kernel_w", 2),
    ),
    Kind(
        "layer_norm_lstm", ("kernel", *_NORMS), forget=True,
        units=_columns("kernel", 4),
    ),
    Kind(
        "peephole_lstm", (*_BOTH, *_PEEPHOLES), ("projection/kernel",), forget=True,
        units=_columns("kernel", 4),
    ),
    Kind(
        "projected_lstm", (*_BOTH, "projection/kernel"), forget=True,
        units=_columns("kernel", 4),
    ),
    Kind(
        "coupled_lstm", ("W_0", "B"), ("W_F_diag", "W_O_diag", "W_P_0"),
        ("coupled_input_forget_gate_lstm_cell",), True, units=_columns("W_0", 3),
    ),
    Kind(
        "nas", ("recurrent_kernel", "kernel"), ("bias", "projection_weights"),
        ("nas_cell",), units=_columns("kernel", 8),
    ),
    Kind(
        "indy_lstm", ("kernel_w", "kernel_u", "bias"), (), ("indy_lstm_cell",), True,
        units=_columns("kernel_w", 4),
    ),
    Kind(
        "ind_rnn", ("kernel_w", "kernel_u", "bias"), (), ("ind_rnn_cell",),
        units=_columns("kernel_w", 1),
    ),
    Kind("ugrnn", _BOTH, (), ("ugrnn_cell",), True, units=_columns("kernel", 2)),
    Kind("sru", _BOTH, (), ("sru_cell",), units=_columns("kernel", 4)),
    Kind(
        "cudnn_lstm", _BOTH, (), ("cudnn_compatible_lstm_cell",), False,
        lambda kernel, bias: w.keras_lstm_weights(kernel, bias, 0.0),
        lambda kernel, own, bias: w.tf1_lstm_weights(kernel, own, bias, 0.0),
        _columns("kernel", 4),
    ),
    Kind(
        "lstm", _BOTH, (),
        ("basic_lstm_cell", "lstm_cell", "lstm_fused_cell", "lstm_block_cell")
        + ("layer_norm_basic_lstm_cell",),
        True, *_LSTM, _columns("kernel", 4),
    ),
    Kind(
        "simple_rnn", _BOTH, (), ("basic_rnn_cell",), False, _simple_rnn,
        w.tf1_simple_rnn_weights, _columns("kernel", 1),
    ),
    Kind(
        "dense", ("kernel",), ("bias",), (), False, _dense, _dense,
        _columns("kernel", 1),
    ),
    Kind(
        "embedding", ("embeddings",), (), (), False, _embedding, _embedding,
        _columns("embeddings", 1),
    ),
)  # fmt: skip

BY_NAME = {kind.name: kind for kind in KINDS}
RECURRENT = {kind.name for kind in KINDS} - {"dense", "embedding"}
