# Lab 12, rnn_14: the vanilla RNN, the LSTM and the GRU by their equations in NumPy,
# backpropagation through time by hand, the gradient that vanishes over the time steps,
# and a task for a memory with gates: keep the marked numbers, let the others pass.
#
# python rnn_14_gradients.py
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from tensorflow.contrib import rnn

tf.set_random_seed(777)  # the same numbers in every run
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
# Schmidhuber 1997; Cho et al. 2014. Gates in the order of TensorFlow 1.x's kernels.
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


class Vanilla:
    def forward(x, state, kernel, bias):
        v = np.hstack([x, state[0]])
        h = np.tanh(v @ kernel + bias)
        return [h], (v, h)

    def backward(d_state, kept, kernel, bias):
        v, h = kept
        dz = d_state[0] * (1 - h**2)
        d_h = (dz @ kernel.T)[:, num_numbers + 1 :]
        return [d_h], [v.T @ dz, dz.sum(axis=0)]


class LSTM:
    def forward(x, state, kernel, bias):
        c_before, h = state
        v = np.hstack([x, h])
        i, j, f, o = np.split(v @ kernel + bias, 4, axis=1)
        i, j, f, o = sigmoid(i), np.tanh(j), sigmoid(f + 1), sigmoid(o)  # forget bias 1
        c = f * c_before + i * j
        return [c, o * np.tanh(c)], (v, i, j, f, o, c_before, c)

    def backward(d_state, kept, kernel, bias):
        v, i, j, f, o, c_before, c = kept
        d_c, d_h = d_state
        d_c = d_c + d_h * o * (1 - np.tanh(c) ** 2)
        d_o = d_h * np.tanh(c)
        d_i, d_j, d_f = d_c * j, d_c * i, d_c * c_before
        dz = [d_i * i * (1 - i), d_j * (1 - j**2), d_f * f * (1 - f), d_o * o * (1 - o)]
        dz = np.hstack(dz)
        d_h = (dz @ kernel.T)[:, num_numbers + 1 :]
        return [d_c * f, d_h], [v.T @ dz, dz.sum(axis=0)]


class GRU:
    def forward(x, state, gates, gates_bias, candidate, candidate_bias):
        h_before = state[0]
        v = np.hstack([x, h_before])
        r, u = np.split(sigmoid(v @ gates + gates_bias), 2, axis=1)
        w = np.hstack([x, r * h_before])
        c = np.tanh(w @ candidate + candidate_bias)
        return [u * h_before + (1 - u) * c], (v, r, u, w, c, h_before)

    def backward(d_state, kept, gates, gates_bias, candidate, candidate_bias):
        v, r, u, w, c, h_before = kept
        d_h = d_state[0]
        dzc = d_h * (1 - u) * (1 - c**2)
        d_reset = (dzc @ candidate.T)[:, num_numbers + 1 :]  # of r * h_before
        d_r, d_u = d_reset * h_before, d_h * (h_before - c)
        dz = np.hstack([d_r * r * (1 - r), d_u * u * (1 - u)])
        d_h = d_h * u + d_reset * r + (dz @ gates.T)[:, num_numbers + 1 :]
        return [d_h], [v.T @ dz, dz.sum(axis=0), w.T @ dzc, dzc.sum(axis=0)]


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
        total = [a + b for a, b in zip(total, d_weights)]
    return total, norms  # norms: the last step first


def finite_differences(name, x, weights, gradients):
    """How far `gradients` are from (loss(w + e) - loss(w - e)) / 2e, for some w."""
    worst, e = 0.0, 1e-5
    for w, gradient in zip(weights, gradients):
        for i in places.randint(w.size, size=5):
            place = np.unravel_index(i, w.shape)
            middle, sides = w[place], []
            for side in (middle + e, middle - e):
                w[place] = side
                sides.append(loss_of(name, x, weights))
            w[place] = middle
            slope = (sides[0] - sides[1]) / (2 * e)
            worst = max(worst, abs(slope - gradient[place]))
    return worst


