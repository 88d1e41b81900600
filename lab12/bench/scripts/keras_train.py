"""The step of tf1_train.py in Keras 3.

    python keras_train.py BATCH TIME CLASSES HIDDEN [LAYERS [lstm|gru|rnn [WAY]]]

WAY is how it trains: `function` (a loop over a tf.function with a GradientTape), `fit`
(on a repeating tf.data.Dataset of one batch), `execution` (the same, ten steps an
execution) or `batch` (train_on_batch on arrays). `function-unroll` and `fit-unroll`
unroll the layers over time, `fit-jit` compiles with XLA.
"""

import sys
import time

import blocks
import keras
import numpy as np
import tensorflow as tf

at_start = blocks.memory()
batch, length, classes, hidden = (int(number) for number in sys.argv[1:5])
layers = int(sys.argv[5]) if len(sys.argv) > 5 else 2
kind = sys.argv[6] if len(sys.argv) > 6 else "lstm"
tensorflow = keras.backend.backend() == "tensorflow"  # its GradientTape sees no other's
way = sys.argv[7] if len(sys.argv) > 7 else "function" if tensorflow else "batch"

keras.utils.set_random_seed(777)
random = np.random.RandomState(777)
x_data = random.randn(batch, length, classes).astype("float32")
y_data = random.randint(0, classes, (batch, length))

kinds = {"lstm": keras.layers.LSTM, "rnn": keras.layers.SimpleRNN}
kinds["gru"] = lambda *sizes, **more: keras.layers.GRU(
    *sizes, reset_after=False, **more
)
model = keras.Sequential(
    [
        keras.Input([length, classes]),
        *(
            kinds[kind](hidden, return_sequences=True, unroll="unroll" in way)
            for _ in range(layers)
        ),
        keras.layers.Dense(classes),
    ]
)
at_once = 10 if way == "execution" else 1
model.compile(
    optimizer=keras.optimizers.Adam(0.01, epsilon=1e-8),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    steps_per_execution=at_once,
    jit_compile="jit" in way,
)


class Times(keras.callbacks.Callback):
    """From the end of one step to that of the next; the first, from its beginning."""

    def on_train_begin(self, logs=None):
        self.times = []

    def on_train_batch_begin(self, batch, logs=None):
        if not self.times:
            self.times = [time.perf_counter()]

    def on_train_batch_end(self, batch, logs=None):
        self.times.append(time.perf_counter())


dataset = tf.data.Dataset.from_tensors((x_data, y_data)).repeat()
times = Times()


def block(steps):
    executions = -(-steps // at_once)
    model.fit(
        dataset,
        steps_per_epoch=executions * at_once,
        shuffle=False,
        verbose=0,
        callbacks=[times],
    )
    return (np.diff(times.times) / at_once).tolist()


x_kept, y_kept = tf.constant(x_data), tf.constant(y_data)


@tf.function
def function():
    with tf.GradientTape() as tape:
        loss = model.compute_loss(y=y_kept, y_pred=model(x_kept, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    model.optimizer.apply(gradients, model.trainable_variables)
    return loss


by_hand = {
    "function": blocks.timed(lambda: float(function())),
    "batch": blocks.timed(lambda: model.train_on_batch(x_data, y_data)),
}
blocks.serve(by_hand.get(way.partition("-")[0], block), at_start)
