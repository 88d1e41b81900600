# Two GRUs with dropout by a placeholder, a learning rate by another; the batch comes
# second in the loss of all steps.
import numpy as np
import tensorflow as tf

num_steps, num_units, num_layers, vocab = 5, 6, 2, 7
tf.set_random_seed(3)

x = tf.placeholder(tf.int32, [None, num_steps], name="x")
y = tf.placeholder(tf.int32, [None, num_steps], name="y")
keep_prob = tf.placeholder(tf.float32, name="keep_prob")
lr = tf.placeholder(tf.float32, [])


def make_cell():
    cell = tf.nn.rnn_cell.GRUCell(num_units)
    return tf.nn.rnn_cell.DropoutWrapper(cell, output_keep_prob=keep_prob)


embeddings = tf.Variable(tf.random_uniform([vocab, num_units], -1.0, 1.0))
inputs = tf.nn.embedding_lookup(embeddings, x)
cell = tf.nn.rnn_cell.MultiRNNCell([make_cell() for _ in range(num_layers)])
outputs, final_state = tf.nn.dynamic_rnn(cell, inputs, dtype=tf.float32)
output = tf.reshape(outputs, [-1, num_units])
W = tf.get_variable("W", [num_units, vocab])
b = tf.get_variable("b", [vocab], initializer=tf.constant_initializer(0.0))
logits = tf.matmul(output, W) + b
loss = tf.reduce_mean(
    tf.nn.sparse_softmax_cross_entropy_with_logits(
        labels=tf.reshape(y, [-1]), logits=logits
    )
)
tvars = tf.trainable_variables()
grads, _ = tf.clip_by_global_norm(tf.gradients(loss, tvars), 1.0)
optimizer = tf.train.AdamOptimizer(lr)
train_op = optimizer.apply_gradients(zip(grads, tvars))

codes = np.random.RandomState(2).randint(0, vocab, [4, num_steps + 1])
sess = tf.Session()
sess.run(tf.global_variables_initializer())
rate = 0.05
for i in range(10):
    feed_dict = {x: codes[:, :-1], y: codes[:, 1:], keep_prob: 0.8, lr: rate}
    cost, _ = sess.run([loss, train_op], feed_dict=feed_dict)
    rate *= 0.9
    if i % 5 == 4:
        print("step", i, "cost", cost)
test = sess.run(loss, feed_dict={x: codes[:, :-1], y: codes[:, 1:], keep_prob: 1.0})
print("test loss", test)
sess.close()
