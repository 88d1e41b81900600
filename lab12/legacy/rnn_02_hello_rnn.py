# Lab 12, rnn_02: teach an LSTM 'hihello'. It reads 'hihell' and is to answer with
# the letter that comes next, 'ihello'.
import numpy as np
import tensorflow as tf

tf.set_random_seed(777)  # the same numbers in every run

steps = 2000
learning_rate = 0.1

text = "hihello"
letters = ["h", "i", "e", "l", "o"]
index = [letters.index(c) for c in text]

batch_size = 1  # one text
sequence_length = len(text) - 1  # 6 letters in, 6 letters out
input_dim = len(letters)  # one-hot
hidden_size = len(letters)  # the outputs are the scores of the 5 letters

one_hot = np.eye(input_dim, dtype=np.float32)
x_data = [[one_hot[i] for i in index[:-1]]]  # h i h e l l
y_data = [index[1:]]  # i h e l l o

X = tf.placeholder(tf.float32, [None, sequence_length, input_dim])
Y = tf.placeholder(tf.int32, [None, sequence_length])

cell = tf.contrib.rnn.BasicLSTMCell(num_units=hidden_size)
initial_state = cell.zero_state(batch_size, tf.float32)
outputs, _ = tf.nn.dynamic_rnn(cell, X, initial_state=initial_state)

# the LSTM's outputs are the logits: they stay between -1 and 1, so the loss cannot
# come near 0
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
            print(step, "loss:", loss_now, "prediction:", answer, answer_text)

print("to learn:", text[:-1], "->", text[1:])
print("predicted:", answer_text)
print("right for the first time after step:", first_right)
