# a Sequence with batches of several lengths: their order, its epochs, validation by one
import random
import time

import numpy as np
from keras.callbacks import Callback
from keras.layers import LSTM, Bidirectional, Dense, Embedding
from keras.models import Sequential
from keras.utils import Sequence


class Lengths(Sequence):
    """Batches of 2, 3, … rows, each of another length; told of an epoch, they turn."""

    def __init__(self, count, first):
        draw = np.random.RandomState(first)
        self.ends, self.count = 0, count
        self.x = [
            draw.randint(1, 20, (2 + i, first + 2 * i)) * (draw.rand(2 + i, 1) < 0.8)
            for i in range(count)
        ]
        for x in self.x:
            x[0, -1] = 0  # padding

    def __len__(self):
        return self.count

    def __getitem__(self, i):
        x = self.x[i] if self.ends % 2 == 0 else self.x[i][:, ::-1]
        return x, x.mean(axis=1) / 10.0

    def on_epoch_end(self):
        self.ends += 1


class Watch(Callback):
    def __init__(self):
        super(Watch, self).__init__()
        self.told, self.begun = [], []

    def on_batch_begin(self, batch, logs={}):
        self.begun.append([batch, logs["size"]])

    def on_batch_end(self, batch, logs={}):
        self.told.append([batch, logs["size"], logs["loss"]])

    def on_epoch_end(self, epoch, logs={}):
        time.sleep(0.3)  # the thread of 2.3.1 that reads a Sequence looks every 0.1 s


random.seed(26)
np.random.seed(26)
model = Sequential()
model.add(Embedding(20, 4, mask_zero=True))
model.add(Bidirectional(LSTM(3)))
model.add(Dense(1))
model.compile(loss="mse", optimizer="sgd", metrics=["mse"])
batches, watch = Lengths(5, 3), Watch()
history = model.fit_generator(batches, epochs=3, callbacks=[watch], verbose=0)
told, begun, ends = watch.told, watch.begun, batches.ends
steps_in_all = watch.params["steps"]

# fewer steps than batches: the next epoch goes on; validation too, in keras 2.3.1
held_out, few = Lengths(3, 2), Watch()
fewer = model.fit(
    batches,
    steps_per_epoch=3,
    epochs=3,
    validation_data=held_out,
    validation_steps=2,
    shuffle=False,
    callbacks=[few],
    verbose=0,
)
few, ends_of_fewer = few.told, batches.ends
in_numpys_order = np.random.rand()


# weights of samples and of classes; arrays for validation
def weighted(sequence):
    while True:
        for i in range(len(sequence)):
            x, y = sequence[i]
            yield x, y, np.arange(1.0, len(x) + 1)


def classes(sequence):
    while True:
        for i in range(len(sequence)):
            x, y = sequence[i]
            yield x, (y > 0.5).astype(int)


x, y = held_out[2]
by_sample = model.fit_generator(
    weighted(batches), steps_per_epoch=5, epochs=2, validation_data=(x, y), verbose=0
)
by_class = model.fit_generator(
    classes(batches), 5, epochs=1, class_weight={0: 1.0, 1: 3.0}, verbose=0
)

error = model.evaluate_generator(batches)[1:]
error_of_some = model.evaluate(batches, steps=3, verbose=0)[1:]
every = model.predict_generator(batches)
some = model.predict_generator((x for x in batches.x), steps=3)
one_by_one = [float(model.predict_on_batch(x)[0, 0]) for x in batches.x]
told_by_then = batches.ends
