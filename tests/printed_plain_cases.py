"""A script without NumPy that prints what a session gives: in lists, tuples, dicts."""

import tensorflow as tf

with tf.Session() as session:
    half, count = tf.constant(1.5), tf.constant(3)
    print(session.run([half, count]), [session.run(half)], (session.run(count),))
    print(session.run({"half": half, "yes": tf.less(half, 2.0)}))
    print("%r" % session.run(half), session.run([tf.constant([1.0, 2.5])]))
