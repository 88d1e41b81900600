# what is added for a layer's outputs: for a whole batch; and regularizers by name
import numpy as np
from keras import regularizers
from keras.layers import GRU, LSTM, ActivityRegularization, Bidirectional, Conv1D, Dense
from keras.layers import Embedding, Flatten, TimeDistributed
from keras.models import Sequential

x = np.random.RandomState(0).rand(8, 5, 3)
y = np.zeros((8, 1))
l1 = regularizers.l1(0.1)
found = []
for layers in (
    [LSTM(26, activity_regularizer=l1, input_shape=(5, 3))],
    [GRU(26, input_shape=(5, 3)), Dense(2, activity_regularizer="l2")],
    [Dense(3, input_shape=(5, 3)), ActivityRegularization(0.1, 0.2), Flatten()],
    [Conv1D(2, 2, activity_regularizer="l1_l2", input_shape=(5, 3)), Flatten()],
    [TimeDistributed(Dense(2), input_shape=(5, 3)), Flatten()],
    [Bidirectional(LSTM(26), input_shape=(5, 3)), Dense(2, kernel_regularizer="l1")],
):
    np.random.seed(1)
    model = Sequential(layers + [Dense(1)])
    model.compile("sgd", "mse", metrics=["mse"])
    for size in (1, 3, 8):
        found += model.evaluate(x, y, batch_size=size, verbose=0)
    history = model.fit(x, y, batch_size=3, epochs=2, shuffle=False, verbose=0)
    found += history.history["loss"]
model = Sequential(
    [Embedding(9, 3, input_length=4, activity_regularizer="l2"), Flatten(), Dense(1)]
)
model.compile("sgd", "mse")
words = np.arange(32).reshape(8, 4) % 9
found += model.fit(words, y, batch_size=4, verbose=0).history["loss"]
for name in ("l1", "l2", "l1_l2"):
    one = regularizers.get(name)
    found += [float(one.l1), float(one.l2)]
    model = Sequential(
        [Dense(2, input_shape=(3,), kernel_regularizer=name, kernel_initializer="ones")]
    )
    model.compile("sgd", "mse")
    found.append(model.evaluate(np.zeros((2, 3)), np.zeros((2, 2)), verbose=0))
