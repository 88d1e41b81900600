# series of different lengths, -1 where they end
import numpy as np
from keras.layers import GRU, Dense, Masking, TimeDistributed
from keras.models import Sequential

np.random.seed(5)
x = np.random.rand(12, 6, 2)
y = x.sum(axis=-1, keepdims=True)
for i in range(12):
    x[i, 1 + i % 6 :] = -1.0
model = Sequential()
model.add(Masking(mask_value=-1.0, input_shape=(6, 2)))
model.add(GRU(5, return_sequences=True))
model.add(TimeDistributed(Dense(1)))
model.compile(loss="mae", optimizer="adagrad")
history = model.fit(x, y, epochs=3, batch_size=4, shuffle=False, verbose=0)
out = model.predict(x)
