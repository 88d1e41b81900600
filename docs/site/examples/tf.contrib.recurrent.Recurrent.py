# TensorFlow 1.x
import collections

import tensorflow as tf

Theta = collections.namedtuple("Theta", "w")
State = collections.namedtuple("State", "h")
Inputs = collections.namedtuple("Inputs", "x")


def step(theta, state, inputs):
    new = State(tf.tanh(tf.matmul(tf.concat([inputs.x, state.h], 1), theta.w)))
    return new, new


theta, start = Theta(tf.fill([7, 4], 0.1)), State(tf.zeros([2, 4]))
states, last = tf.contrib.recurrent.Recurrent(
    theta, start, Inputs(tf.ones([5, 2, 3])), step
)
grad = tf.gradients(last.h, theta.w)[0]
with tf.Session() as sess:
    print("%.5f %.5f" % (sess.run(states.h)[-1, 0, 0], sess.run(grad)[0, 0]))

# Keras 3
import keras
import numpy as np
import tensorflow as tf


def step(h, x):
    new = keras.ops.tanh(keras.ops.concatenate([x, h], 1) @ w)
    return new, new


w = keras.Variable(np.full([7, 4], 0.1, "float32"))
with tf.GradientTape() as tape:
    last, states = keras.ops.scan(
        step, keras.ops.zeros([2, 4]), keras.ops.ones([5, 2, 3])
    )
grad = tape.gradient(last, w.value)
print("%.5f %.5f" % (float(states[-1, 0, 0]), float(grad[0, 0])))
