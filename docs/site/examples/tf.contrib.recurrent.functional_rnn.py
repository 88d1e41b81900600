# TensorFlow 1.x
import tensorflow as tf

cell = tf.nn.rnn_cell.LSTMCell(4, initializer=tf.constant_initializer(0.1))
outputs, state = tf.contrib.recurrent.functional_rnn(
    cell, tf.ones([2, 5, 3]), dtype=tf.float32
)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(
        outputs.shape, "%.5f %.5f" % (sess.run(state.c)[0, 0], sess.run(state.h)[0, 0])
    )

# Keras 3
import keras
import numpy as np

constant = keras.initializers.Constant(0.1)
cell = keras.layers.LSTMCell(
    4, kernel_initializer=constant, recurrent_initializer=constant
)
layer = keras.layers.RNN(cell, return_sequences=True, return_state=True)
outputs, h, c = layer(np.ones([2, 5, 3], "float32"))
print(outputs.shape, "%.5f %.5f" % (float(c[0, 0]), float(h[0, 0])))
