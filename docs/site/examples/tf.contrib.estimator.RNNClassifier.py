# TensorFlow 1.x
import tensorflow as tf

words = tf.contrib.feature_column.sequence_categorical_column_with_identity("words", 9)
model = tf.contrib.estimator.RNNClassifier(
    [tf.feature_column.embedding_column(words, 4)], num_units=[5], cell_type="lstm"
)


def input_fn():
    words = tf.SparseTensor([[0, 0], [0, 1], [1, 0]], [4, 8, 1], [2, 2])
    return {"words": words}, tf.constant([[1], [0]])


model.train(input_fn, steps=2)
print(list(model.get_variable_value("rnn/rnn/basic_lstm_cell/kernel").shape))
print(list(model.get_variable_value("rnn/logits/dense/kernel").shape))

# Keras 3
import keras
import numpy as np

model = keras.Sequential(
    [
        keras.layers.Embedding(10, 4, mask_zero=True),
        keras.layers.LSTM(5),
        keras.layers.Dense(1),
    ]
)
model.compile("adagrad", keras.losses.BinaryCrossentropy(from_logits=True))
model.fit(np.array([[5, 9], [2, 0]]), np.array([[1.0], [0.0]]), verbose=0)
kernel, recurrent, _ = model.layers[1].get_weights()
print([len(kernel) + len(recurrent), kernel.shape[1]])  # 1.x had both in one
print(list(model.layers[2].kernel.shape))
