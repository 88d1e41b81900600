"""Lab 12, rnn_08: three samples of a sine, and the next one.

Changes from Keras 2:
- `import keras`, without a backend's name: TensorFlow's own, or JAX's, or PyTorch's.
- model.add(...) -> a list of layers; input_shape= of the first layer -> keras.Input.
- np.random.seed and tf.set_random_seed -> keras.utils.set_random_seed, for both.
- fit(), predict(), loss="mse" and optimizer="sgd" stay as they were.
"""

import keras
import matplotlib.pyplot as plt
import numpy as np

keras.utils.set_random_seed(0)

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

# many to one: the last output
model = keras.Sequential(
    [keras.Input([seq_len, 1]), keras.layers.SimpleRNN(10), keras.layers.Dense(1)]
)
model.compile(loss="mse", optimizer="sgd")
model.summary()

before = model.predict(X, verbose=0)
history = model.fit(X, Y, epochs=100, shuffle=False, verbose=0)
after = model.predict(X, verbose=0)
print(f"mean square error before: {np.mean((before - Y) ** 2):.6f}")
print(f"mean square error after: {np.mean((after - Y) ** 2):.6f}")

plt.subplot(211)
plt.plot(Y, "ro-", label="targets")
plt.plot(before, "bs-", label="before training")
plt.plot(after, "gx-", label="after training")
plt.grid()
plt.legend()
plt.subplot(212)
plt.plot(history.history["loss"])
plt.title("loss")
plt.grid()
plt.show()
