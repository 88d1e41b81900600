# an embedding from a matrix, frozen
import numpy as np
from keras.initializers import (
    Constant,
    RandomUniform,
    TruncatedNormal,
    VarianceScaling,
    glorot_normal,
    lecun_uniform,
)
from keras.layers import Conv1D, Dense, Embedding, GlobalMaxPooling1D, MaxPooling1D
from keras.models import Sequential

np.random.seed(14)
matrix = np.random.rand(11, 3)
model = Sequential()
model.add(Embedding(11, 3, weights=[matrix], input_length=8, trainable=False))
model.add(
    Conv1D(4, 3, activation="relu", padding="same", kernel_initializer=glorot_normal())
)
model.add(MaxPooling1D(2))
model.add(
    Conv1D(
        3, 2, kernel_initializer=lecun_uniform(seed=5), bias_initializer=Constant(0.1)
    )
)
model.add(GlobalMaxPooling1D())
model.add(Dense(4, kernel_initializer=TruncatedNormal(stddev=0.2)))
model.add(Dense(3, kernel_initializer=VarianceScaling(2.0, "fan_out", "uniform")))
model.add(Dense(2, activation="softmax", kernel_initializer=RandomUniform(-0.1, 0.1)))
model.compile(loss="categorical_crossentropy", optimizer="adamax", metrics=["acc"])
x = np.random.randint(11, size=(12, 8))
history = model.fit(x, np.eye(2)[np.arange(12) % 2], epochs=3, batch_size=4, verbose=0)
trained = len(model.trainable_weights)
count = model.count_params()
