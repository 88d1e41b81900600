"""The kinds of layers that a TensorFlow 1.x checkpoint is searched for: a row each.

A row has the names of the layer's variables below its scope, as 1.15 spells them, the
way from them to Keras's weights and back, the layer in Keras and in TensorFlow 1.x, and
the scope that a script's layer has. To know another kind is to write another row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from compat.migrate import ways
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
        written: The scope that a script's layer has; the way back uses it.
        forget: Whether a forget bias belongs to it.
        to_keras: From the variables, `forget_bias` last where there is one; none: its
            weights are 1.x's as they are, in a cell of `compat.migrate.cells`.
        to_tf1: From Keras's weights, the same.
        gates: How many times its units the last axis of its first leaf is.
        joined: Whether its first leaf is one kernel over the input and the state.
        cell_state: Whether it has a cell state beside its output.
        input_leaf: The kernel for its inputs, where that is not the first leaf.
        keras: Its layer in Keras, or its cell among ours.
        options: The layer's options, of a piece.
        tf1: Its layer in TensorFlow 1.x: code, of its units `u` and its options `o`.
        of_keras: Whether a layer (or cell) of that name is this kind.
        settings: Its usual settings; others are named.
    """

    name: str
    leaves: tuple[str, ...]
    optional: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    written: str = ""
    forget: bool = False
    to_keras: _Way | None = None
    to_tf1: _Way | None = None
    gates: int = 1
    joined: bool = False
    cell_state: bool = False
    input_leaf: str = ""
    keras: str = ""
    options: Callable[[Any], dict[str, Any]] = lambda piece: {}
    tf1: str = ""
    of_keras: Callable[[Any], bool] = lambda layer: True
    settings: tuple[str, ...] = ("activation",)

    @property
    def own_cell(self) -> bool:
        """Whether Keras needs a cell of ours."""
        return self.keras.endswith("Cell")

    @property
    def recurrent(self) -> bool:
        """Whether it has a state."""
        return self.name not in ("dense", "embedding")

    def units(self, arrays: Arrays) -> int:
        """How many units it has, from its variables."""
        return int(arrays[self.leaves[0]].shape[-1]) // self.gates


_GRU = ("gates/kernel", "gates/bias", "candidate/kernel", "candidate/bias")
_CUDNN_GRU = (
    *_GRU[:2],
    "candidate/input_projection/kernel",
    "candidate/hidden_projection/kernel",
    "candidate/input_projection/bias",
    "candidate/hidden_projection/bias",
)
_NORMS = tuple(
    f"{part}/{name}"
    for part in ("input", "transform", "forget", "output", "state")
    for name in ("gamma", "beta")
)
_BOTH = ("kernel", "bias")
_KERAS = ("kernel", "recurrent_kernel")
_LONG: dict[str, Any] = {"forget": True, "joined": True, "cell_state": True, "gates": 4}
_CELL = "tf.nn.rnn_cell."
_CONTRIB = "tf.contrib.rnn."
_LSTM_CELL = (
    _CELL + "LSTMCell(u, {peepholes}, num_proj=o['projection'], "
    "forget_bias=o['forget_bias'], cell_clip=o.get('cell_clip'), "
    "proj_clip=o.get('proj_clip'), activation=o['activation'])"
)
_CLIPS = ("activation", "cell_clip", "proj_clip")
_PEEPHOLES: dict[str, Any] = dict(
    keras="PeepholeLSTMCell", written="lstm_cell", settings=_CLIPS, **_LONG
)
_SIGMOID = "recurrent_activation=o['recurrent_activation'], "
_AS_KERAS: dict[str, Any] = dict(
    optional=("bias",), settings=("activation", "recurrent_activation")
)


def _projection(piece: Any) -> dict[str, Any]:
    return {"projection": piece.projection} if piece.projection else {}


