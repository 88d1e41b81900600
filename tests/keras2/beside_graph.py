"""Keras 2 beside a TensorFlow 1.x graph: what it draws by NumPy's seed, and prints."""

import numpy as np

np.random.seed(1)
import tensorflow as tf
from keras.layers import LSTM, Dense, Dropout, Embedding, Flatten
from keras.models import Sequential

x = np.linspace(-1, 1, 24).reshape(12, 2).astype("float32")
y = np.eye(3)[np.arange(12) % 3]


def look(model, *data):
    for weight in model.get_weights():
        print("%.4f" % np.cos(np.arange(weight.size)).dot(weight.ravel()))
    history = model.fit(*data, epochs=3, batch_size=4, verbose=0).history
    print(sorted(history), ["%.3f" % loss for loss in history["loss"]])


given = tf.placeholder(tf.float32, [None, 2])
model = Sequential()
model.add(Dense(4, activation="relu", input_dim=2))
model.add(Dropout(0.3))
model.add(Dense(3, activation="softmax"))
print(model(given).shape.as_list())
model.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])
look(model, x, y)
model.fit(x, y, epochs=2, batch_size=4, verbose=2, validation_data=(x, y))
model.fit(x, y, epochs=1, batch_size=4, verbose=2)
model = Sequential([Embedding(9, 3, input_length=4), LSTM(3, return_sequences=True)])
model.add(Flatten())
model.add(Dense(2, kernel_initializer="he_normal"))
model.compile("adam", "mse", metrics=["acc", "mae"])
look(model, np.arange(48).reshape(12, 4) % 9, x)
print("%.4f" % np.random.rand())
