# TensorFlow 1.x
import os
import tempfile

import tensorflow as tf

folder = os.path.join(tempfile.mkdtemp(), "model")
x = tf.placeholder(tf.float32, [None, 2])
y = tf.layers.dense(x, 1, kernel_initializer=tf.ones_initializer())
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    tf.saved_model.simple_save(session, folder, {"x": x}, {"y": y})
predict = tf.contrib.predictor.from_saved_model(folder)
print(predict({"x": [[1.0, 2.0]]})["y"].tolist())

# Keras 3
import os
import tempfile

import keras
import numpy as np

path = os.path.join(tempfile.mkdtemp(), "model.keras")
layers = [keras.Input((2,)), keras.layers.Dense(1, kernel_initializer="ones")]
keras.Sequential(layers).save(path)
model = keras.models.load_model(path)
print(model.predict(np.array([[1.0, 2.0]]), verbose=0).tolist())
