# Lab 12, rnn_08: three samples of a sine, and the next one, by Keras 2.
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras.layers import Dense, SimpleRNN
from keras.models import Sequential

np.random.seed(0)
tf.set_random_seed(0)  # the same numbers in every run

# two seconds of a sine of 1 Hz, ten samples a second
fs = 10
n = np.arange(2 * fs)
s = np.sin(2 * np.pi * 1 * n / fs)

# windows of three samples, and the sample that follows each
seq_len = 3
X = np.array([s[i - seq_len : i] for i in range(seq_len, len(s))])
Y = np.array([s[i] for i in range(seq_len, len(s))])
X = np.expand_dims(X, axis=2)  # one number a step
Y = np.expand_dims(Y, axis=1)
print("samples:", s.shape, "X:", X.shape, "Y:", Y.shape)

model = Sequential()
model.add(SimpleRNN(10, input_shape=(seq_len, 1)))  # many to one: the last output
model.add(Dense(1, activation="linear"))
model.compile(loss="mse", optimizer="sgd")
model.summary()

before = model.predict(X)
hist = model.fit(X, Y, epochs=100, shuffle=False, verbose=0)
after = model.predict(X)
print("mean square error before: %.6f" % np.mean((before - Y) ** 2))
print("mean square error after: %.6f" % np.mean((after - Y) ** 2))

plt.subplot(211)
plt.plot(Y, "ro-", label="targets")
plt.plot(before, "bs-", label="before training")
plt.plot(after, "gx-", label="after training")
plt.grid()
plt.legend()
plt.subplot(212)
plt.plot(hist.history["loss"])
plt.title("loss")
plt.grid()
plt.show()
