# TensorFlow 1.x
import tensorflow as tf

print(tf.contrib.layers.embed_sequence([[1, 2, 3]], vocab_size=10, embed_dim=4).shape)

# Keras 3
import keras
import numpy as np

print(keras.layers.Embedding(10, 4)(np.array([[1, 2, 3]])).shape)
