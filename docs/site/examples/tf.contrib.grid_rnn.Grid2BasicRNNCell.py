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

from compat.migrate.cells import GridCell

layer = keras.layers.RNN(
    GridCell(4, cell="rnn"), return_sequences=True, return_state=True
)
layer.build((2, 5, 3))
for weight in layer.weights:
    if "bias" not in weight.name:
        weight.assign(np.full(weight.shape, 0.1))
outputs, *state = layer(np.ones([2, 5, 3], "float32"))
print(outputs.shape, ["%.5f" % float(m[0, 0]) for m in state])
