# TensorFlow 1.x
import tensorflow as tf

x = tf.placeholder(tf.float32, [2], "x")
y = tf.reduce_sum(x * 3.0, name="y")
other = tf.Graph()
copied = tf.contrib.copy_graph.copy_op_to_graph(y, other, variables=[])
with tf.Session(graph=other) as session:
    print(float(session.run(copied, {"x:0": [1.0, 2.0]})))

# Keras 3
import keras
import numpy as np

x = keras.Input([2])
y = keras.ops.sum(x * 3.0, axis=1)
copied = keras.models.clone_model(keras.Model(x, y))
print(float(copied(np.array([[1.0, 2.0]]))[0]))
