# TensorFlow 1.x
import tensorflow as tf

values = tf.constant([[3.0, 1.0, 2.0], [9.0, 7.0, 8.0]])
middle = tf.contrib.nn.nth_element(values, 1)
with tf.Session() as session:
    print(session.run(middle).tolist())

# Keras 3
from keras import ops

values = ops.convert_to_tensor([[3.0, 1.0, 2.0], [9.0, 7.0, 8.0]])
middle = ops.sort(values, axis=-1)[:, 1]
print(ops.convert_to_numpy(middle).tolist())
