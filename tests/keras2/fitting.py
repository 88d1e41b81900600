"""What Keras 2 says of arrays that do not fit a model, and which it took."""

import numpy as np
from keras import backend, layers, losses, models


def seq(loss="mse", **more):
    m = models.Sequential(
        [layers.LSTM(4, input_shape=(3, 2)), layers.Dense(5, activation="softmax")]
    )
    m.compile("sgd", loss, **more)
    return m


def fun():
    a, b = layers.Input((3,)), layers.Input((2,), name="second")
    x = layers.concatenate([a, b])
    m = models.Model([a, b], [layers.Dense(1, name="one")(x), layers.Dense(2)(x)])
    m.compile("sgd", "mse")
    return m


def z(*s):
    return np.zeros(s, "float32")


def custom(t, p):
    return backend.mean(p, axis=-1)


cases = {
    "x rank": lambda: seq().fit(z(6, 3), z(6, 5), verbose=0),
    "x shape": lambda: seq().fit(z(6, 4, 2), z(6, 5), verbose=0),
    "x features": lambda: seq().fit(z(6, 3, 1), z(6, 5), verbose=0),
    "y rank": lambda: seq().fit(z(6, 3, 2), z(6, 3, 5), verbose=0),
    "y shape": lambda: seq().fit(z(6, 3, 2), z(6, 4), verbose=0),
    "y 1d": lambda: seq().fit(z(6, 3, 2), z(6), verbose=0),
    "samples": lambda: seq().fit(z(6, 3, 2), z(7, 5), verbose=0),
    "categorical of ints": lambda: seq("categorical_crossentropy").fit(
        z(6, 3, 2), z(6), verbose=0
    ),
    "categorical of column": lambda: seq("categorical_crossentropy").fit(
        z(6, 3, 2), z(6, 1), verbose=0
    ),
    "sparse": lambda: seq("sparse_categorical_crossentropy").fit(
        z(6, 3, 2), z(6), verbose=0
    ),
    "binary": lambda: seq("binary_crossentropy").fit(z(6, 3, 2), z(6, 1), verbose=0),
    "a loss as an object": lambda: seq(losses.CategoricalCrossentropy()).fit(
        z(6, 3, 2), z(6, 4), verbose=0
    ),
    "steps left open": lambda: models.Sequential(
        [layers.LSTM(4, input_shape=(None, 2))]
    ).predict(z(6, 9, 2)),
    "a model that waited": lambda: models.Sequential([layers.Dense(2)]).predict(
        z(3, 4)
    ),
    "custom": lambda: seq(custom).fit(z(6, 3, 2), z(6, 1), verbose=0),
    "predict rank": lambda: seq().predict(z(3, 2)),
    "predict shape": lambda: seq().predict(z(6, 2, 2)),
    "evaluate": lambda: seq().evaluate(z(6, 3, 2), z(6, 4), verbose=0),
    "train on batch": lambda: seq().train_on_batch(z(6, 3), z(6, 5)),
    "test on batch": lambda: seq().test_on_batch(z(6, 3, 2), z(6, 4)),
    "predict on batch": lambda: seq().predict_on_batch(z(6, 3)),
    "validation": lambda: seq().fit(
        z(6, 3, 2), z(6, 5), validation_data=(z(2, 3), z(2, 5)), verbose=0
    ),
    "two inputs, one given": lambda: fun().fit(
        [z(4, 3)], [z(4, 1), z(4, 2)], verbose=0
    ),
    "two inputs, array given": lambda: fun().fit(
        z(4, 3), [z(4, 1), z(4, 2)], verbose=0
    ),
    "two inputs, second": lambda: fun().fit(
        [z(4, 3), z(4, 3)], [z(4, 1), z(4, 2)], verbose=0
    ),
    "two inputs, samples": lambda: fun().fit(
        [z(4, 3), z(5, 2)], [z(4, 1), z(4, 2)], verbose=0
    ),
    "two targets, one given": lambda: fun().fit([z(4, 3), z(4, 2)], z(4, 1), verbose=0),
    "two targets, samples": lambda: fun().fit(
        [z(4, 3), z(4, 2)], [z(4, 1), z(5, 2)], verbose=0
    ),
    "by name": lambda: fun().fit(
        {"input_9": z(4, 3), "second": z(4, 2)}, [z(4, 1), z(4, 2)], verbose=0
    ),
    "not compiled": lambda: models.Sequential([layers.Dense(2, input_shape=(3,))]).fit(
        z(6, 3), z(6, 2), verbose=0
    ),
}
for name, case in cases.items():
    backend.clear_session()
    try:
        case()
        said = "fine"
    except Exception as e:
        said = type(e).__name__ + ": " + str(e)
    print("###", name + "\n" + said[:700], flush=True)
