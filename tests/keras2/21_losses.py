# every loss by its name, one step
import numpy as np
from keras.layers import Dense
from keras.models import Sequential

np.random.seed(23)
x = np.random.rand(8, 3)
y = np.eye(3)[np.arange(8) % 3]
results = []
for loss in [
    "mse",
    "mae",
    "mape",
    "msle",
    "squared_hinge",
    "hinge",
    "categorical_hinge",
    "logcosh",
    "kullback_leibler_divergence",
    "poisson",
    "cosine_proximity",
    "binary_crossentropy",
    "categorical_crossentropy",
]:
    model = Sequential([Dense(3, activation="softmax", input_shape=(3,))])
    model.compile(optimizer="sgd", loss=loss, metrics=["accuracy", loss])
    results.append(model.train_on_batch(x, y) + model.test_on_batch(x, y))