# The same three in TensorFlow. At every step each is to tell the last marked numbers.
X = tf.placeholder(tf.float32, [None, length, num_numbers + 1])
Y = tf.placeholder(tf.float32, [None, length, num_numbers])
cells = {
    "vanilla": rnn.BasicRNNCell(hidden_size),
    "LSTM": rnn.BasicLSTMCell(hidden_size),
    "GRU": rnn.GRUCell(hidden_size),
}
outputs, gradients, losses, answers = {}, {}, {}, {}
for name, cell in cells.items():
    outputs[name], _ = tf.nn.dynamic_rnn(cell, X, dtype=tf.float32, scope=name)
    answers[name] = tf.layers.dense(outputs[name], num_numbers, name=name + "_numbers")
    losses[name] = tf.reduce_mean(tf.square(answers[name] - Y))
    square = tf.reduce_mean(tf.reduce_sum(tf.square(outputs[name][:, -1]), axis=1))
    gradients[name] = tf.gradients(square / 2, cell.trainable_variables)
loss = tf.add_n([losses[name] for name in cells])  # they share no weights
global_step = tf.train.get_or_create_global_step()
now = tf.cast(global_step, tf.float32)
rate = learning_rate * tf.minimum((now + 1) / 100, (steps - now) / (steps - 100))
train = tf.train.AdamOptimizer(rate).minimize(loss, global_step)


def weights_now(name):
    values = sess.run(cells[name].trainable_variables)
    return [value.astype(np.float64) for value in values]


def norms_now():
    return {name: through_time(name, few, weights_now(name))[1] for name in cells}


with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    few, _ = sequences(16, often=0)
    print("largest differences:")
    for name in cells:
        weights = weights_now(name)
        theirs, slopes = sess.run([outputs[name], gradients[name]], {X: few})
        ours, _ = unroll(name, few, weights)
        by_hand, _ = through_time(name, few, weights)
        outputs_differ = np.abs(ours - theirs).max()
        gradients_differ = max(np.abs(a - b).max() for a, b in zip(by_hand, slopes))
        slopes_differ = finite_differences(name, few, weights, by_hand)
        print(f"{name:8} outputs, NumPy and TensorFlow: {outputs_differ:.1e}", end="  ")
        print(f"gradients: {gradients_differ:.1e}", end="  ")
        print(f"by hand and finite differences: {slopes_differ:.1e}")
    untrained = norms_now()

    for step in range(steps):
        x, y = sequences(batch_size, often=0.05)
        _, _, losses_now = sess.run([train, loss, losses], {X: x, Y: y})
        if step % 50 == 0 or step == steps - 1:
            print(step, *[f"{name}: {losses_now[name]:.4f}" for name in cells])

    trained = norms_now()
    x, y = sequences(500, often=0)
    told = sess.run(answers, {X: x})
    errors = {
        name: ((told[name] - y) ** 2).mean(axis=(0, 2)) / y.var() for name in cells
    }

print("norm of the gradient, so many steps back, before and after the training:")
for back in [*range(0, length, 10), length - 1]:
    row = [f"{untrained[name][back]:.1e} {trained[name][back]:.1e}" for name in cells]
    print(
        f"{back:4}", *[f"{name} {norms}" for name, norms in zip(cells, row)], sep="  "
    )
print(f"test: the error {length - 1} steps after the only mark, as a share", end="")
print(" of the variance; to tell 0 has 1.000")
for name in cells:
    print(f"{name:8} {errors[name][-1]:.3f}")

_, (left, middle, end) = plt.subplots(1, 3, figsize=(13, 4))
for name in cells:
    left.semilogy(untrained[name], label=name)
    middle.semilogy(trained[name], label=name)
    end.plot(errors[name], label=name)
left.set(title="gradient's norm, untrained", xlabel="steps back")
middle.set(title="gradient's norm, trained", xlabel="steps back")
end.set(title="error", xlabel="steps after the mark", ylabel="of the variance")
left.legend()
plt.show()
