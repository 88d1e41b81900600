# as it was written before Keras 2
import warnings

warnings.simplefilter("ignore")
import numpy as np
from keras.layers.convolutional import Convolution2D, MaxPooling2D
from keras.layers.core import Activation, Dense, Dropout, Flatten
from keras.layers.embeddings import Embedding
from keras.models import Sequential
from keras.layers.recurrent import LSTM, GRU

np.random.seed(11)
x = np.random.rand(10, 8, 8, 1)
y = np.eye(2)[np.arange(10) % 2]
model = Sequential()
model.add(Convolution2D(3, 3, 3, border_mode="same", input_shape=(8, 8, 1)))
model.add(Activation("relu"))
model.add(MaxPooling2D(pool_size=(2, 2), border_mode="valid"))
model.add(Dropout(0.25))
model.add(Flatten())
model.add(Dense(output_dim=2, init="uniform", activation="softmax"))
model.compile(
    loss="categorical_crossentropy", optimizer="adadelta", metrics=["accuracy"]
)
history = model.fit(x, y, batch_size=5, nb_epoch=2, verbose=0)
words = Sequential()
words.add(Embedding(12, 4, input_length=6, init="uniform"))
words.add(
    LSTM(
        output_dim=3,
        inner_activation="hard_sigmoid",
        return_sequences=True,
        dropout_W=0.0,
        consume_less="cpu",
    )
)
words.add(GRU(output_dim=2, init="he_uniform", inner_init="orthogonal"))
out = words.predict(np.arange(12).reshape(2, 6))
