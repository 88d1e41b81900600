# TensorFlow 1.x
import tensorflow as tf

print(tf.contrib.util.constant_value(tf.constant([1, 2])).tolist())

# Keras 3
from keras import ops

print(ops.convert_to_numpy(ops.convert_to_tensor([1, 2])).tolist())
