# how often a step is counted before an optimizer reads the count: batch losses tell
import keras
import numpy as np
from keras.layers import Dense
from keras.models import Sequential
from keras.optimizers import Adam


class Losses(keras.callbacks.Callback):
    def __init__(self):
        super(Losses, self).__init__()
        self.seen = []

    def on_batch_end(self, batch, logs=None):
        self.seen.append(float(logs["loss"]))


def trained(kind, **given):
    keras.backend.clear_session()
    np.random.seed(3)
    x = np.random.rand(40, 8)
    y = (x.sum(1) > 4).astype(float)
    model = Sequential([Dense(4, input_shape=(8,)), Dense(1)])
    model.compile(kind(**given), "mse")
    losses = Losses()
    model.fit(x, y, batch_size=10, epochs=30, verbose=0, callbacks=[losses])
    return losses.seen


adam, adam_decay = trained(Adam, lr=0.01), trained(Adam, lr=0.01, decay=0.05)
