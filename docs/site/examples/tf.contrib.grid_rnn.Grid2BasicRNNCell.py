# TensorFlow 1.x
import tensorflow as tf

cell = tf.contrib.grid_rnn.Grid2BasicRNNCell(4)
with tf.variable_scope("grid", initializer=tf.constant_initializer(0.1)):
    (outputs,), state = tf.nn.dynamic_rnn(cell, tf.ones([2, 5, 3]), dtype=tf.float32)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(outputs.shape, ["%.5f" % m[0, 0] for m in sess.run(state)])

# Keras 3
import keras
import numpy as np


class Grid2(keras.Layer):
    state_size, output_size = [4, 4], 4

    def __init__(self):
        super().__init__()
        constant = keras.initializers.Constant(0.1)
        self.project = keras.layers.Dense(
            4, use_bias=False, kernel_initializer=constant
        )
        self.axes = [
            keras.layers.SimpleRNNCell(
                4, kernel_initializer=constant, recurrent_initializer=constant
            )
            for _ in range(2)
        ]

    def build(self, shape):
        self.project.build(shape)
        for axis in self.axes:
            axis.build([shape[0], 4])

    def call(self, x, states):
        m = self.project(x)  # in the place of the first axis' state
        _, [second] = self.axes[1](m, [states[1]])
        _, [first] = self.axes[0](m, [second])
        return first, [first, second]


layer = keras.layers.RNN(Grid2(), return_sequences=True, return_state=True)
outputs, *state = layer(np.ones([2, 5, 3], "float32"))
print(outputs.shape, ["%.5f" % float(m[0, 0]) for m in state])
