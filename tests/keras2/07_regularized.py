# penalties, constraints, batch normalization
import numpy as np
from keras import regularizers
from keras.constraints import maxnorm
from keras.layers import BatchNormalization, Dense
from keras.layers.advanced_activations import LeakyReLU
from keras.models import Sequential
from keras.optimizers import SGD

np.random.seed(3)
x = np.random.randn(32, 6)
y = (x[:, 0] > 0).astype("float32")
model = Sequential()
model.add(
    Dense(
        7,
        input_dim=6,
        kernel_initializer="he_normal",
        kernel_regularizer=regularizers.l2(0.01),
        kernel_constraint=maxnorm(1.0),
    )
)
model.add(LeakyReLU(alpha=0.1))
model.add(
    Dense(
        1,
        kernel_initializer="normal",
        activation="sigmoid",
        bias_regularizer=regularizers.l1_l2(0.01, 0.02),
    )
)
sgd = SGD(lr=0.1, decay=1e-2, momentum=0.9, nesterov=True)
model.compile(loss="binary_crossentropy", optimizer=sgd, metrics=["acc", "mse"])
history = model.fit(x, y, epochs=4, batch_size=8, verbose=0)
evaluated = model.evaluate(x, y, verbose=0)
normalized = Sequential([BatchNormalization(input_shape=(6,)), Dense(1)])
normalized.compile(optimizer="sgd", loss="mse")
second = normalized.fit(x, y, epochs=2, batch_size=8, verbose=0)
