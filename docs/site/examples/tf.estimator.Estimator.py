# TensorFlow 1.x
import numpy as np
import tensorflow as tf

X = np.linspace(-1, 1, 8, dtype=np.float32)[:, None]


def model_fn(features, labels, mode):
    outputs = tf.layers.dense(features, 1, kernel_initializer=tf.zeros_initializer())
    loss = tf.losses.mean_squared_error(labels, outputs)
    optimizer = tf.train.GradientDescentOptimizer(0.1)
    train_op = optimizer.minimize(loss, tf.train.get_global_step())
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op)


def input_fn():
    return tf.data.Dataset.from_tensor_slices((X, 2 * X + 1)).batch(8).repeat(50)


estimator = tf.estimator.Estimator(model_fn)
estimator.train(input_fn)
print("%.2f" % estimator.get_variable_value("dense/bias")[0])

# Keras 3
import keras
import numpy as np

x = np.linspace(-1, 1, 8, dtype=np.float32)[:, None]
model = keras.Sequential([keras.layers.Dense(1, kernel_initializer="zeros")])
model.compile(keras.optimizers.SGD(0.1), loss="mean_squared_error")
model.fit(x, 2 * x + 1, batch_size=8, epochs=50, shuffle=False, verbose=0)
print("%.2f" % model.layers[0].bias.numpy()[0])
