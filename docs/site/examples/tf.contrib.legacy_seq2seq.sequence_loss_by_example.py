# TensorFlow 1.x
import tensorflow as tf

logits = [tf.constant([[1.0, 0.0]]), tf.constant([[0.5, 2.5]])]
targets, weights = [tf.constant([0]), tf.constant([1])], [tf.ones([1])] * 2
loss = tf.contrib.legacy_seq2seq.sequence_loss_by_example(logits, targets, weights)
with tf.Session() as sess:
    print("%.5f" % sess.run(loss)[0])

# Keras 3
import keras
import numpy as np

logits = np.array([[[1.0, 0.0], [0.5, 2.5]]], "float32")
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")
print("%.5f" % np.mean(loss(np.array([[0, 1]]), logits), axis=1)[0])
