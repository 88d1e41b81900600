# whole numbers, objects and text as data; one loss for every output
import keras.backend as K
import numpy as np
from keras.layers import Dense, Input
from keras.models import Model, Sequential


def own_loss(y_true, y_pred):
    right = y_true * K.square(1 - y_pred)
    return K.mean(right + (1 - y_true) * K.square(y_pred), axis=-1)


def recall(y_true, y_pred):
    hits = K.sum(K.round(K.clip(y_true * y_pred, 0, 1)))
    return hits / (K.sum(K.round(K.clip(y_true, 0, 1))) + K.epsilon())


np.random.seed(28)
x, labels = np.random.rand(12, 3), np.random.randint(0, 2, 12)
losses, kinds = [], []
for y in (labels, labels.astype("int8"), labels == 1, labels.astype("float64")):
    for loss in (own_loss, "binary_crossentropy", lambda t, p: K.mean(K.square(t - p))):
        model = Sequential([Dense(4, input_shape=(3,)), Dense(1, activation="sigmoid")])
        model.compile(loss=loss, optimizer="sgd", metrics=[recall])
        history = model.fit(x, y, epochs=2, batch_size=4, verbose=0)
        losses += history.history["loss"] + history.history["recall"]

table = np.array(
    [[0.1 * i, 1 - 0.1 * i, "R" if i % 2 else "M"] for i in range(8)], dtype=object
)
for taken in (table[:, :2], table[:, :2].astype(str)):
    model = Sequential([Dense(1, input_dim=2, activation="sigmoid")])
    model.compile(loss="mse", optimizer="sgd")
    y = (table[:, 2] == "R").astype(int)
    history = model.fit(taken, y, epochs=2, verbose=0)
    losses += history.history["loss"] + [model.evaluate(taken, y, verbose=0)]
    losses += [model.train_on_batch(taken, y), model.test_on_batch(taken, y)]
    losses += model.predict(taken).ravel().tolist()
    losses += model.predict_on_batch(taken).ravel().tolist()
    objects = y.astype(object)
    losses.append(model.evaluate(taken, objects, verbose=0))

given = Input((3,))
ends = [Dense(1, name="a")(given), Dense(2, name="b")(given)]
both = Model(given, ends)
both.compile("sgd", "mse", metrics=["mae"], loss_weights={"a": 1.0, "b": 0.5})
targets = [np.zeros((12, 1)), np.ones((12, 2))]
each = both.fit(x, targets, batch_size=5, epochs=2, verbose=0)
for key in sorted(each.history):
    kinds.append("%s %s" % (key, type(each.history[key][0]).__name__))
evaluated = both.evaluate(x, targets, batch_size=5, verbose=0)
kinds += [type(one).__name__ for one in evaluated]
