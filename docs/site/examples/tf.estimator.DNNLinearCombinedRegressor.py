# TensorFlow 1.x
import tensorflow as tf

column = tf.feature_column.numeric_column("x")
model = tf.estimator.DNNLinearCombinedRegressor(
    linear_feature_columns=[column],
    dnn_feature_columns=[column],
    dnn_hidden_units=[3],
    config=tf.estimator.RunConfig(tf_random_seed=1),
)


def input_fn():
    return tf.data.Dataset.from_tensors(({"x": [[1.0], [2.0]]}, [[2.0], [4.0]]))


model.train(lambda: input_fn().repeat(3))
names = ["dnn/hiddenlayer_0/kernel", "linear/linear_model/x/weights"]
print([list(model.get_variable_value(name).shape) for name in names])
print(len(list(model.predict(input_fn))))

# Keras 3
import keras
import numpy as np

x = keras.Input([1])
wide = keras.layers.Dense(1)
hidden = keras.layers.Dense(3, activation="relu")
deep = keras.layers.Dense(1)(hidden(x))
model = keras.Model(x, keras.layers.add([wide(x), deep]))
model.compile(keras.optimizers.Ftrl(0.005), "mse")
rows, labels = np.array([[1.0], [2.0]]), np.array([[2.0], [4.0]])
model.fit(rows, labels, epochs=3, verbose=0)
print([list(hidden.kernel.shape), list(wide.kernel.shape)])
print(len(model.predict(rows, verbose=0)))
