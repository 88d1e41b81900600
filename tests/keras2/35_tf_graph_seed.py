# tf.keras of 1.15 with tf.set_random_seed: initial weights by the number of ops
import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import GRU, LSTM, Activation, Bidirectional, Dense
from tensorflow.keras.layers import Dropout, Embedding, Flatten, Input, Masking
from tensorflow.keras.layers import SimpleRNN, TimeDistributed
from tensorflow.keras.models import Model, Sequential

tf.logging.set_verbosity(tf.logging.ERROR)
weights = []


def fresh(seed):
    tf.keras.backend.clear_session()
    tf.set_random_seed(seed)


def look(model):
    for weight in model.get_weights():
        weights.append(np.cos(np.arange(weight.size)).dot(weight.ravel()))


for number, layers in enumerate(
    [
        lambda: [LSTM(3, input_shape=(5, 4)), Dense(1)],
        lambda: [
            GRU(3, input_shape=(None, 4), return_sequences=True),
            Dropout(0.2),
            SimpleRNN(3),
            Dense(2, activation="softmax"),
        ],
        lambda: (
            [Embedding(9, 4, mask_zero=True), LSTM(3, return_sequences=True)]
            + [LSTM(2), Dense(1, activation="sigmoid")]
        ),
        lambda: [
            Embedding(9, 4, input_length=5),
            Bidirectional(LSTM(3, return_sequences=True)),
            TimeDistributed(Dense(2)),
            Flatten(),
            Dense(1, kernel_initializer="he_normal"),
            Dense(2),
        ],
        lambda: [
            SimpleRNN(3, batch_input_shape=(2, 5, 4), stateful=True),
            Dense(4, activation="relu", kernel_initializer="zeros"),
            Dense(4, use_bias=False),
            Activation("softmax"),
            Dense(1),
        ],
        lambda: (
            [Masking(0.0, input_shape=(5, 4)), GRU(3, return_sequences=True)]
            + [Dense(2, activation="softmax"), GRU(3), Dense(1)]
        ),
        lambda: [Bidirectional(GRU(3), input_shape=(5, 4)), Dense(1)],
    ]
):
    fresh(number + 1)
    look(Sequential(layers()))
fresh(7)
given = Input((5, 4))
first = Model(given, Dense(2)(LSTM(3)(given)))
second = Sequential([Dense(3, input_shape=(4,)), Dense(2)])  # in the same graph
look(first)
look(second)
del first, second
