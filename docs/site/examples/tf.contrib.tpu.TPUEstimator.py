# TensorFlow 1.x
import numpy as np
import tensorflow as tf

X = np.array([[0.0], [1.0], [2.0], [3.0]], np.float32)


def input_fn(params):
    data = tf.data.Dataset.from_tensor_slices(({"x": X}, 2 * X))
    return data.repeat().batch(params["batch_size"])


def model_fn(features, labels, mode, params):
    w = tf.get_variable("w", [1, 1], initializer=tf.zeros_initializer())
    y = tf.matmul(features["x"], w)
    if mode == tf.estimator.ModeKeys.PREDICT:
        return tf.contrib.tpu.TPUEstimatorSpec(mode, predictions={"y": y})
    loss = tf.reduce_mean(tf.square(y - labels))
    optimizer = tf.train.GradientDescentOptimizer(0.1)
    train_op = optimizer.minimize(loss, tf.train.get_global_step())
    return tf.contrib.tpu.TPUEstimatorSpec(mode, loss=loss, train_op=train_op)


estimator = tf.contrib.tpu.TPUEstimator(
    model_fn,
    config=tf.contrib.tpu.RunConfig(),
    use_tpu=False,
    train_batch_size=4,
    predict_batch_size=4,
)
estimator.train(input_fn, steps=5)
(predicted,) = estimator.predict(
    lambda params: tf.data.Dataset.from_tensors({"x": X[1:2]}),
    yield_single_examples=False,
)
print(round(float(predicted["y"][0, 0]), 3))

# Keras 3
import keras
import numpy as np

X = np.array([[0.0], [1.0], [2.0], [3.0]], np.float32)
dense = keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros")
model = keras.Sequential([keras.Input((1,)), dense])
model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mean_squared_error")
model.fit(X, 2 * X, batch_size=4, epochs=5, verbose=0)
print(round(float(model.predict(X[1:2], verbose=0)[0, 0]), 3))
