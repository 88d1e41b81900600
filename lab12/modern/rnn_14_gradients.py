"""Lab 12, rnn_14: the vanilla RNN, the LSTM and the GRU by their equations in NumPy,
backpropagation through time by hand, the gradient that vanishes over the time steps,
and a task for a memory with gates: keep the marked numbers, let the others pass.

    python rnn_14_gradients.py

Changes from TensorFlow 1.x:
- Placeholders, Session and feed_dict -> a model of three outputs, compile() and fit().
- tf.gradients -> a step of SGD at a rate of 1: it goes by the gradient. Keras has no
  gradients of its own for all backends; each has (GradientTape, jax.grad, autograd).
- A kernel for [x, h] -> a kernel for x and a recurrent kernel for h.
- LSTM: gates i, f, c, o instead of i, j, f, o; the forget bias of 1 is in the bias.
- GRU: gates z, r instead of r, u; reset_after=False is the GRUCell of TensorFlow 1.x.
- GRUCell's gates start with a bias of 1; GRU's with 0 unless told otherwise.
- Losses are printed as means of 50 steps, an epoch; the Session fetched single ones.
- A rate computed in the graph -> a LearningRateSchedule.
- Adam's epsilon is written out: 1e-8 in TensorFlow 1.x, 1e-7 in Keras.
- The weights start elsewhere (orthogonal recurrent kernels).
"""

import keras
import matplotlib.pyplot as plt
import numpy as np

keras.utils.set_random_seed(777)  # the same numbers in every run
random = np.random.RandomState(777)
places = np.random.RandomState(777)

length = 30  # time steps
num_numbers = 3
hidden_size = 16
batch_size = 32
steps = 400
learning_rate = 0.01  # after 100 steps up to it; then down to 0


def sequences(count, often):
    """Numbers and marks [count, length, 4], and the last marked numbers so far."""
    numbers = random.uniform(-1, 1, [count, length, num_numbers])
    marked = random.uniform(size=[count, length, 1]) < often
    marked[:, 0] = True
    kept = numbers.copy()
    for t in range(1, length):
        kept[:, t] = np.where(marked[:, t], numbers[:, t], kept[:, t - 1])
    return np.concatenate([numbers, marked], axis=2), kept


# The equations. A state is a list of arrays [batch, hidden] that ends with h;
# forward() also hands out what backward() needs. Sources: Elman 1990; Hochreiter and
# Schmidhuber 1997; Cho et al. 2014. Gates in the order of Keras's kernels.
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


class Vanilla:
    def forward(x, state, kernel, recurrent, bias):
        h = np.tanh(x @ kernel + state[0] @ recurrent + bias)
        return [h], (x, state[0], h)

    def backward(d_state, kept, kernel, recurrent, bias):
        x, h_before, h = kept
        dz = d_state[0] * (1 - h**2)
        return [dz @ recurrent.T], [x.T @ dz, h_before.T @ dz, dz.sum(axis=0)]


class LSTM:
    def forward(x, state, kernel, recurrent, bias):
        c_before, h = state
        z = x @ kernel + h @ recurrent + bias
        i, f, j, o = np.split(z, 4, axis=1)
        i, f, j, o = sigmoid(i), sigmoid(f), np.tanh(j), sigmoid(o)
        c = f * c_before + i * j
        return [c, o * np.tanh(c)], (x, h, i, f, j, o, c_before, c)

    def backward(d_state, kept, kernel, recurrent, bias):
        x, h, i, f, j, o, c_before, c = kept
        d_c, d_h = d_state
        d_c = d_c + d_h * o * (1 - np.tanh(c) ** 2)
        d_o = d_h * np.tanh(c)
        d_i, d_j, d_f = d_c * j, d_c * i, d_c * c_before
        dz = [d_i * i * (1 - i), d_f * f * (1 - f), d_j * (1 - j**2), d_o * o * (1 - o)]
        dz = np.hstack(dz)
        return [d_c * f, dz @ recurrent.T], [x.T @ dz, h.T @ dz, dz.sum(axis=0)]


