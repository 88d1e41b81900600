"""Second derivatives of recurrent layers, by the faster ways and by Keras 3's loops.

`python -m compat run fast_keras.py OUT`: the ways of every case, in an .npz file.
"""

import os
import sys

import numpy as np
import tensorflow as tf
from keras.layers import GRU, LSTM, SimpleRNN

x = tf.constant(np.random.RandomState(0).randn(4, 6, 3), "float32")
mask = tf.constant(np.random.RandomState(1).rand(4, 6) < 0.7)


def second(layer, mask):
    """The layer's outputs, and what a penalty on their gradient does to the weights."""

    @tf.function(autograph=False)
    def penalty():
        with tf.GradientTape() as outer:
            with tf.GradientTape() as inner:
                inner.watch(x)
                outputs = layer(x, mask=mask)
                loss = tf.reduce_sum(outputs * tf.cos(outputs))
            grad = inner.gradient(loss, x)
            squares = tf.reduce_sum(grad * grad)
        found = outer.gradient(squares, layer.trainable_weights)
        return [tf.reshape(one, [-1]) for one in (outputs, grad, *found)]

    return np.concatenate([one.numpy() for one in penalty()])


found = {}
for kind in (LSTM, GRU, SimpleRNN):
    for all_steps, masked in ((False, False), (True, True)):
        layer = kind(5, return_sequences=all_steps)
        layer.build((4, 6, 3))
        for way in ("0", "1"):
            os.environ["COMPAT_FAST"] = way
            name = f"{kind.__name__}/{'masked' if masked else 'whole'}/{way}"
            found[name] = second(layer, mask if masked else None)
np.savez(sys.argv[1], **found)
