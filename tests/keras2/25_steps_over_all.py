# steps_per_epoch with arrays: every step takes all of them
import numpy as np
from keras.callbacks import Callback
from keras.layers import Dense
from keras.models import Sequential


class Watch(Callback):
    def on_train_begin(self, logs={}):
        self.told = []

    def on_batch_end(self, batch, logs={}):
        self.told.append([batch, logs["size"], logs["loss"]])


np.random.seed(25)
x = np.random.rand(10, 3)
y = x.sum(axis=1)
model = Sequential()
model.add(Dense(1, input_shape=(3,)))
model.compile(loss="mse", optimizer="sgd")
watch = Watch()
history = model.fit(
    x, y, steps_per_epoch=2, epochs=2, validation_data=(x[:4], y[:4]),
    validation_steps=2, callbacks=[watch], verbose=0,
)  # fmt: skip
told = np.array(watch.told)
alone = model.train_on_batch(x[:5], y[:5]), model.test_on_batch(x, y)
mean = model.evaluate(x, y, batch_size=3, verbose=0)
