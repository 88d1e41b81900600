# Lab 12, rnn_01: sequence_loss. The surer the logits are of the right class, the
# smaller the loss.
import tensorflow as tf

tf.set_random_seed(777)  # nothing is random here; kept as in all labs

# one sequence of three steps, the right class is 1 at each
targets = tf.constant([[1, 1, 1]], dtype=tf.int32)
weights = tf.constant([[1, 1, 1]], dtype=tf.float32)  # every step counts alike

rather_sure = tf.constant([[[0.3, 0.7]] * 3], dtype=tf.float32)
very_sure = tf.constant([[[0.1, 0.9]] * 3], dtype=tf.float32)

loss1 = tf.contrib.seq2seq.sequence_loss(rather_sure, targets, weights)
loss2 = tf.contrib.seq2seq.sequence_loss(very_sure, targets, weights)

with tf.Session() as sess:
    first, second = sess.run([loss1, loss2])

print(f"loss of [0.3, 0.7]: {first:.6f}")
print(f"loss of [0.1, 0.9]: {second:.6f}")
