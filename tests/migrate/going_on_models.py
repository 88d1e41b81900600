"""What a Keras user would write for going_on_cases.py: `compat convert --model`."""

import keras

BATCH, TIME, WORDS, SIZE = 3, 4, 6, 5
k = keras.layers


def adam():
    added_up = keras.regularizers.L2(0.0)  # the gradients of a token that is repeated
    lstms = [k.LSTM(SIZE, return_sequences=True) for _ in range(2)]
    model = keras.Sequential(
        [
            k.Input((None,)),
            k.Embedding(WORDS, SIZE, embeddings_regularizer=added_up),
            *lstms,
            k.Dense(WORDS),
        ]
    )
    model.compile(
        keras.optimizers.Adam(0.05, beta_1=0.8, epsilon=1e-6),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    return model


def momentum():
    inputs = k.Input((TIME, SIZE))
    gru = k.GRU(4, reset_after=False, return_sequences=True)
    both = k.Bidirectional(gru)(inputs)
    outputs = k.Dense(8)(k.Dense(8, "relu")(both))
    model = keras.Model(inputs, outputs)
    model.compile(keras.optimizers.SGD(0.3, 0.9, nesterov=True), "mse")
    return model


def rmsprop():
    model = keras.Sequential([
        k.Input((TIME, SIZE)),
        k.Conv1D(4, 2, padding="same"),
        k.LayerNormalization(epsilon=1e-12),
        k.SimpleRNN(SIZE, return_sequences=True),
        k.Dense(3),
    ])  # fmt: skip
    optimizer = keras.optimizers.RMSprop(
        0.01, rho=0.8, momentum=0.5, epsilon=1e-3, centered=True
    )
    model.compile(optimizer, "mse")
    return model


def plain():
    """Not compiled: for the weights alone."""
    return keras.models.clone_model(adam())


def other():
    """A layer too many, a layer too wide, and an optimizer that has no place."""
    model = keras.Sequential(
        [k.Input((None,)), k.Embedding(WORDS, SIZE), k.LSTM(SIZE), k.Dense(3)]
    )
    model.compile("sgd", "mse")
    return model


def fails():
    raise RuntimeError("no\nway")


def gives_a_layer():
    return k.Dense(3)


def not_built():
    return keras.Sequential([k.Dense(3)])
