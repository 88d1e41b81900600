# a network called again: a GAN, two siamese branches; `trainable` after compile
import numpy as np

np.random.seed(1)
from keras.layers import LSTM, BatchNormalization, Bidirectional, Dense, Dropout
from keras.layers import Flatten, GaussianNoise, Input, Reshape, concatenate
from keras.models import Model, Sequential

x = np.linspace(-1, 1, 48).reshape(8, 6).astype("float32")
y = np.arange(8) % 2
found = []


def step(model, inputs):
    found.append(float(np.ravel(model.train_on_batch(inputs, y))[0]))
    found.append(float(np.random.rand()))


making = Sequential([Dense(5, input_dim=3), Dropout(0.2), Dense(6), Reshape((2, 3))])
judging = Sequential()
judging.add(Flatten(input_shape=(2, 3)))
judging.add(Dense(5, activation="relu"))
judging.add(BatchNormalization())
judging.add(Dropout(0.4))
judging.add(Dense(1, activation="sigmoid"))
judging.compile("sgd", "binary_crossentropy")
judging.trainable = False  # in `both`; itself it is trained as it was compiled
alone = Sequential()
alone.add(judging)
alone.compile("sgd", "binary_crossentropy")
both = Sequential([making, judging])
both.compile("sgd", "binary_crossentropy")
noise = Input((3,))
again = Model(noise, judging(making(noise)))
again.compile("sgd", "binary_crossentropy")
for _ in range(2):
    step(judging, x.reshape(8, 2, 3))
    step(both, np.random.rand(8, 3))
    step(again, np.random.rand(8, 3))

left, right = Input((6,)), Input((6,))
branch = Sequential([Dense(4, activation="relu", input_shape=(6,)), Dropout(0.5)])
branches = Model([left, right], Dense(1)(concatenate([branch(left), branch(right)])))
dropped, given = Dropout(0.3), Input((6,))
twice = Model(given, Dense(1)(dropped(GaussianNoise(0.1)(dropped(given)))))
sequence = Input((3, 2))
masked = Bidirectional(LSTM(2, dropout=0.3, recurrent_dropout=0.2))(sequence)
inner, one, other = Model(sequence, masked), Input((3, 2)), Input((3, 2))
readers = Model([one, other], Dense(1)(concatenate([inner(one), inner(other)])))
for model in (branches, twice, readers):
    model.compile("sgd", "mse")
for _ in range(2):
    step(branches, [x, x[::-1]])
    step(twice, x)
    step(readers, [x.reshape(8, 3, 2), x[::-1].reshape(8, 3, 2)])
statistics = judging.get_weights()
found.append(float(alone.predict(x.reshape(8, 2, 3)).sum()))
del (
    alone,
    making,
    judging,
    both,
    again,
    noise,
    left,
    right,
    branch,
    branches,
    dropped,
    given,
)
del twice, sequence, masked, inner, one, other, readers, model, step
