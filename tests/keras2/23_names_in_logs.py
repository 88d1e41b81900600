# what metrics are called, in both spellings of Keras, and what a batch's logs hold
import keras
import numpy as np
import tensorflow as tf

tf.logging.set_verbosity(tf.logging.ERROR)


def data(outputs):
    x = np.linspace(-1, 1, 48).reshape(12, 4).astype("float32")
    y = np.eye(3)[np.arange(12) % 3]
    return x, [y] * outputs if outputs > 1 else y


def model_of(k, outputs):
    k.backend.clear_session()
    given = k.layers.Input((4,))
    ends = [
        k.layers.Dense(3, activation="softmax", name="abc"[i], kernel_regularizer="l2")
        for i in range(outputs)
    ]
    ends = [end(given) for end in ends]
    model = k.models.Model(given, ends if outputs > 1 else ends[0])
    model.set_weights(
        [np.cos(np.arange(w.size) + 1.0).reshape(w.shape) for w in model.get_weights()]
    )
    return model


def text(logs):
    return ["%s=%.5f" % (name, float(value)) for name, value in logs.items()]


def look(k, found, metrics, outputs=1, weighted=None):
    model, (x, y) = model_of(k, outputs), data(outputs)
    model.compile(
        "sgd", "categorical_crossentropy", metrics=metrics, weighted_metrics=weighted
    )

    class Look(k.callbacks.Callback):
        def on_train_begin(self, logs=None):
            kept = ("batch_size", "epochs", "samples", "metrics", "do_validation")
            found.extend("%s: %s" % (name, self.params.get(name)) for name in kept)

        def on_batch_begin(self, batch, logs=None):
            found.extend(text(logs))

        def on_batch_end(self, batch, logs=None):
            found.extend(text(logs))

        def on_epoch_end(self, epoch, logs=None):
            found.append(" ".join(sorted(logs)))

    history = model.fit(
        x,
        y,
        batch_size=5,
        epochs=2,
        validation_split=0.3,
        shuffle=False,
        verbose=0,
        callbacks=[Look()],
    )
    found.extend(model.metrics_names + list(history.history))
    found.append(str(len(np.atleast_1d(model.evaluate(x, y, verbose=0)))))


def every(k):
    found = []
    look(k, found, ["accuracy"])
    look(k, found, ["acc", "mae", "MSE", "mean_squared_error", "accuracy"])
    look(k, found, [k.metrics.categorical_accuracy, "categorical_accuracy", "ce"])
    look(k, found, ["top_k_categorical_accuracy", "cosine_proximity"])
    look(k, found, ["accuracy"], weighted=["accuracy"])
    look(k, found, ["acc"], outputs=2)
    look(k, found, {"a": "accuracy", "b": ["acc", "mae"]}, outputs=2)
    return found


of_keras, of_tf_keras = every(keras), every(tf.keras)
