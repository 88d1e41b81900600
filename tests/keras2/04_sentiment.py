# embedding, bidirectional LSTM, sigmoid, on numbers that stand for words
import numpy as np
from keras.layers import LSTM, Bidirectional, Dense, Embedding
from keras.models import Sequential
from keras.preprocessing import sequence

np.random.seed(1337)
lengths = np.random.randint(2, 9, size=48)
x = [list(np.random.randint(1, 30, size=n)) for n in lengths]
y = np.array([int(sum(r) / len(r) > 15) for r in x])
x = sequence.pad_sequences(x, maxlen=7)
model = Sequential()
model.add(Embedding(30, 8, input_length=7, mask_zero=True))
model.add(Bidirectional(LSTM(6)))
model.add(Dense(1, activation="sigmoid"))
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, batch_size=16, epochs=3, validation_split=0.25, verbose=0)
score, acc = model.evaluate(x, y, batch_size=16, verbose=0)
probabilities = model.predict_proba(x, verbose=0)
names = model.metrics_names
