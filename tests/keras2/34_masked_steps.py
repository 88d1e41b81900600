# what recurrent layers give at masked steps
import numpy as np
from keras.layers import GRU, LSTM, Bidirectional, Dense, Masking, SimpleRNN
from keras.models import Sequential

x = np.random.RandomState(0).rand(2, 4, 3)
x[0, 2:] = 0
x[1, 1] = 0
ones = dict(kernel_initializer="ones", recurrent_initializer="ones")
ones["return_sequences"] = True
given = []
for layers in (
    [GRU(2, **ones)],
    [LSTM(2, go_backwards=True, **ones)],
    [Bidirectional(GRU(2, **ones))],
    [Bidirectional(LSTM(2, **ones), merge_mode="sum")],
    [Bidirectional(SimpleRNN(2, **ones), merge_mode="ave"), LSTM(2, **ones)],
    [Bidirectional(LSTM(2, **ones)), Bidirectional(LSTM(2, **ones))],
):
    model = Sequential([Masking(0.0, input_shape=(4, 3))] + layers + [Dense(1)])
    model.set_weights([0.1 * np.ones(v.shape) for v in model.get_weights()])
    model.compile("sgd", "mse")
    given.append(model.predict(x).ravel())
    given.append([model.train_on_batch(x, np.ones((2, 4, 1)))])
    given.append(model.predict(x).ravel())
given = np.concatenate(given)
