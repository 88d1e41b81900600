# One product of two large matrices of float32, the most that a machine computes.
#
# python matmul.py numpy|tensorflow SIZE
import sys

import blocks
import numpy as np

library, size = sys.argv[1], int(sys.argv[2])
random = np.random.RandomState(777)
a, b = [random.randn(size, size).astype("float32") for _ in range(2)]

if library == "numpy":
    blocks.serve(blocks.timed(lambda: a @ b))
else:
    import tensorflow as tf

    left, right = tf.placeholder(tf.float32, a.shape), tf.placeholder(tf.float32)
    a_kept, b_kept = tf.Variable(left), tf.Variable(right, validate_shape=False)
    product = tf.matmul(a_kept, b_kept).op  # stays where it was computed
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer(), {left: a, right: b})
        blocks.serve(blocks.timed(lambda: sess.run(product)))
