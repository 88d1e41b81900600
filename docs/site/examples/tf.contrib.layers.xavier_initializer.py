# TensorFlow 1.x
import numpy as np
import tensorflow as tf

w = tf.get_variable("w", [300, 300], initializer=tf.contrib.layers.xavier_initializer())
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(np.abs(sess.run(w)).max().round(2))

# Keras 3
import keras
import numpy as np

w = keras.initializers.GlorotUniform()([300, 300])
print(np.abs(np.asarray(w)).max().round(2))
