# stop early, lower the rate, look at every epoch
import numpy as np
from keras.callbacks import (
    Callback,
    EarlyStopping,
    LambdaCallback,
    LearningRateScheduler,
    ReduceLROnPlateau,
)
from keras.layers import Dense
from keras.models import Sequential
from keras import backend as K


class Watch(Callback):
    def on_train_begin(self, logs={}):
        self.losses, self.rates = [], []

    def on_batch_end(self, batch, logs={}):
        self.losses.append(logs.get("loss"))

    def on_epoch_end(self, epoch, logs={}):
        self.rates.append(float(K.get_value(self.model.optimizer.lr)))
        self.accuracy = logs.get("val_acc")


np.random.seed(12)
x = np.random.rand(30, 3)
y = (x.sum(axis=1) > 1.5).astype(int)
model = Sequential()
model.add(Dense(4, input_dim=3, activation="tanh"))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["acc"])
watch, seen = Watch(), []
every = [
    watch,
    EarlyStopping(monitor="val_acc", patience=2),
    LambdaCallback(on_epoch_end=lambda e, logs: seen.append(logs["loss"])),
]
history = model.fit(
    x,
    y,
    validation_data=(x[:10], y[:10]),
    epochs=6,
    batch_size=10,
    callbacks=every,
    verbose=0,
)
stopped = len(history.history["loss"])
losses, rates = watch.losses, watch.rates
schedule = LearningRateScheduler(lambda epoch: 0.01 * 0.5**epoch)
second = model.fit(x, y, epochs=3, batch_size=10, callbacks=[schedule], verbose=0)
plateau = ReduceLROnPlateau(
    monitor="loss", factor=0.5, patience=1, epsilon=0.5, min_lr=1e-4
)
third = model.fit(x, y, epochs=4, batch_size=10, callbacks=[plateau], verbose=0)
rate = float(K.get_value(model.optimizer.lr))
K.set_value(model.optimizer.lr, 0.5)
fourth = model.fit(x, y, epochs=1, batch_size=30, verbose=0)
