# next character from a window, one-hot in and out
import numpy as np
from keras.layers import LSTM, Activation, Dense, Dropout
from keras.models import Sequential
from keras.optimizers import RMSprop
from keras.utils import np_utils

np.random.seed(42)
text = "the rain in spain stays mainly in the plain. " * 2
chars = sorted(list(set(text)))
char_to_int = dict((c, i) for i, c in enumerate(chars))
maxlen, step = 8, 3
X, y = [], []
for i in range(0, len(text) - maxlen, step):
    X.append([char_to_int[c] for c in text[i : i + maxlen]])
    y.append(char_to_int[text[i + maxlen]])
X = np_utils.to_categorical(X, len(chars))
y = np_utils.to_categorical(y)
model = Sequential()
model.add(LSTM(12, input_shape=(maxlen, len(chars))))
model.add(Dropout(0.2))
model.add(Dense(y.shape[1]))
model.add(Activation("softmax"))
model.compile(
    loss="categorical_crossentropy", optimizer=RMSprop(lr=0.01), metrics=["acc"]
)
history = model.fit(X, y, batch_size=10, nb_epoch=3, verbose=0)
prediction = model.predict(X[:4], verbose=0)
classes = model.predict_classes(X, verbose=0)