class GRU:
    def forward(x, state, kernel, recurrent, bias):
        h = state[0]
        gates, size = h @ recurrent[:, : 2 * hidden_size], 2 * hidden_size
        z, r = np.split(sigmoid((x @ kernel + bias)[:, :size] + gates), 2, axis=1)
        c = np.tanh((x @ kernel + bias)[:, size:] + (r * h) @ recurrent[:, size:])
        return [z * h + (1 - z) * c], (x, h, z, r, c)

    def backward(d_state, kept, kernel, recurrent, bias):
        x, h, z, r, c = kept
        d_h, size = d_state[0], 2 * hidden_size
        dc = d_h * (1 - z) * (1 - c**2)
        d_reset = dc @ recurrent[:, size:].T  # of r * h
        d_r, d_z = d_reset * h, d_h * (h - c)
        dz = np.hstack([d_z * z * (1 - z), d_r * r * (1 - r)])
        d_h = d_h * z + d_reset * r + dz @ recurrent[:, :size].T
        d_recurrent = np.hstack([h.T @ dz, (r * h).T @ dc])
        dz = np.hstack([dz, dc])
        return [d_h], [x.T @ dz, d_recurrent, dz.sum(axis=0)]


equations = {"vanilla": Vanilla, "LSTM": LSTM, "GRU": GRU}
num_states = {"vanilla": 1, "LSTM": 2, "GRU": 1}


def unroll(name, x, weights):
    """All outputs [batch, time, hidden] from x [batch, time, letters]."""
    state = [np.zeros([len(x), hidden_size])] * num_states[name]
    outputs, kept = [], []
    for t in range(x.shape[1]):
        state, keep = equations[name].forward(x[:, t], state, *weights)
        outputs.append(state[-1])
        kept.append(keep)
    return np.stack(outputs, axis=1), kept


def loss_of(name, x, weights):
    """Of the last step alone: the mean over the batch of |h|^2 / 2."""
    last = unroll(name, x, weights)[0][:, -1]
    return (last**2).sum() / 2 / len(x)


def through_time(name, x, weights):
    """loss_of's gradient for the weights, and its norm for the state of each step."""
    outputs, kept = unroll(name, x, weights)
    d_state = [np.zeros([len(x), hidden_size])] * (num_states[name] - 1)
    d_state.append(outputs[:, -1] / len(x))
    total = [np.zeros_like(w) for w in weights]
    norms = []
    for keep in reversed(kept):
        norms.append(np.sqrt(sum((d**2).sum() for d in d_state)))
        d_state, d_weights = equations[name].backward(d_state, keep, *weights)
        total = [a + b for a, b in zip(total, d_weights, strict=True)]
    return total, norms  # norms: the last step first


def finite_differences(name, x, weights, gradients):
    """How far `gradients` are from (loss(w + e) - loss(w - e)) / 2e, for some w."""
    worst, e = 0.0, 1e-5
    for w, gradient in zip(weights, gradients, strict=True):
        for i in places.randint(w.size, size=5):
            place = np.unravel_index(i, w.shape)
            middle, sides = w[place], []
            for side in (middle + e, middle - e):
                w[place] = side
                sides.append(loss_of(name, x, weights))
            w[place] = middle
            quotient = (sides[0] - sides[1]) / (2 * e)
            worst = max(worst, abs(quotient - gradient[place]))
    return worst


def gates_of_1(shape, dtype):
    """The bias of a GRUCell at its start: 1 for the gates, 0 for the candidate."""
    return keras.ops.convert_to_tensor(np.repeat([1, 1, 0], hidden_size), dtype)


# The same three in Keras. At every step each is to tell the last marked numbers.
layers = {
    "vanilla": keras.layers.SimpleRNN(hidden_size, return_sequences=True),
    "LSTM": keras.layers.LSTM(hidden_size, return_sequences=True),
    "GRU": keras.layers.GRU(
        hidden_size,
        return_sequences=True,
        reset_after=False,
        bias_initializer=gates_of_1,
    ),
}


class UpAndDown(keras.optimizers.schedules.LearningRateSchedule):
    def __call__(self, step):
        now = keras.ops.cast(step, "float32")
        up, down = (now + 1) / 100, (steps - now) / (steps - 100)
        return learning_rate * keras.ops.minimum(up, down)


