"""`NTMCell`: the neural Turing machine of 1.15's `rnn_cell` file.

It was never public as `tf.contrib.rnn.…`; old code took it out of the file.
"""

from __future__ import annotations

import math
from collections import namedtuple
from typing import Any

import tensorflow as tf

from compat.count.ops.arrays import split
from compat.nn.rnn_cell.base import LayerRNNCell

tf1 = tf.compat.v1

NTMControllerState = namedtuple(
    "NTMControllerState",
    ("controller_state", "read_vector_list", "w_list", "M", "time"),
)


def _copies(x: Any, count: int) -> Any:
    """`count` times `x`, side by side along a new first axis."""
    return tf.concat([tf.expand_dims(x, 0) for _ in range(count)], 0)


class NTMCell(LayerRNNCell):
    """Neural Turing machine (Graves et al. 2014, arXiv:1410.5401).

    Each head has a key `k`, its strength `beta`, a gate `g`, shifts `s` and a sharpness
    `gamma`, all from the controller's output; they turn the head's weights over the
    memory's rows into the next step's.

    Args:
        controller: The cell that reads inputs and what was read from memory.
        memory_size: Number of rows of the memory.
        memory_vector_dim: Size of a row.
        read_head_num: Number of heads that read.
        write_head_num: Number of heads that write.
        shift_range: How far, in rows, a step may move a head.
        output_dim: Size of the output; by default that of the inputs.
        clip_value: Bound on the absolute value of parameters and output.
        dtype: dtype of the weights.
        name: Name of layer and scope.

    Source: `tensorflow.contrib.rnn.python.ops.rnn_cell.NTMCell`.
    """

    def __init__(
        self,
        controller: Any,
        memory_size: int,
        memory_vector_dim: int,
        read_head_num: int,
        write_head_num: int,
        shift_range: int = 1,
        output_dim: int | None = None,
        clip_value: float = 20,
        dtype: Any = tf.float32,
        name: str | None = None,
    ) -> None:
        super().__init__(dtype=dtype, name=name)
        self.controller = controller
        self.memory_size = memory_size
        self.memory_vector_dim = memory_vector_dim
        self.read_head_num = read_head_num
        self.write_head_num = write_head_num
        self.shift_range = shift_range
        self.output_dim = output_dim
        self.clip_value = clip_value
        self.num_parameters_per_head = memory_vector_dim + 2 * shift_range + 4
        self.num_heads = read_head_num + write_head_num

    @property
    def state_size(self) -> NTMControllerState:
        return NTMControllerState(
            controller_state=self.controller.state_size,
            read_vector_list=[self.memory_vector_dim] * self.read_head_num,
            w_list=[self.memory_size] * self.num_heads,
            M=tf.TensorShape([self.memory_size * self.memory_vector_dim]),
            time=tf.TensorShape([]),
        )

    @property
    def output_size(self) -> Any:
        return self.output_dim

    def zero_state(self, batch_size: Any, dtype: Any) -> NTMControllerState:
        """A state of zeros, at time 0: the first step takes what was learned instead.

        Args:
            batch_size: int.
            dtype: dtype of the state.
        """
        reads = [
            tf.zeros([batch_size, self.memory_vector_dim], dtype)
            for _ in range(self.read_head_num)
        ]
        weights = [
            tf.zeros([batch_size, self.memory_size], dtype)
            for _ in range(self.num_heads)
        ]
        state = self.controller.zero_state(batch_size, dtype)
        shape = [batch_size, self.memory_size, self.memory_vector_dim]
        return NTMControllerState(state, reads, weights, tf.zeros(shape, dtype), 0)

    def build(self, inputs_shape: Any) -> None:
        def start(rows: int) -> Any:
            return tf1.truncated_normal_initializer(stddev=1.0 / math.sqrt(rows))

        zeros = tf1.constant_initializer(0.0, dtype=self.dtype)
        dim, size = self.memory_vector_dim, self.memory_size
        parameters = self.num_parameters_per_head * self.num_heads
        parameters += 2 * dim * self.write_head_num
        rows = self.controller.output_size
        self._params_kernel = self.add_variable(
            "parameters_kernel", [rows, parameters], initializer=start(rows)
        )
        self._params_bias = self.add_variable(
            "parameters_bias", [parameters], initializer=zeros
        )
        out = self.output_dim or tf.TensorShape(inputs_shape).as_list()[1]
        rows += dim * self.read_head_num
        self._output_kernel = self.add_variable(
            "output_kernel", [rows, out], initializer=start(rows)
        )
        self._output_bias = self.add_variable("output_bias", [out], initializer=zeros)
        glorot = tf1.glorot_uniform_initializer
        self._init_reads = [
            self.add_variable(
                f"initial_read_vector_{head}", [1, dim], initializer=glorot()
            )
            for head in range(self.read_head_num)
        ]
        self._init_weights = [
            self.add_variable(
                f"initial_address_weights_{head}", [1, size], initializer=glorot()
            )
            for head in range(self.num_heads)
        ]
        self._memory = self.add_variable(
            "memory",
            [size, dim],
            initializer=tf1.constant_initializer(1e-6, dtype=self.dtype),
        )
        self.built = True

    def _first(self, weight: Any, activation: Any, batch: int) -> Any:
        """A learned row, for every example."""
        row = tf.squeeze(tf.matmul(tf.ones([1, 1]), weight))
        return _copies(activation(row), batch)

    def call(self, inputs: Any, state: Any) -> tuple[Any, Any]:  # type: ignore[override]
        batch = inputs.shape.as_list()[0]
        before = state
        reads = tf1.cond(
            tf.equal(before.time, 0),
            lambda: [self._first(v, tf.tanh, batch) for v in self._init_reads],
            lambda: before.read_vector_list,
        )
        reads = reads if isinstance(reads, list) else [reads]
        output, controller_state = self.controller(
            tf.concat([inputs, *reads], axis=1), before.controller_state
        )
        clip = self.clip_value
        parameters = tf.matmul(output, self._params_kernel)
        parameters = tf.nn.bias_add(parameters, self._params_bias)
        parameters = tf.clip_by_value(parameters, -clip, clip)
        of_heads = self.num_parameters_per_head * self.num_heads
        heads = split(parameters[:, :of_heads], self.num_heads, axis=1)
        writes = split(parameters[:, of_heads:], 2 * self.write_head_num, axis=1)
        last = tf1.cond(
            tf.equal(before.time, 0),
            lambda: [self._first(v, tf.nn.softmax, batch) for v in self._init_weights],
            lambda: before.w_list,
        )
        last = last if isinstance(last, list) else [last]
        memory = tf1.cond(
            tf.equal(before.time, 0),
            lambda: _copies(self._memory, batch),
            lambda: before.M,
        )
        weights = [
            self._weights(head, old, memory)
            for head, old in zip(heads, last, strict=True)
        ]
        reads = [
            tf.reduce_sum(tf.expand_dims(w, 2) * memory, axis=1)
            for w in weights[: self.read_head_num]
        ]
        for index, w in enumerate(weights[self.read_head_num :]):
            where = tf.expand_dims(w, 2)
            erase = tf.expand_dims(tf.sigmoid(writes[2 * index]), 1)
            add = tf.expand_dims(tf.tanh(writes[2 * index + 1]), 1)
            kept = tf1.ones_like(memory) - tf.matmul(where, erase)
            memory = memory * kept + tf.matmul(where, add)
        result = tf.matmul(tf.concat([output, *reads], axis=1), self._output_kernel)
        result = tf.nn.bias_add(result, self._output_bias)
        result = tf.clip_by_value(result, -clip, clip)
        time = before.time + 1
        return result, NTMControllerState(
            controller_state, reads, weights, memory, time
        )

    def _weights(self, head: Any, last: Any, memory: Any) -> Any:
        """A head's weights over the memory's rows, `[batch, memory_size]`."""
        dim, size, reach = self.memory_vector_dim, self.memory_size, self.shift_range
        key = tf.tanh(head[:, 0:dim])
        beta = tf.nn.softplus(head[:, dim])
        gate = tf.sigmoid(head[:, dim + 1])
        shifts = tf.nn.softmax(head[:, dim + 2 : dim + 2 * reach + 3])
        gamma = tf.nn.softplus(head[:, -1]) + 1
        # By content: cosine of key and row.
        key = tf.expand_dims(key, 2)
        inner = tf.matmul(memory, key)
        key_norm = tf.sqrt(tf.reduce_sum(tf.square(key), axis=1, keepdims=True))
        row_norm = tf.sqrt(tf.reduce_sum(tf.square(memory), axis=2, keepdims=True))
        alike = tf.squeeze(inner / (row_norm * key_norm + 1e-8))
        amplified = tf.exp(tf.expand_dims(beta, 1) * alike)
        content = amplified / tf.reduce_sum(amplified, axis=1, keepdims=True)
        # By place: shifted from where the head was.
        gate = tf.expand_dims(gate, 1)
        gated = gate * content + (1 - gate) * last
        rest = tf.zeros([shifts.shape.as_list()[0], size - 2 * reach - 1])
        around = tf.concat([shifts[:, : reach + 1], rest, shifts[:, -reach:]], 1)
        twice = tf.concat([tf.reverse(around, [1]), tf.reverse(around, [1])], 1)
        matrix = tf.stack(
            [twice[:, size - row - 1 : 2 * size - row - 1] for row in range(size)], 1
        )
        moved = tf.reduce_sum(tf.expand_dims(gated, 1) * matrix, axis=2)
        sharp = tf.pow(moved, tf.expand_dims(gamma, 1))
        return sharp / tf.reduce_sum(sharp, axis=1, keepdims=True)
