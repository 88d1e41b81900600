# dropout and recurrent_dropout inside recurrent layers
import numpy as np
from keras.layers import (
    GRU,
    LSTM,
    Bidirectional,
    Dense,
    Embedding,
    Input,
    Masking,
    SimpleRNN,
    concatenate,
)
from keras.models import Model, Sequential

np.random.seed(37)
x, y = np.random.randn(10, 5, 3), np.random.randn(10, 2)
x[:4, 3:] = 0
rates = [(0.3, 0.0), (0.0, 0.4), (0.2, 0.5)]
trained = []


def train(model, x):
    model.add(Dense(2))
    model.compile(loss="mse", optimizer="sgd")
    history = model.fit(x, y, batch_size=4, epochs=2, verbose=0, validation_data=(x, y))
    trained.append(np.array(history.history["loss"] + history.history["val_loss"]))
    trained.extend(model.get_weights())


for kind in (LSTM, GRU, SimpleRNN):
    for options in [{}] if kind is SimpleRNN else [{}, {"implementation": 1}]:
        for dropout, recurrent in rates:
            layer = kind(4, dropout=dropout, recurrent_dropout=recurrent, **options)
            train(Sequential([Masking(input_shape=(5, 3)), layer]), x)
train(Sequential([GRU(4, recurrent_dropout=0.3, reset_after=True)]), x)

# as the lines of many a script: words, both directions, one layer upon another
words = np.random.randint(0, 9, (10, 6))
train(Sequential([Embedding(9, 4), LSTM(5, dropout=0.2, recurrent_dropout=0.2)]), words)
both = Bidirectional(LSTM(3, return_sequences=True, dropout=0.4, recurrent_dropout=0.1))
last = LSTM(3, dropout=0.25, go_backwards=True)
train(Sequential([Embedding(9, 4, mask_zero=True), both, last]), words)
trained = np.concatenate([one.ravel() for one in trained])

# of a longer input predict takes no more samples than of the first
one, two = Input((3,)), Input((2,))
joined = Model([one, two], concatenate([one, two]))
cut = joined.predict([x[:7, 0], np.arange(20.0).reshape(10, 2)], batch_size=4)
