"""Older spellings of variables' names, from TensorFlow 0.x to 1.1, as 1.15 has them."""

from __future__ import annotations

import re

_LEAVES = {
    "weights": "kernel",
    "biases": "bias",
    "Matrix": "kernel",
    "Bias": "bias",
    "Linear": "",
}
# GRUBlockCell's own names.
_BLOCK_GRU = {
    "w_ru": "gates/kernel",
    "b_ru": "gates/bias",
    "w_c": "candidate/kernel",
    "b_c": "candidate/bias",
}
# Variables that scripts make by themselves for a layer without a name.
_BY_HAND = {
    "softmax_w": "softmax/kernel",
    "softmax_b": "softmax/bias",
    "W": "kernel",
    "b": "bias",
    "w": "kernel",
}
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_CELL = re.compile(r"cell_?(\d+)$")


def canonical(name: str) -> str:
    """Spell a variable's name as TensorFlow 1.15 would.

    `RNN/MultiRNNCell/Cell0/BasicLSTMCell/Linear/Matrix` of TensorFlow 0.x and
    `rnn/multi_rnn_cell/cell_0/basic_lstm_cell/weights` of 1.0 are both
    `rnn/multi_rnn_cell/cell_0/basic_lstm_cell/kernel`.
    """
    parts = [_part(part) for part in name.split("/")]
    last = name.rpartition("/")[2]
    parts[-1] = (_BLOCK_GRU | _BY_HAND).get(last, parts[-1])
    return "/".join(part for part in parts if part)


def _part(part: str) -> str:
    if part in _LEAVES:
        return _LEAVES[part]
    if part.endswith("diag") or re.fullmatch(r"[WB](_\w+)?", part):
        return part
    part = _WORD.sub("_", part).lower()
    return _CELL.sub(r"cell_\1", part) if part.startswith("cell") else part
