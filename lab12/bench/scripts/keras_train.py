"""The step of tf1_train.py in Keras 3.

    python keras_train.py BATCH TIME CLASSES HIDDEN [LAYERS [lstm|gru|rnn [WAY]]]

WAY is how it trains: `fit` (unless it is said: on one batch again and again, a
tf.data.Dataset on TensorFlow and a generator elsewhere), `execution` (the same, ten
steps an execution), `batch` (train_on_batch on arrays) or, on TensorFlow, `function` (a
loop over a tf.function with a GradientTape). `function-unroll` and `fit-unroll` unroll
the layers over time, `fit-jit` compiles with XLA.
"""

import sys
import time

import blocks
import keras
import numpy as np

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
    jit_compile="jit" in way or "auto",
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


if keras.backend.backend() == "tensorflow":
    import tensorflow as tf

    data = tf.data.Dataset.from_tensors((x_data, y_data)).repeat()
else:  # where there may be no TensorFlow
    data = ((x_data, y_data) for _ in iter(int, 1))  # without end
times = Times()


def block(steps):
    executions = -(-steps // at_once)
    model.fit(
        data,
        steps_per_epoch=executions * at_once,
        shuffle=False,
        verbose=0,
        callbacks=[times],
    )
    return (np.diff(times.times) / at_once).tolist()


def function():
    x_kept, y_kept = tf.constant(x_data), tf.constant(y_data)

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            loss = model.compute_loss(y=y_kept, y_pred=model(x_kept, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        model.optimizer.apply(gradients, model.trainable_variables)
        return loss

    return blocks.timed(lambda: float(step()))


def train_on_batch():
    return blocks.timed(lambda: model.train_on_batch(x_data, y_data))


by_hand = {"function": function, "batch": train_on_batch}.get(way.partition("-")[0])
blocks.serve(by_hand() if by_hand else block, at_start)
