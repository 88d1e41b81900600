# A classifier as in many tutorials: weights in dictionaries, static_rnn on unstack,
# batches cut from arrays in a loop, an accuracy.
import numpy as np
import tensorflow as tf

learning_rate = 0.01
training_steps = 12
batch_size = 8
num_input = 4
timesteps = 5
num_hidden = 6
num_classes = 3

random = np.random.RandomState(0)
data = random.uniform(-1, 1, (40, timesteps, num_input)).astype("float32")
classes = data.sum(axis=(1, 2)).round().astype(int) % num_classes
labels = np.eye(num_classes, dtype="float32")[classes]

X = tf.placeholder("float", [None, timesteps, num_input])
Y = tf.placeholder("float", [None, num_classes])

weights = {"out": tf.Variable(tf.random_normal([num_hidden, num_classes]))}
biases = {"out": tf.Variable(tf.random_normal([num_classes]))}


def RNN(x, weights, biases):
    # a list of time steps, as static_rnn wants it
    x = tf.unstack(x, timesteps, 1)
    lstm_cell = tf.contrib.rnn.BasicLSTMCell(num_hidden, forget_bias=1.0)
    outputs, states = tf.contrib.rnn.static_rnn(lstm_cell, x, dtype=tf.float32)
    return tf.matmul(outputs[-1], weights["out"]) + biases["out"]


logits = RNN(X, weights, biases)
prediction = tf.nn.softmax(logits)

# Loss and optimizer
loss_op = tf.reduce_mean(
    tf.nn.softmax_cross_entropy_with_logits(logits=logits, labels=Y)
)
optimizer = tf.train.GradientDescentOptimizer(learning_rate=learning_rate)
train_op = optimizer.minimize(loss_op)

# Evaluate the model
correct_pred = tf.equal(tf.argmax(prediction, 1), tf.argmax(Y, 1))
accuracy = tf.reduce_mean(tf.cast(correct_pred, tf.float32))

init = tf.global_variables_initializer()

with tf.Session() as sess:
    sess.run(init)
    for step in range(1, training_steps + 1):
        start = (step * batch_size) % len(data)
        batch_x = data[start : start + batch_size]
        batch_y = labels[start : start + batch_size]
        # Run optimization op (backprop)
        sess.run(train_op, feed_dict={X: batch_x, Y: batch_y})
        if step % 4 == 0 or step == 1:
            loss, acc = sess.run(
                [loss_op, accuracy], feed_dict={X: batch_x, Y: batch_y}
            )
            print(
                "Step "
                + str(step)
                + ", Loss= {:.4f}, Accuracy= {:.3f}".format(loss, acc)
            )
    print("Optimization Finished!")
    print("Testing Accuracy:", sess.run(accuracy, feed_dict={X: data, Y: labels}))
