"""The block ops as functions, by the arguments they had inside 1.15's `lstm_ops`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def _options(
    cs_prev: Any,
    weights: tuple[Any, Any, Any],
    forget_bias: float | None,
    cell_clip: float | None,
    use_peephole: bool | None,
) -> dict[str, Any]:
    """The arguments that both ops share; weights of peepholes that are not used."""
    if weights[0] is None:
        if use_peephole:
            raise ValueError(
                "expected wci, wcf and wco with use_peephole, received None"
            )
        unused = tf1.zeros([cs_prev.shape.as_list()[1]], dtype=cs_prev.dtype)
        weights = unused, unused, unused
    return {
        "cs_prev": cs_prev,
        "wci": weights[0],
        "wcf": weights[1],
        "wco": weights[2],
        "forget_bias": 1.0 if forget_bias is None else forget_bias,
        "cell_clip": -1.0 if cell_clip is None else cell_clip,
        "use_peephole": bool(use_peephole),
    }


def lstm_block_cell(
    x: Any,
    cs_prev: Any,
    h_prev: Any,
    w: Any,
    b: Any,
    wci: Any = None,
    wcf: Any = None,
    wco: Any = None,
    forget_bias: float | None = None,
    cell_clip: float | None = None,
    use_peephole: bool | None = None,
    name: str | None = None,
) -> Any:
    """One step of an LSTM: `(i, cs, f, o, ci, co, h)`, each `[batch, units]`.

    Raises:
        ValueError: When the number of units is not known, or a peephole is missing.
    """
    if cs_prev is None or cs_prev.shape.ndims != 2 or not cs_prev.shape[1]:
        raise ValueError("cell_size from `cs_prev` should not be None.")
    options = _options(cs_prev, (wci, wcf, wco), forget_bias, cell_clip, use_peephole)
    return tf.raw_ops.LSTMBlockCell(x=x, h_prev=h_prev, w=w, b=b, name=name, **options)


def block_lstm(
    seq_len_max: Any,
    x: Any,
    w: Any,
    b: Any,
    cs_prev: Any = None,
    h_prev: Any = None,
    wci: Any = None,
    wcf: Any = None,
    wco: Any = None,
    forget_bias: float | None = None,
    cell_clip: float | None = None,
    use_peephole: bool | None = None,
    name: str | None = None,
) -> list[list[Any]]:
    """An LSTM over a list of inputs `[batch, depth]`.

    Returns:
        `i, cs, f, o, ci, co, h`, each a list of `[batch, units]`, one per step.

    Raises:
        ValueError: When the batch size or the number of units is not known.
    """
    batch, _ = x[0].shape.as_list()
    units = b.shape.as_list()[0]
    if batch is None or units is None:
        raise ValueError("expected x[0] and b of known shape")
    units //= 4
    if cs_prev is None or h_prev is None:
        nothing = tf1.zeros([batch, units], dtype=x[0].dtype)
        cs_prev = nothing if cs_prev is None else cs_prev
        h_prev = nothing if h_prev is None else h_prev
    options = _options(cs_prev, (wci, wcf, wco), forget_bias, cell_clip, use_peephole)
    layer = tf.raw_ops.BlockLSTM(
        seq_len_max=seq_len_max,
        x=tf.stack(x),
        h_prev=h_prev,
        w=w,
        b=b,
        name=name,
        **options,
    )
    return [tf.unstack(part) for part in layer]
