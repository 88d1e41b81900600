# batches by a generator and by a Sequence
import numpy as np
from keras.layers import Dense, SimpleRNN
from keras.models import Sequential
from keras.utils import Sequence


def batches(x, y, size):
    while True:
        for i in range(0, len(x), size):
            yield x[i : i + size], y[i : i + size]


class Windows(Sequence):
    def __init__(self, x, y, size):
        self.x, self.y, self.size = x, y, size

    def __len__(self):
        return int(np.ceil(len(self.x) / float(self.size)))

    def __getitem__(self, i):
        part = slice(i * self.size, (i + 1) * self.size)
        return self.x[part], self.y[part]


np.random.seed(6)
x = np.random.rand(24, 5, 1)
y = x.mean(axis=1)
model = Sequential()
model.add(SimpleRNN(4, input_shape=(5, 1), activation="relu"))
model.add(Dense(1))
model.compile(loss="mse", optimizer="sgd")
history = model.fit_generator(
    batches(x, y, 6), steps_per_epoch=4, epochs=2, validation_data=(x, y), verbose=0
)
score = model.evaluate_generator(batches(x, y, 6), steps=4)
out = model.predict_generator(batches(x, y, 6), steps=4)
more = model.fit_generator(Windows(x, y, 6), epochs=2, shuffle=False, verbose=0)
