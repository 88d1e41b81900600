# TensorFlow 1.x
import tensorflow as tf

x, y = tf.constant([[1.0], [2.0]]), tf.constant([2.0, 4.0])
predictions, loss = tf.contrib.learn.models.linear_regression_zero_init(x, y)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    print(session.run(predictions).tolist(), float(session.run(loss)))

# Keras 3
import keras

layer = keras.layers.Dense(1, kernel_initializer="zeros")
predictions = keras.ops.squeeze(layer(keras.ops.array([[1.0], [2.0]])), 1)
loss = keras.losses.mean_squared_error(keras.ops.array([2.0, 4.0]), predictions)
print(predictions.numpy().tolist(), float(loss))
