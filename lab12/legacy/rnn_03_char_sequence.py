# Lab 12, rnn_03: the same for any text; letters, sizes and lengths follow from it.
#
# python rnn_03_char_sequence.py [TEXT]
import sys

import tensorflow as tf

tf.set_random_seed(777)  # the same numbers in every run

steps = 3000
learning_rate = 0.1


def stop(expected, received):
    script = "rnn_03_char_sequence.py"
    print(f"{script}: expected {expected}, received {received}", file=sys.stderr)
    sys.exit(2)


if len(sys.argv) > 2:
    stop("one text (in quotes)", f"{len(sys.argv) - 1} arguments")
text = sys.argv[1] if len(sys.argv) > 1 else "if you want you"
if len(set(text)) < 2:
    stop("a text with two different characters or more", repr(text))

# sorted: the order of a set changes from run to run, and the results with it
letters = sorted(set(text))
number = {c: i for i, c in enumerate(letters)}
index = [number[c] for c in text]

batch_size = 1
sequence_length = len(text) - 1
num_classes = len(letters)
hidden_size = len(letters)  # the outputs are the scores of the letters

x_data = [index[:-1]]  # all letters but the last
y_data = [index[1:]]  # the letter that follows each

X = tf.placeholder(tf.int32, [None, sequence_length])
Y = tf.placeholder(tf.int32, [None, sequence_length])
x_one_hot = tf.one_hot(X, num_classes)

cell = tf.contrib.rnn.BasicLSTMCell(num_units=hidden_size)
initial_state = cell.zero_state(batch_size, tf.float32)
outputs, _ = tf.nn.dynamic_rnn(cell, x_one_hot, initial_state=initial_state)

weights = tf.ones([batch_size, sequence_length])
loss = tf.contrib.seq2seq.sequence_loss(outputs, Y, weights)
train = tf.train.AdamOptimizer(learning_rate).minimize(loss)
prediction = tf.argmax(outputs, axis=2)

first_right = None
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(steps):
        loss_now, _ = sess.run([loss, train], feed_dict={X: x_data, Y: y_data})
        answer = sess.run(prediction, feed_dict={X: x_data})
        answer_text = "".join(letters[i] for i in answer[0])
        if first_right is None and answer_text == text[1:]:
            first_right = step
        if step < 20 or step % 100 == 99:
            print(step, "loss:", loss_now, "prediction:", answer_text)

print("to learn:", text[:-1], "->", text[1:])
print("predicted:", answer_text)
print("right for the first time after step:", first_right)
