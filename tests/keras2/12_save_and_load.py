# an .h5 file, the architecture as JSON, weights by themselves
import os
import tempfile

import numpy as np
from keras.callbacks import ModelCheckpoint
from keras.layers import LSTM, Dense
from keras.models import Sequential, load_model, model_from_json

np.random.seed(8)
folder = tempfile.mkdtemp()
x, y = np.random.rand(20, 4, 2), np.random.rand(20, 1)
model = Sequential([LSTM(5, input_shape=(4, 2)), Dense(1)])
model.compile(loss="mse", optimizer="adam", metrics=["mae"])
best = os.path.join(folder, "weights.{epoch:02d}-{val_loss:.2f}.hdf5")
checkpoint = ModelCheckpoint(
    best, monitor="val_loss", verbose=0, save_best_only=False, save_weights_only=True
)
history = model.fit(
    x,
    y,
    epochs=3,
    batch_size=5,
    validation_split=0.2,
    callbacks=[checkpoint],
    verbose=0,
)
files = len(os.listdir(folder))
path = os.path.join(folder, "model.h5")
model.save(path)
reloaded = load_model(path)
continued = reloaded.fit(x, y, epochs=2, batch_size=5, verbose=0, shuffle=False)
rebuilt = model_from_json(model.to_json())
model.save_weights(os.path.join(folder, "w.h5"))
rebuilt.load_weights(os.path.join(folder, "w.h5"))
same = rebuilt.predict(x)
del folder, best, path
