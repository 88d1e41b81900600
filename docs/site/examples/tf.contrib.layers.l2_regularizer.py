# TensorFlow 1.x
import tensorflow as tf

penalty = tf.contrib.layers.l2_regularizer(0.1)(tf.constant([1.0, 2.0]))
with tf.Session() as sess:
    print("%.3f" % sess.run(penalty))

# Keras 3
import keras
import numpy as np

penalty = keras.regularizers.L2(0.1 / 2)(np.array([1.0, 2.0], "float32"))
print("%.3f" % penalty)