# Asked in this order: those with more variables first.
KINDS = (
    Kind(
        "cudnn_gru", _CUDNN_GRU, gates=2, joined=True,
        to_keras=ways.cudnn_gru, to_tf1=ways.cudnn_gru_back,
        keras="GRU", options=lambda piece: {"reset_after": True},
        of_keras=lambda layer: layer.reset_after,
        tf1="tf.contrib.cudnn_rnn.CudnnCompatibleGRUCell(u)",
        written="cudnn_compatible_gru_cell", settings=(),
    ),
    Kind(
        "gru", _GRU, gates=2, joined=True,
        to_keras=w.keras_gru_weights, to_tf1=w.tf1_gru_weights,
        keras="GRU", options=lambda piece: {"reset_after": False},
        of_keras=lambda layer: not layer.reset_after,
        tf1=_CELL + "GRUCell(u, o['activation'])", written="gru_cell",
    ),
    Kind(
        "indy_gru",
        ("gates/kernel_w", "gates/kernel_u", "gates/bias")
        + ("candidate/kernel", "candidate/kernel_u", "candidate/bias"),
        gates=2, keras="IndyGRUCell",
        tf1=_CONTRIB + "IndyGRUCell(u, o['activation'])", written="indy_gru_cell",
    ),
    Kind(
        "layer_norm_lstm", ("kernel", *_NORMS), **_LONG, keras="LayerNormLSTMCell",
        tf1=_CONTRIB + "LayerNormBasicLSTMCell(u, o['forget_bias'], "
        "activation=o['activation'])",
        written="layer_norm_basic_lstm_cell",
    ),
    Kind(
        "peephole_lstm", (*_BOTH, "w_f_diag", "w_i_diag", "w_o_diag"),
        ("projection/kernel",), **_PEEPHOLES, options=_projection,
        of_keras=lambda cell: cell.use_peepholes,
        tf1=_LSTM_CELL.format(peepholes=True),
    ),
    Kind(
        "projected_lstm", (*_BOTH, "projection/kernel"), **_PEEPHOLES,
        options=lambda piece: {**_projection(piece), "use_peepholes": False},
        of_keras=lambda cell: not cell.use_peepholes and cell.projection,
        tf1=_LSTM_CELL.format(peepholes=False),
    ),
    Kind(
        "coupled_lstm", ("W_0", "B"), ("W_F_diag", "W_O_diag", "W_P_0"),
        ("coupled_input_forget_gate_lstm_cell",), **{**_LONG, "gates": 3},
        keras="CoupledInputForgetGateLSTMCell",
        options=lambda piece: {
            **_projection(piece), "use_peepholes": "W_F_diag" in piece.leaves
        },
        tf1=_CONTRIB + "CoupledInputForgetGateLSTMCell(u, 'W_F_diag' in o['leaves'], "
        "num_proj=o['projection'], forget_bias=o['forget_bias'], "
        "activation=o['activation'])",
        written="coupled_input_forget_gate_lstm_cell",
    ),
    Kind(
        "nas", ("recurrent_kernel", "kernel"), ("bias", "projection_weights"),
        ("nas_cell",), gates=8, cell_state=True, input_leaf="kernel", keras="NASCell",
        options=lambda piece: {
            **_projection(piece), "use_bias": "bias" in piece.leaves
        },
        tf1=_CONTRIB + "NASCell(u, o['projection'], use_bias='bias' in o['leaves'])",
        written="nas_cell", settings=(),
    ),
    Kind(
        "keras_lstm", _KERAS, gates=4, cell_state=True,
        to_keras=ways.keras_lstm, to_tf1=ways.keras_lstm, keras="LSTM",
        options=lambda piece: {} if "bias" in piece.leaves else {"use_bias": False},
        of_keras=lambda layer: False, **_AS_KERAS,
        tf1="tf.keras.layers.LSTM(u, o['activation'], " + _SIGMOID
        + "use_bias='bias' in o['leaves'], return_sequences=True, return_state=True)",
    ),
    Kind(
        "keras_gru", _KERAS, gates=3,
        to_keras=ways.keras_gru, to_tf1=ways.keras_gru, keras="GRU",
        options=lambda piece: {
            "reset_after": piece.by_leaf().get("bias", piece.arrays[0][0]).ndim == 2,
            **({} if "bias" in piece.leaves else {"use_bias": False}),
        },
        of_keras=lambda layer: False, **_AS_KERAS,
        tf1="tf.keras.layers.GRU(u, o['activation'], " + _SIGMOID
        + "use_bias='bias' in o['leaves'], return_sequences=True, return_state=True, "
        "reset_after=o['after'])",
    ),
    Kind(
        "keras_simple_rnn", _KERAS,
        to_keras=ways.keras_simple_rnn, to_tf1=ways.keras_simple_rnn,
        keras="SimpleRNN", of_keras=lambda layer: False, optional=("bias",),
        options=lambda piece: {} if "bias" in piece.leaves else {"use_bias": False},
        tf1="tf.keras.layers.SimpleRNN(u, o['activation'], "
        "use_bias='bias' in o['leaves'], return_sequences=True, return_state=True)",
    ),
    Kind(
        "indy_lstm", ("kernel_w", "kernel_u", "bias"), (), ("indy_lstm_cell",),
        **{**_LONG, "joined": False}, keras="IndyLSTMCell",
        tf1=_CONTRIB + "IndyLSTMCell(u, o['forget_bias'], o['activation'])",
        written="indy_lstm_cell",
    ),
    Kind(
        "ind_rnn", ("kernel_w", "kernel_u", "bias"), (), ("ind_rnn_cell",),
        keras="IndRNNCell", tf1=_CONTRIB + "IndRNNCell(u, o['activation'])",
        written="ind_rnn_cell",
    ),
    Kind(
        "ugrnn", _BOTH, (), ("ugrnn_cell",), forget=True, gates=2, joined=True,
        keras="UGRNNCell", written="ugrnn_cell",
        tf1=_CONTRIB + "UGRNNCell(u, forget_bias=o['forget_bias'], "
        "activation=o['activation'])",
    ),
    Kind(
        "sru", _BOTH, (), ("sru_cell",), gates=4, keras="SRUCell",
        tf1=_CONTRIB + "SRUCell(u, o['activation'])", written="sru_cell",
    ),
    Kind(
        "cudnn_lstm", _BOTH, (), ("cudnn_compatible_lstm_cell",),
        gates=4, joined=True, cell_state=True,
        to_keras=lambda kernel, bias: w.keras_lstm_weights(kernel, bias, 0.0),
        to_tf1=lambda kernel, own, bias: w.tf1_lstm_weights(kernel, own, bias, 0.0),
        keras="LSTM", of_keras=lambda layer: False,
        tf1="tf.contrib.cudnn_rnn.CudnnCompatibleLSTMCell(u)", settings=(),
    ),
    Kind(
        "lstm", _BOTH, (),
        ("basic_lstm_cell", "lstm_cell", "lstm_fused_cell", "lstm_block_cell")
        + ("layer_norm_basic_lstm_cell",),
        to_keras=w.keras_lstm_weights, to_tf1=w.tf1_lstm_weights, **_LONG,
        keras="LSTM", written="basic_lstm_cell",
        tf1=_CELL + "BasicLSTMCell(u, o['forget_bias'], activation=o['activation'])",
    ),
    # the same with cell_clip, which Keras's LSTM has not
    Kind(
        "clipped_lstm", _BOTH, (), ("told, or seen in the graph",), **_PEEPHOLES,
        options=lambda piece: {"use_peepholes": False},
        of_keras=lambda cell: True, tf1=_LSTM_CELL.format(peepholes=False),
    ),
    Kind(
        "simple_rnn", _BOTH, (), ("basic_rnn_cell",), joined=True,
        to_keras=ways.simple_rnn, to_tf1=w.tf1_simple_rnn_weights, keras="SimpleRNN",
        tf1=_CELL + "BasicRNNCell(u, o['activation'])", written="basic_rnn_cell",
    ),
    Kind(
        "dense", ("kernel",), ("bias",), to_keras=ways.dense, to_tf1=ways.dense,
        keras="Dense", written="dense",
        options=lambda piece: {} if "bias" in piece.leaves else {"use_bias": False},
        tf1="tf.layers.Dense(u, o['activation'], use_bias='bias' in o['leaves'])",
    ),
    Kind(
        "embedding", ("embeddings",), to_keras=ways.embedding, to_tf1=ways.embedding,
        keras="Embedding", written="embedding", settings=(),
    ),
)  # fmt: skip

BY_NAME = {kind.name: kind for kind in KINDS}
RECURRENT = {kind.name for kind in KINDS if kind.recurrent}
