# TensorFlow 1.x
import tensorflow as tf

logits = tf.constant([[[1.0, 0.0], [0.5, 0.5], [3.0, 9.0]]])
targets, weights = tf.constant([[0, 1, 0]]), tf.constant([[1.0, 1.0, 0.0]])
loss = tf.contrib.seq2seq.sequence_loss(logits, targets, weights)
with tf.Session() as sess:
    print("%.5f" % sess.run(loss))

# Keras 3
import keras
import numpy as np

logits = np.array([[[1.0, 0.0], [0.5, 0.5], [3.0, 9.0]]], "float32")
targets, weights = np.array([[0, 1, 0]]), np.array([[1.0, 1.0, 0.0]], "float32")
loss = keras.losses.SparseCategoricalCrossentropy(
    from_logits=True, reduction="mean_with_sample_weight"
)
print("%.5f" % loss(targets, logits, sample_weight=weights))
