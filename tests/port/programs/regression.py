# Three numbers in, the next one out; a decaying rate, InteractiveSession and eval.
import numpy as np
import tensorflow as tf

n_steps, n_inputs, n_neurons, n_outputs = 6, 1, 8, 1

t = np.linspace(0, 10, 60)
series = np.sin(t)
xs = np.array([series[i : i + n_steps] for i in range(40)]).reshape(-1, n_steps, 1)
ys = np.array([series[i + 1 : i + n_steps + 1] for i in range(40)]).reshape(
    -1, n_steps, 1
)

X = tf.placeholder(tf.float32, [None, n_steps, n_inputs])
y = tf.placeholder(tf.float32, [None, n_steps, n_outputs])

cell = tf.nn.rnn_cell.BasicRNNCell(num_units=n_neurons, activation=tf.nn.relu)
rnn_outputs, states = tf.nn.dynamic_rnn(cell, X, dtype=tf.float32)
stacked_rnn_outputs = tf.reshape(rnn_outputs, [-1, n_neurons])
stacked_outputs = tf.layers.dense(stacked_rnn_outputs, n_outputs)
outputs = tf.reshape(stacked_outputs, [-1, n_steps, n_outputs])

global_step = tf.Variable(0, trainable=False)
rate = tf.train.exponential_decay(0.05, global_step, 5, 0.5, staircase=True)
loss = tf.reduce_mean(tf.square(outputs - y))
optimizer = tf.train.AdamOptimizer(learning_rate=rate)
training_op = optimizer.minimize(loss, global_step=global_step)

sess = tf.InteractiveSession()
tf.global_variables_initializer().run()
for iteration in range(15):
    sess.run(training_op, feed_dict={X: xs, y: ys})
    if iteration % 5 == 0:
        mse = loss.eval(feed_dict={X: xs, y: ys})
        print(iteration, "\tMSE:", mse)
y_pred = sess.run(outputs, feed_dict={X: xs[:3]})
print(y_pred[:, -1])
