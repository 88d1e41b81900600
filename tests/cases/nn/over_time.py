"""The functions that run cells, and sequence_loss."""

import numpy as np
import tensorflow as tf

from tests.cases.nn.cells import flat, inputs
from tests.cases.registry import family

case = family(
    __name__,
    "squares",
    output=1e-6,
    gradient=1e-6,
    whole=True,
    why="float32: sums are taken in another order on another processor",
)

rnn = tf.contrib.rnn
LENGTHS = [3, 0, 2]


def dynamic(make=rnn.BasicLSTMCell, units=4, **given):
    """A case of dynamic_rnn on three sequences of three steps."""

    def build():
        more = {"dtype": tf.float32}
        more.update(given)
        outputs, state = tf.nn.dynamic_rnn(make(units), inputs(batch=3), **more)
        return flat(outputs=outputs, state=state)

    return build


def dynamic_initial():
    cell = rnn.BasicLSTMCell(4)
    start = rnn.LSTMStateTuple(tf.fill([3, 4], 0.3), tf.fill([3, 4], -0.2))
    outputs, state = tf.nn.dynamic_rnn(
        cell, inputs(batch=3), sequence_length=LENGTHS, initial_state=start
    )
    return flat(outputs=outputs, state=state)


def dynamic_time_major():
    outputs, state = tf.nn.dynamic_rnn(
        rnn.GRUCell(4),
        tf.transpose(inputs(batch=3), [1, 0, 2]),
        sequence_length=tf.constant(LENGTHS, tf.int64),
        dtype=tf.float32,
        time_major=True,
        scope="mine",
    )
    return flat(outputs=outputs, state=state)


def dynamic_placeholder_shape():
    values = tf.placeholder_with_default(inputs(batch=3), [None, None, 3])
    outputs, state = tf.nn.dynamic_rnn(rnn.GRUCell(4), values, dtype=tf.float32)
    return flat(outputs=outputs, state=state)


def bidirectional(function, steps, **given):
    def build():
        outputs = function(
            rnn.BasicLSTMCell(2), rnn.GRUCell(3), steps(), dtype=tf.float32, **given
        )
        return flat(outputs=list(outputs))

    return build


def listed():
    """Give the inputs as a list over time, as static_rnn takes them."""
    return tf.unstack(inputs(batch=3), axis=1)


def static(**given):
    def build():
        more = {"dtype": tf.float32}
        more.update(given)
        outputs, state = rnn.static_rnn(rnn.BasicLSTMCell(4), listed(), **more)
        return flat(outputs=outputs, state=state)

    return build


def static_initial():
    cell = rnn.GRUCell(4)
    outputs, state = rnn.static_rnn(cell, listed(), initial_state=tf.fill([3, 4], 0.3))
    return flat(outputs=outputs, state=state)


def raw():
    """A raw_rnn that feeds the output back after the first input."""
    cell = rnn.GRUCell(3)
    first = inputs(batch=3)[:, 0]

    def loop(time, output, state, loop_state):
        finished = time >= tf.constant([3, 1, 2])
        if output is None:
            return finished, first, cell.zero_state(3, tf.float32), None, tf.constant(0)
        return finished, output * 0.5 + first, state, output, loop_state + 1

    outputs, state, count = tf.nn.raw_rnn(cell, loop)
    return flat(outputs=outputs.stack(), state=state, count=count)


def logits(batch=2, steps=3, classes=4, dtype=np.float32):
    return inputs(batch, steps, classes, dtype) * 3


TARGETS = np.array([[1, 0, 3], [2, 2, 1]], np.int32)
WEIGHTS = np.array([[1.0, 0.5, 0.0], [1.0, 0.0, 0.0]], np.float32)


def loss(weights=WEIGHTS, targets=TARGETS, shape=None, **given):
    """A case of sequence_loss; the gradient by the logits is kept too."""

    def build():
        values = logits() if shape is None else tf.zeros(shape)
        result = tf.contrib.seq2seq.sequence_loss(
            values, tf.constant(targets), tf.constant(weights), **given
        )
        return flat(loss=result, gradient=tf.gradients(result, values)[0])

    return build


def own_softmax_loss(labels, logits):
    return tf.reduce_sum(logits, 1) - tf.cast(labels, tf.float32)


RNNS = [
    ("dynamic_rnn", dynamic()),
    ("dynamic_rnn lengths", dynamic(sequence_length=LENGTHS)),
    ("dynamic_rnn lengths gru", dynamic(rnn.GRUCell, sequence_length=LENGTHS)),
    ("dynamic_rnn all empty", dynamic(sequence_length=[0, 0, 0])),
    ("dynamic_rnn initial_state", dynamic_initial),
    ("dynamic_rnn time_major", dynamic_time_major),
    ("dynamic_rnn unknown shape", dynamic_placeholder_shape),
    ("dynamic_rnn in order", dynamic(parallel_iterations=1, swap_memory=True)),
    ("dynamic_rnn no dtype", dynamic(dtype=None)),
    ("dynamic_rnn lengths of rank 2", dynamic(sequence_length=[[1], [2], [3]])),
    ("dynamic_rnn not a cell", dynamic(make=lambda units: "cell")),
    (
        "bidirectional_dynamic_rnn",
        bidirectional(tf.nn.bidirectional_dynamic_rnn, lambda: inputs(batch=3)),
    ),
    (
        "bidirectional_dynamic_rnn lengths",
        bidirectional(
            tf.nn.bidirectional_dynamic_rnn,
            lambda: inputs(batch=3),
            sequence_length=LENGTHS,
        ),
    ),
    ("static_rnn", static()),
    ("static_rnn lengths", static(sequence_length=LENGTHS)),
    ("static_rnn initial_state", static_initial),
    ("static_rnn scope", static(scope="mine")),
    ("static_rnn no dtype", static(dtype=None)),
    ("static_bidirectional_rnn", bidirectional(tf.nn.static_bidirectional_rnn, listed)),
    (
        "static_bidirectional_rnn lengths",
        bidirectional(
            tf.nn.static_bidirectional_rnn, listed, sequence_length=[3, 1, 2]
        ),
    ),
    ("raw_rnn", raw),
    ("sequence_loss", loss()),
    ("sequence_loss per step", loss(average_across_batch=False)),
    ("sequence_loss per sequence", loss(average_across_timesteps=False)),
    (
        "sequence_loss each",
        loss(average_across_timesteps=False, average_across_batch=False),
    ),
    ("sequence_loss weights 0", loss(weights=WEIGHTS * 0)),
    (
        "sequence_loss sums",
        loss(
            average_across_timesteps=False,
            average_across_batch=False,
            sum_over_timesteps=True,
            sum_over_batch=True,
        ),
    ),
    ("sequence_loss average and sum", loss(sum_over_batch=True)),
    ("sequence_loss own", loss(softmax_loss_function=own_softmax_loss)),
    ("sequence_loss name", loss(name="mine")),
    ("sequence_loss logits rank 2", loss(shape=[2, 3])),
    ("sequence_loss targets rank 1", loss(targets=TARGETS[0])),
    ("sequence_loss weights rank 1", loss(weights=WEIGHTS[0])),
]
case.table(RNNS)
