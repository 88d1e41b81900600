"""What cuDNN's recurrent networks compute, from plain ops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.contrib.cudnn_rnn.parameters import GRU, LSTM, RELU, Sizes
from compat.count import opseed

tf1 = tf.compat.v1

Step = Callable[[Any, list[Any]], list[Any]]

_GRADIENT = "CompatCudnnRNN"


def _step(mode: str, own: Any, bias: Any) -> Step:
    """One time step of a layer.

    Args:
        mode: `"lstm"`, `"gru"`, `"rnn_tanh"` or `"rnn_relu"`.
        own: `[gates·units, units]`, the weights of the state.
        bias: `[gates·units]`, the second bias.

    Returns:
        From `W·x + b` (`[batch, gates·units]`) and the state to the new state. With
        `R` and `b_R` for `own` and `bias`:

        LSTM: `i, f, c̃, o` of `W·x + b + R·h + b_R`; `c' = σ(f)·c + σ(i)·tanh(c̃)`,
        `h' = σ(o)·tanh(c')`. GRU: `r, u` likewise, `n = tanh(W·x + b + r·(R·h + b_R))`,
        `h' = (1 - u)·n + u·h`. RNN: `h' = tanh or ReLU(W·x + b + R·h + b_R)`.
    """

    def from_state(h: Any) -> Any:
        return tf.nn.bias_add(tf.matmul(h, own, transpose_b=True), bias)

    def lstm(below: Any, states: list[Any]) -> list[Any]:
        h, c = states
        i, f, new, o = tf.split(below + from_state(h), 4, axis=1)
        c = tf.sigmoid(f) * c + tf.sigmoid(i) * tf.tanh(new)
        return [tf.sigmoid(o) * tf.tanh(c), c]

    def gru(below: Any, states: list[Any]) -> list[Any]:
        (h,) = states
        r, u, new = tf.split(below, 3, axis=1)
        own_r, own_u, own_new = tf.split(from_state(h), 3, axis=1)
        u = tf.sigmoid(u + own_u)
        new = tf.tanh(new + tf.sigmoid(r + own_r) * own_new)
        return [(1 - u) * new + u * h]

    def plain(below: Any, states: list[Any]) -> list[Any]:
        activation = tf.nn.relu if mode == RELU else tf.tanh
        return [activation(below + from_state(states[0]))]

    return {LSTM: lstm, GRU: gru}.get(mode, plain)


def _over_time(
    step: Step, below: Any, states: list[Any], lengths: Any
) -> tuple[Any, list[Any]]:
    """Run a layer over time.

    Args:
        step: One time step.
        below: `[time, batch, gates·units]`, the layer's inputs times its weights.
        states: Initial state, each `[batch, units]`.
        lengths: `[batch]`, the sequences' lengths, or `None`.

    Returns:
        Outputs `[time, batch, units]`, zero past a sequence's end, and the state at
        each sequence's end.
    """
    time = tf.shape(below)[0]
    inputs = tf1.TensorArray(below.dtype, size=time).unstack(below)
    outputs = tf1.TensorArray(below.dtype, size=time)

    def body(t: Any, states: list[Any], outputs: Any) -> tuple[Any, list[Any], Any]:
        new = step(inputs.read(t), states)
        output = new[0]
        if lengths is not None:
            going = tf.expand_dims(t < lengths, 1)
            output = tf.where(going, output, tf.zeros_like(output))
            new = [tf.where(going, n, s) for n, s in zip(new, states, strict=True)]
        for state, before in zip(new, states, strict=True):
            state.set_shape(before.shape)
        return t + 1, new, outputs.write(t, output)

    _, states, outputs = tf1.while_loop(
        lambda t, *_: t < time, body, (tf.constant(0), states, outputs)
    )
    return outputs.stack(), states


def _backward(sequence: Any, lengths: Any) -> Any:
    """Turn `[time, batch, depth]` around, each sequence within its length."""
    if lengths is None:
        return tf.reverse(sequence, [0])
    return tf.reverse_sequence(sequence, lengths, seq_axis=0, batch_axis=1)


def _dropped(inputs: Any, rate: float, seeds: tuple[int, int]) -> Any:
    """Leave out a part of what goes from one layer to the next, and scale the rest."""
    drawn = tf.raw_ops.RandomUniform(
        shape=tf.shape(inputs), dtype=inputs.dtype, seed=seeds[0], seed2=seeds[1]
    )
    scale = 1 / (1 - rate) if rate < 1 else 0.0
    return tf.where(drawn >= rate, inputs * scale, tf.zeros_like(inputs))


def _layers(
    sizes: Sizes,
    inputs: Any,
    states: list[Any],
    kernel: Any,
    lengths: Any,
    dropout: float,
    seeds: tuple[int, int],
) -> list[Any]:
    """Run all layers: outputs, then each part of the state, all layers of it."""
    weights = sizes.split_by_layer(kernel)
    initial = [tf.unstack(part, num=len(weights)) for part in states]
    final: list[list[Any]] = []
    for number in range(sizes.num_layers):
        if number and dropout:
            inputs = _dropped(inputs, dropout, (seeds[0], seeds[1] + number - 1))
        outputs = []
        for direction in range(sizes.num_dirs):
            place = number * sizes.num_dirs + direction
            from_below, own, bias = weights[place]
            below = _backward(inputs, lengths) if direction else inputs
            below = tf.tensordot(below, from_below, [[2], [1]]) + bias[0]
            step = _step(sizes.mode, own, bias[1])
            output, state = _over_time(
                step, below, [part[place] for part in initial], lengths
            )
            outputs.append(_backward(output, lengths) if direction else output)
            final.append(state)
        inputs = tf.concat(outputs, 2) if len(outputs) > 1 else outputs[0]
    return [inputs, *(tf.stack(part) for part in zip(*final, strict=True))]


def _hide(tensor: Any) -> Any:
    """Keep `tf.gradients` from finding the loops behind a tensor by itself.

    It prepares the gradient of every loop that it can reach over floating point
    tensors, and the gradient of ours is `_gradient`'s.
    """
    bits = {2: tf.int16, 4: tf.int32, 8: tf.int64}[tensor.dtype.size]
    return tf.bitcast(tf.bitcast(tensor, bits), tensor.dtype)


def _hidden(tensor: Any) -> Any:
    """Give back what `_hide` was given."""
    return tensor.op.inputs[0].op.inputs[0]


def run(
    sizes: Sizes,
    inputs: Any,
    states: list[Any],
    kernel: Any,
    *,
    lengths: Any = None,
    time_major: bool = True,
    dropout: float = 0.0,
    seeds: tuple[int, int] = (0, 0),
    name: str = "CudnnRNN",
) -> list[Any]:
    """Run a network, counted as the one op that it was in 1.15.

    Args:
        sizes: Of the network.
        inputs: `[time, batch, depth]`, or `[batch, time, depth]`.
        states: `h` and `c`: `[layers·directions, batch, units]`; without cell state
            `c` is an empty tensor.
        kernel: `[n]`, all weights.
        lengths: `[batch]`, the sequences' lengths, or `None`.
        time_major: Which of the two shapes `inputs` have.
        dropout: Part of a layer's outputs that the next layer does not see.
        seeds: For dropout.
        name: Of the op.

    Returns:
        Outputs, shaped like `inputs`, and the final `h`, and `c` of an LSTM.
    """
    with opseed.exactly(1):
        with tf1.name_scope("recurrence"):
            major = inputs if time_major else tf.transpose(inputs, [1, 0, 2])
            used = states if sizes.mode == LSTM else states[:1]
            results = _layers(sizes, major, used, kernel, lengths, dropout, seeds)
            if not time_major:
                results[0] = tf.transpose(results[0], [1, 0, 2])
        results[0].set_shape(
            [*inputs.shape.as_list()[:2], sizes.num_dirs * sizes.num_units]
        )
        given = [inputs, *states, kernel]
        graph = tf1.get_default_graph()
        with graph.gradient_override_map({"IdentityN": _GRADIENT}):
            hidden = [_hide(result) for result in results]
            both = tf.raw_ops.IdentityN(input=hidden + given, name=name)
    return list(both[: len(results)])


@tf.RegisterGradient(_GRADIENT)
def _gradient(op: Any, *grads: Any) -> list[Any]:
    """Gradients of inputs, states and weights, from those of the results."""
    count = len(op.inputs) - 4
    results = [_hidden(tensor) for tensor in op.inputs[:count]]
    given = list(op.inputs[count:])
    # Beside this, tf.gradients has made zeros for the four of `given`; 1.15 had one op,
    # and zeros for what the forward pass kept and for the cell state of those without.
    kept = 1 if count == 3 else 2
    with opseed.exactly(1 + kept - len(given)):
        found = tf1.gradients(
            results,
            given,
            grad_ys=[tf.convert_to_tensor(grad) for grad in grads[:count]],
            stop_gradients=given,
            unconnected_gradients=tf.UnconnectedGradients.ZERO,
        )
    return [None] * count + found
