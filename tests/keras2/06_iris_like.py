# a classifier for three kinds, the wrapper for scikit-learn
import numpy as np
from keras.layers import Dense
from keras.models import Sequential
from keras.wrappers.scikit_learn import KerasClassifier

np.random.seed(7)
X = np.random.rand(45, 4)
names = np.array(["setosa", "versicolor", "virginica"])
Y = names[(X[:, 0] * 3).astype(int)]


def baseline_model():
    model = Sequential()
    model.add(Dense(8, input_dim=4, activation="relu"))
    model.add(Dense(3, activation="softmax"))
    model.compile(
        loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"]
    )
    return model


estimator = KerasClassifier(build_fn=baseline_model, epochs=5, batch_size=5, verbose=0)
estimator.fit(X, Y)
predicted = estimator.predict(X)
proba = estimator.predict_proba(X)
score = estimator.score(X, Y)