X = keras.Input([length, num_numbers + 1])
outputs = {name: layer(X) for name, layer in layers.items()}
answers = [
    keras.layers.Dense(num_numbers, name=f"{name}_numbers")(outputs[name])
    for name in layers
]
model = keras.Model(X, answers)
# the sum of the three losses: they share no weights
model.compile(
    optimizer=keras.optimizers.Adam(UpAndDown(), epsilon=1e-8), loss=["mse"] * 3
)


def weights_now(name):
    return [value.astype(np.float64) for value in layers[name].get_weights()]


def norms_now():
    return {name: through_time(name, few, weights_now(name))[1] for name in layers}


def half_square(_, h):
    return keras.ops.sum(keras.ops.square(h), axis=-1) / 2


def gradients_of(name, x):
    """Of the mean of half_square at the last step: how far SGD at a rate of 1 goes."""
    probe = keras.Model(X, outputs[name][:, -1])
    probe.compile(optimizer=keras.optimizers.SGD(1.0), loss=half_square)
    before = layers[name].get_weights()
    probe.train_on_batch(x, np.zeros([len(x), hidden_size]))
    after = layers[name].get_weights()
    layers[name].set_weights(before)
    return [a - b for a, b in zip(before, after, strict=True)]


few, _ = sequences(16, often=0)
print("largest differences:")
for name in layers:
    weights = weights_now(name)
    theirs = keras.Model(X, outputs[name]).predict(few, verbose=0)
    ours, _ = unroll(name, few, weights)
    by_hand, _ = through_time(name, few, weights)
    outputs_differ = np.abs(ours - theirs).max()
    pairs = zip(by_hand, gradients_of(name, few), strict=True)
    gradients_differ = max(np.abs(a - b).max() for a, b in pairs)
    quotients_differ = finite_differences(name, few, weights, by_hand)
    print(f"{name:8} outputs, NumPy and Keras: {outputs_differ:.1e}", end="  ")
    print(f"gradients: {gradients_differ:.1e}", end="  ")
    print(f"by hand and finite differences: {quotients_differ:.1e}")
untrained = norms_now()


def show(epoch, logs):
    each = [logs[f"{name}_numbers_loss"] for name in layers]
    pairs = zip(layers, each, strict=True)
    print((epoch + 1) * 50, *[f"{name}: {loss_now:.4f}" for name, loss_now in pairs])


batches = [sequences(batch_size, often=0.05) for _ in range(steps)]
x, y = (np.concatenate(one) for one in zip(*batches, strict=True))
model.fit(
    x,
    [y] * 3,
    batch_size=batch_size,
    epochs=steps // 50,
    steps_per_epoch=50,
    shuffle=False,
    verbose=0,
    callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=show)],
)

trained = norms_now()
x, y = sequences(500, often=0)
errors = {
    name: ((answer - y) ** 2).mean(axis=(0, 2)) / y.var()
    for name, answer in zip(layers, model.predict(x, verbose=0), strict=True)
}

print("norm of the gradient, so many steps back, before and after the training:")
for back in [*range(0, length, 10), length - 1]:
    row = [
        f"{name} {untrained[name][back]:.1e} {trained[name][back]:.1e}"
        for name in layers
    ]
    print(f"{back:4}", *row, sep="  ")
print(f"test: the error {length - 1} steps after the only mark, as a share", end="")
print(" of the variance; to tell 0 has 1.000")
for name in layers:
    print(f"{name:8} {errors[name][-1]:.3f}")

_, (left, middle, end) = plt.subplots(1, 3, figsize=(13, 4))
for name in layers:
    left.semilogy(untrained[name], label=name)
    middle.semilogy(trained[name], label=name)
    end.plot(errors[name], label=name)
left.set(title="gradient's norm, untrained", xlabel="steps back")
middle.set(title="gradient's norm, trained", xlabel="steps back")
end.set(title="error", xlabel="steps after the mark", ylabel="of the variance")
left.legend()
plt.show()
