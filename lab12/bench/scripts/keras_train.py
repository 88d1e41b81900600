"""The step of tf1_train.py in Keras 3, by fit().

    python keras_train.py BATCH TIME CLASSES HIDDEN [LAYERS [lstm|gru|rnn [WAY]]]

WAY is how it trains: `fit` (a repeating tf.data.Dataset of one batch), `execution`
(the same, ten steps an execution), `unroll` (the layers unrolled), `jit` (XLA), or
`batch` (train_on_batch on arrays).
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
way = sys.argv[7] if len(sys.argv) > 7 else "fit"

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
            kinds[kind](hidden, return_sequences=True, unroll=way == "unroll")
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
    jit_compile=way == "jit",
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


by_hand = blocks.timed(lambda: model.train_on_batch(x_data, y_data))
blocks.serve(by_hand if way == "batch" else block, at_start)
