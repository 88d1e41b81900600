"""Gradients of the block cells, which TensorFlow 2 kept the kernels of, and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


def _lstm_block_cell(op: Any, *grads: Any) -> tuple[Any, ...]:
    """Gradients of `LSTMBlockCell` in its inputs, from those of its outputs."""
    x, cs_prev, h_prev, w, wci, wcf, wco, b = op.inputs
    i, cs, f, o, ci, co, _ = op.outputs
    step = tf.raw_ops.LSTMBlockCellGrad(
        x=x,
        cs_prev=cs_prev,
        h_prev=h_prev,
        w=w,
        wci=wci,
        wcf=wcf,
        wco=wco,
        b=b,
        i=i,
        cs=cs,
        f=f,
        o=o,
        ci=ci,
        co=co,
        cs_grad=grads[1],
        h_grad=grads[6],
        use_peephole=op.get_attr("use_peephole"),
    )
    batch, depth = x.shape.as_list()
    batch = -1 if batch is None else batch
    units = cs_prev.shape.as_list()[-1]
    both = tf.matmul(step.dicfo, w, transpose_b=True)
    x_grad = tf.slice(both, (0, 0), (batch, depth))
    x_grad.set_shape(x.shape)
    h_grad = tf.slice(both, (0, depth), (batch, units))
    h_grad.set_shape(h_prev.shape)
    w_grad = tf.matmul(tf.concat([x, h_prev], 1), step.dicfo, transpose_a=True)
    w_grad.set_shape(w.shape)
    b_grad = tf.raw_ops.BiasAddGrad(out_backprop=step.dicfo)
    b_grad.set_shape(b.shape)
    peepholes = (step.wci_grad, step.wcf_grad, step.wco_grad)
    return (x_grad, step.cs_prev_grad, h_grad, w_grad, *peepholes, b_grad)


def _gru_block_cell(op: Any, *grads: Any) -> tuple[Any, ...]:
    """Gradients of `GRUBlockCell` in its inputs, from those of its outputs."""
    x, h_prev, w_ru, w_c, b_ru, b_c = op.inputs
    r, u, c, _ = op.outputs
    step = tf.raw_ops.GRUBlockCellGrad(
        x=x,
        h_prev=h_prev,
        w_ru=w_ru,
        w_c=w_c,
        b_ru=b_ru,
        b_c=b_c,
        r=r,
        u=u,
        c=c,
        d_h=grads[3],
    )
    gates = step.d_r_bar_u_bar
    w_ru_grad = tf.matmul(tf.concat([x, h_prev], 1), gates, transpose_a=True)
    b_ru_grad = tf.raw_ops.BiasAddGrad(out_backprop=gates)
    reset = tf.concat([x, h_prev * r], 1)
    w_c_grad = tf.matmul(reset, step.d_c_bar, transpose_a=True)
    b_c_grad = tf.raw_ops.BiasAddGrad(out_backprop=step.d_c_bar)
    return step.d_x, step.d_h_prev, w_ru_grad, w_c_grad, b_ru_grad, b_c_grad


def install() -> None:
    """Register the gradients, unless this TensorFlow has its own."""
    gradients: dict[str, Callable[..., Any]] = {
        "LSTMBlockCell": _lstm_block_cell,
        "GRUBlockCell": _gru_block_cell,
    }
    for op_type, gradient in gradients.items():
        try:
            tf.RegisterGradient(op_type)(gradient)
        except KeyError:  # registered already
            pass
