# a loss and a metric of one's own, and functions of the backend
import numpy as np
import keras.backend as K
from keras.layers import Dense, Lambda
from keras.models import Sequential


def rmse(y_true, y_pred):
    return K.sqrt(K.mean(K.square(y_pred - y_true), axis=-1))


def r2(y_true, y_pred):
    rest = K.sum(K.square(y_true - y_pred))
    total = K.sum(K.square(y_true - K.mean(y_true)))
    return 1 - rest / (total + K.epsilon())


np.random.seed(31)
x = np.random.rand(20, 3)
model = Sequential()
model.add(Dense(5, input_dim=3, activation="sigmoid"))
model.add(Lambda(lambda t: t * 2.0))
model.add(Dense(1))
model.compile(loss=rmse, optimizer="adam", metrics=[r2, "mse", "mae"])
history = model.fit(x, x.sum(axis=1), epochs=3, batch_size=20, verbose=0)
evaluated = model.evaluate(x, x.sum(axis=1), verbose=0)
hidden = K.function([model.layers[0].input], [model.layers[1].output])
inside = hidden([x])[0]
phased = K.function([model.input, K.learning_phase()], [model.layers[0].output])
again = phased([x, 0])[0]
value = K.eval(K.variable(np.ones((2, 2))) + 1)
shape = K.int_shape(model.output)
