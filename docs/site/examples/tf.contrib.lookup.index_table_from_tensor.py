# TensorFlow 1.x
import tensorflow as tf

table = tf.contrib.lookup.index_table_from_tensor(["a", "b"], num_oov_buckets=1)
with tf.Session() as sess:
    sess.run(tf.tables_initializer())
    print(sess.run(table.lookup(tf.constant(["b", "a"]))).tolist())

# Keras 3
import keras
import numpy as np

# index 0 is the unknown word's
table = keras.layers.StringLookup(vocabulary=["a", "b"], num_oov_indices=1)
print((np.asarray(table(np.array(["b", "a"]))) - 1).tolist())
