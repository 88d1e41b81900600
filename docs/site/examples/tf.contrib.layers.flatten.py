# TensorFlow 1.x
import tensorflow as tf

print(tf.contrib.layers.flatten(tf.ones([2, 3, 4])).shape)

# Keras 3
import keras
import numpy as np

print(keras.layers.Flatten()(np.ones([2, 3, 4])).shape)
