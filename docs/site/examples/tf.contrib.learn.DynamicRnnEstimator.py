# TensorFlow 1.x
import tensorflow as tf
from tensorflow.contrib.learn.python.learn.estimators import rnn_common

learn = tf.contrib.learn
model = learn.DynamicRnnEstimator(
    problem_type=learn.ProblemType.CLASSIFICATION,
    prediction_type=rnn_common.PredictionType.SINGLE_VALUE,
    sequence_feature_columns=[tf.contrib.layers.real_valued_column("x", dimension=2)],
    num_classes=3,
    num_units=4,
    cell_type="lstm",
)


def input_fn():
    return {"x": tf.ones([2, 5, 2])}, tf.constant([[1], [2]])


model.fit(input_fn=input_fn, steps=2)
print(list(model.get_variable_value("rnn/lstm_cell/kernel").shape))
print(list(model.get_variable_value("fully_connected/weights").shape))

# Keras 3
import keras
import numpy as np

model = keras.Sequential([keras.layers.LSTM(4), keras.layers.Dense(3)])
model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(np.ones((2, 5, 2)), np.array([1, 2]), epochs=2, verbose=0)
kernel, recurrent, _ = model.layers[0].get_weights()
print([len(kernel) + len(recurrent), kernel.shape[1]])  # 1.x had both in one
print(list(model.layers[1].kernel.shape))
