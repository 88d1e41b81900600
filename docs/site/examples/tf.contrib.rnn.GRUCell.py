# TensorFlow 1.x
import tensorflow as tf

cell = tf.contrib.rnn.GRUCell(4, kernel_initializer=tf.constant_initializer(0.1))
outputs, state = tf.nn.dynamic_rnn(cell, tf.ones([2, 5, 3]), dtype=tf.float32)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print("%.5f" % sess.run(state)[0, 0])

# Keras 3
import keras
import numpy as np

constant = keras.initializers.Constant(0.1)
layer = keras.layers.GRU(
    4,
    reset_after=False,
    kernel_initializer=constant,
    recurrent_initializer=constant,
)
layer.build([2, 5, 3])
bias = layer.cell.bias.numpy()
bias[:8] = 1  # TensorFlow 1.x starts the gates' biases from 1
layer.cell.bias.assign(bias)
state = np.asarray(layer(np.ones([2, 5, 3], "float32")))
print("%.5f" % state[0, 0])
