# Lab 12, rnn_14: the vanilla RNN, the LSTM and the GRU by their equations in NumPy,
# backpropagation through time by hand, the gradient that vanishes over the time steps,
# and a task that only a long memory solves: which letter came first?
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
num_letters = 8
hidden_size = 32
batch_size = 64
steps = 600
learning_rate = 0.01  # after 100 steps up to it; then down to 0


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
        d_h = (dz @ kernel.T)[:, num_letters:]
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
        d_h = (dz @ kernel.T)[:, num_letters:]
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
        d_reset = (dzc @ candidate.T)[:, num_letters:]  # of r * h_before
        d_r, d_u = d_reset * h_before, d_h * (h_before - c)
        dz = np.hstack([d_r * r * (1 - r), d_u * u * (1 - u)])
        d_h = d_h * u + d_reset * r + (dz @ gates.T)[:, num_letters:]
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


# The same three in TensorFlow. At every step each is to tell the first letter.
X = tf.placeholder(tf.int32, [None, length])
first = tf.tile(X[:, :1], [1, length])
x_one_hot = tf.one_hot(X, num_letters)
cells = {
    "vanilla": rnn.BasicRNNCell(hidden_size),
    "LSTM": rnn.BasicLSTMCell(hidden_size),
    "GRU": rnn.GRUCell(hidden_size),
}
outputs, gradients, losses, answers = {}, {}, {}, {}
for name, cell in cells.items():
    outputs[name], _ = tf.nn.dynamic_rnn(cell, x_one_hot, dtype=tf.float32, scope=name)
    logits = tf.layers.dense(outputs[name], num_letters, name=name + "_letters")
    losses[name] = tf.reduce_mean(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=first, logits=logits)
    )
    answers[name] = tf.argmax(logits, axis=2)
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
    letters = random.randint(num_letters, size=[16, length])
    few = np.eye(num_letters)[letters]
    print("largest differences:")
    for name in cells:
        weights = weights_now(name)
        theirs, slopes = sess.run([outputs[name], gradients[name]], {X: letters})
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
        batch = random.randint(num_letters, size=[batch_size, length])
        _, _, losses_now = sess.run([train, loss, losses], {X: batch})
        if step % 50 == 0 or step == steps - 1:
            print(step, *[f"{name}: {losses_now[name]:.4f}" for name in cells])

    trained = norms_now()
    test = random.randint(num_letters, size=[500, length])
    told = sess.run(answers, {X: test})
    shares = {name: (told[name] == test[:, :1]).mean(axis=0) for name in cells}

print("norm of the gradient, so many steps back, before and after the training:")
for back in [*range(0, length, 10), length - 1]:
    row = [f"{untrained[name][back]:.1e} {trained[name][back]:.1e}" for name in cells]
    print(
        f"{back:4}", *[f"{name} {norms}" for name, norms in zip(cells, row)], sep="  "
    )
print(f"test: the first letter told {length - 1} steps later; a guess is right", end="")
print(f" in {1 / num_letters:.3f}")
for name in cells:
    print(f"{name:8} {shares[name][-1]:.3f}")

_, (left, middle, end) = plt.subplots(1, 3, figsize=(13, 4))
for name in cells:
    left.semilogy(untrained[name], label=name)
    middle.semilogy(trained[name], label=name)
    end.plot(shares[name], label=name)
left.set(title="gradient's norm, untrained", xlabel="steps back")
middle.set(title="gradient's norm, trained", xlabel="steps back")
end.set(title="first letter told", xlabel="steps later", ylabel="share of 500")
left.legend()
plt.show()
