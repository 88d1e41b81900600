# TensorFlow 1.x
import numpy as np
import tensorflow as tf

slim = tf.contrib.slim
x = np.linspace(-1, 1, 6, dtype=np.float32).reshape(2, 3)
with slim.arg_scope(
    [slim.fully_connected],
    weights_initializer=tf.ones_initializer(),
    weights_regularizer=slim.l2_regularizer(0.01),
):
    hidden = slim.fully_connected(x, 4)  # ReLU
    outputs = slim.fully_connected(hidden, 1, activation_fn=None)
penalty = tf.losses.get_regularization_loss()
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    print(session.run(outputs).round(3).tolist(), "%.3f" % session.run(penalty))

# Keras 3
import functools

import keras
import numpy as np

x = np.linspace(-1, 1, 6, dtype=np.float32).reshape(2, 3)
dense = functools.partial(  # what the arg_scope said
    keras.layers.Dense,
    kernel_initializer="ones",
    kernel_regularizer=keras.regularizers.L2(0.005),  # 1.x halved the square
)
model = keras.Sequential([dense(4, activation="relu"), dense(1)])
outputs = model(x)
penalty = sum(model.losses)
print(outputs.numpy().round(3).tolist(), "%.3f" % penalty)
