# A model with fit, as a class: time first, split into a list of steps by a helper, and
# weights that begin as NumPy's.
import numpy as np
import tensorflow as tf
from tensorflow.contrib.rnn import BasicRNNCell
from tensorflow.contrib.rnn import static_rnn as get_rnn_output


def pairs(bits):
    x = np.array([[i >> b & 1 for b in range(bits)] for i in range(2**bits)])
    return x.reshape(-1, bits, 1).astype(np.float32), np.cumsum(x, axis=1) % 2


def x2sequence(x, T, D, batch_sz):
    x = tf.transpose(x, (1, 0, 2))
    x = tf.reshape(x, (T * batch_sz, D))
    return tf.split(x, T)


class SimpleRNN:
    def __init__(self, M):
        self.M = M

    def fit(self, X, Y, batch_sz=16, learning_rate=0.1, mu=0.9, epochs=3):
        N, T, D = X.shape
        K = len(set(Y.flatten()))
        M = self.M
        random = np.random.RandomState(0)
        Wo = (random.randn(M, K) / np.sqrt(M + K)).astype(np.float32)
        bo = np.zeros(K, dtype=np.float32)
        self.Wo = tf.Variable(Wo)
        self.bo = tf.Variable(bo)

        tfX = tf.placeholder(tf.float32, shape=(batch_sz, T, D), name="inputs")
        tfY = tf.placeholder(tf.int64, shape=(batch_sz, T), name="targets")
        sequenceX = x2sequence(tfX, T, D, batch_sz)
        rnn_unit = BasicRNNCell(num_units=self.M, activation=tf.nn.sigmoid)
        outputs, states = get_rnn_output(rnn_unit, sequenceX, dtype=tf.float32)
        # outputs are now of size (T, batch_sz, M), so make it (batch_sz, T, M)
        outputs = tf.transpose(outputs, (1, 0, 2))
        outputs = tf.reshape(outputs, (T * batch_sz, M))
        logits = tf.matmul(outputs, self.Wo) + self.bo
        predict_op = tf.argmax(logits, 1)
        targets = tf.reshape(tfY, (T * batch_sz,))
        cost_op = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(
                logits=logits, labels=targets
            )
        )
        train_op = tf.train.MomentumOptimizer(learning_rate, momentum=mu).minimize(
            cost_op
        )

        costs = []
        init = tf.global_variables_initializer()
        with tf.Session() as session:
            session.run(init)
            for i in range(epochs):
                cost = 0
                n_correct = 0
                for j in range(N // batch_sz):
                    Xbatch = X[j * batch_sz : (j + 1) * batch_sz]
                    Ybatch = Y[j * batch_sz : (j + 1) * batch_sz]
                    _, c, p = session.run(
                        [train_op, cost_op, predict_op],
                        feed_dict={tfX: Xbatch, tfY: Ybatch},
                    )
                    cost += c
                    for b in range(batch_sz):
                        n_correct += p[(b + 1) * T - 1] == Ybatch[b][-1]
                print("i:", i, "cost:", cost, "right:", float(n_correct) / N)
                costs.append(cost)
        return costs


if __name__ == "__main__":
    SimpleRNN(4).fit(*pairs(6))
