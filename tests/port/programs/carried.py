# Letters one by one: the state goes on from window to window, and into the writing.
import numpy as np
import tensorflow as tf
from tensorflow.contrib import framework, rnn

tf.set_random_seed(3)
random = np.random.RandomState(3)
letters, batch, steps, units = 9, 4, 6, 7
text = random.randint(0, letters, 200)

X = tf.placeholder(tf.int32, [None, None])
Y = tf.placeholder(tf.int32, [None, None])
kinds = {"gru": rnn.GRUCell, "lstm": rnn.BasicLSTMCell}
cells = rnn.MultiRNNCell([kinds["lstm"](units) for _ in range(2)])
start = cells.zero_state(tf.shape(X)[0], tf.float32)
table = tf.get_variable("table", [letters, 5])
given = tf.nn.embedding_lookup(table, X)
outputs, end = tf.nn.dynamic_rnn(cells, given, initial_state=start)
logits = tf.layers.dense(outputs, letters)
loss = tf.contrib.seq2seq.sequence_loss(logits, Y, tf.ones_like(X, tf.float32))
variables = tf.trainable_variables()
gradients = [tf.convert_to_tensor(g) for g in tf.gradients(loss, variables)]
gradients, _ = tf.clip_by_global_norm(gradients, 0.5)
train = tf.train.AdamOptimizer(0.05).apply_gradients(zip(gradients, variables))
saver = tf.train.Saver()


def windows():
    length = len(text) // batch
    rows = text[: length * batch].reshape(batch, length)
    for i in range(0, length - steps, steps):
        yield rows[:, i : i + steps], rows[:, i + 1 : i + steps + 1]


def held(sess):
    state, losses = None, []
    for x, y in windows():
        feed = {X: x, Y: y} if state is None else {X: x, Y: y, start: state}
        loss_now, state = sess.run([loss, end], feed)
        losses.append(loss_now)
    return np.mean(losses)


def keep(sess, path):
    try:
        saver.save(sess, path)
    except (OSError, tf.errors.OpError) as error:
        print(error)


with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print("held out: %.4f" % held(sess))
    for epoch in range(2):
        state = None
        for x, y in windows():
            feed = {X: x, Y: y} if state is None else {X: x, Y: y, start: state}
            _, loss_now, state = sess.run([train, loss, end], feed)
        print(epoch, loss_now)
    if loss_now < 0:
        keep(sess, "never")
    x = [[1, 2]]
    scores, state = first = sess.run([logits, end], {X: x})
    written = []
    for _ in range(4):
        written.append(int(np.argmax(scores[0, -1])))
        scores, state = sess.run([logits, end], {X: [written[-1:]], start: state})
    twice = [array[[0, 0]] for array in framework.nest.flatten(first[1])]
    state = framework.nest.pack_sequence_as(start, twice)
    scores, state = sess.run([logits, end], {X: [[3], [4]], start: state})
    print(written, scores.shape)
