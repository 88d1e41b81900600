# every optimizer, decay and clipping among them
import numpy as np
from keras.layers import Dense
from keras.models import Sequential
from keras.optimizers import SGD, Adadelta, Adagrad, Adam, Adamax, Nadam, RMSprop

np.random.seed(29)
x, y = np.random.rand(16, 3), np.random.rand(16, 2)
results = []
for optimizer in [
    SGD(),
    SGD(lr=0.1, clipnorm=0.1),
    SGD(lr=0.1, momentum=0.9, decay=0.1),
    SGD(0.1, 0.9, nesterov=True, clipvalue=0.02),
    RMSprop(),
    RMSprop(lr=0.01, rho=0.8, epsilon=1e-3, decay=0.1),
    Adagrad(),
    Adagrad(lr=0.1),
    Adadelta(),
    Adadelta(lr=0.5, rho=0.9),
    Adam(),
    Adam(lr=0.01, beta_1=0.8, decay=0.05),
    Adam(lr=0.01, amsgrad=True, epsilon=1e-4),
    Adamax(),
    Nadam(),
    Nadam(lr=0.01, schedule_decay=0.01),
]:
    model = Sequential([Dense(4, activation="tanh", input_shape=(3,)), Dense(2)])
    model.compile(optimizer=optimizer, loss="mse")
    results.append(model.fit(x, y, epochs=10, batch_size=8, verbose=0).history["loss"])
