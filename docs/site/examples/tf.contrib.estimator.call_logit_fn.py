# TensorFlow 1.x
import tensorflow as tf


def logit_fn(features, params):
    return features["x"] * params["scale"]


features = {"x": tf.constant([[1.0, 2.0]])}
call = tf.contrib.estimator.call_logit_fn
logits = call(logit_fn, features, "infer", {"scale": 3.0}, None)
with tf.Session() as session:
    print(session.run(logits).tolist())

# Keras 3
import keras

inputs = keras.Input([2])
model = keras.Model(inputs, inputs * 3.0)
print(model(keras.ops.array([[1.0, 2.0]])).numpy().tolist())
