"""Lab 12, rnn_08: three samples of a sine, and the next one.

Changes from Keras 2:
- `import keras`, without a backend's name: TensorFlow's own, or JAX's, or PyTorch's.
- model.add(...) -> a list of layers; input_shape= of the first layer -> keras.Input.
- np.random.seed and tf.set_random_seed -> keras.utils.set_random_seed, for both.
- fit() -> a loop inside a tf.function: for every epoch, and here that is one step,
  fit() makes an iterator and asks callbacks, which takes many times as long as the
  step.
- loss="mse", optimizer="sgd" stay; both can be written as objects, with their figures.
"""

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

keras.utils.set_random_seed(0)

# two seconds of a sine of 1 Hz, ten samples a second
fs = 10
n = np.arange(2 * fs)
s = np.sin(2 * np.pi * 1 * n / fs)

# windows of three samples, and the sample that follows each
seq_len = 3
X = np.array([s[i - seq_len : i] for i in range(seq_len, len(s))])
Y = np.array([s[i] for i in range(seq_len, len(s))])
X = np.expand_dims(X, axis=2).astype("float32")  # one number a step
Y = np.expand_dims(Y, axis=1).astype("float32")
print("samples:", s.shape, "X:", X.shape, "Y:", Y.shape)

model = keras.Sequential(
    [
        keras.Input([seq_len, 1]),
        keras.layers.SimpleRNN(10, unroll=True),  # many to one: the last output
        keras.layers.Dense(1),
    ]
)
model.compile(
    optimizer=keras.optimizers.SGD(0.01), loss=keras.losses.MeanSquaredError()
)
model.summary()


@tf.function
def train(count):
    """Make so many steps; the loss before each."""
    losses = tf.TensorArray(tf.float32, count)
    for i in tf.range(count):
        with tf.GradientTape() as tape:
            loss = model.compute_loss(y=Y, y_pred=model(X))
        gradients = tape.gradient(loss, model.trainable_variables)
        model.optimizer.apply(gradients, model.trainable_variables)
        losses = losses.write(i, loss)
    return losses.stack()


before = model.predict(X, verbose=0)
losses = np.concatenate([train(tf.constant(10)) for _ in range(10)])  # 100 epochs
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
plt.plot(losses)
plt.title("loss")
plt.grid()
plt.show()
