# tf.keras of 1.15 with tf.set_random_seed: more layers, added one by one, and noise
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers as L
from tensorflow.keras.models import Model, Sequential

tf.logging.set_verbosity(tf.logging.ERROR)
images = np.cos(np.arange(8 * 6 * 6 * 2)).reshape(8, 6, 6, 2).astype("float32")
classes = np.eye(3)[np.arange(8) % 3]
weights, losses = [], []


def fresh(seed):
    tf.keras.backend.clear_session()
    tf.set_random_seed(seed)
    np.random.seed(seed)


def look(model, inputs):
    for weight in model.get_weights():
        weights.append(np.cos(np.arange(weight.size)).dot(weight.ravel()))
    model.compile(loss="categorical_crossentropy", optimizer="sgd")
    fitted = model.fit(inputs, classes, epochs=2, batch_size=4, verbose=0)
    losses.append(fitted.history["loss"])


fresh(1)
model = Sequential()
model.add(L.Conv2D(3, 3, activation="relu", input_shape=(6, 6, 2)))
model.add(L.MaxPooling2D())
model.add(L.Dropout(0.4))
model.add(L.Conv2D(4, 2, padding="same"))
model.add(L.BatchNormalization())
model.add(L.LeakyReLU(0.2))
model.add(L.Flatten())
model.add(L.Dense(5, activation="relu"))
model.add(L.Dropout(0.3))
model.add(L.Dense(3, activation="softmax"))
look(model, images)

fresh(2)
given = L.Input((6, 6, 2))
one = L.Conv2D(3, 3, padding="same", kernel_initializer="he_normal")(given)
two = L.Activation("relu")(L.Conv2D(3, 3, padding="same", use_bias=False)(one))
both = L.AveragePooling2D()(L.add([one, L.BatchNormalization()(two)]))
wide = L.Conv2DTranspose(3, 3, strides=2, padding="same", activation="relu")(both)
wide = L.UpSampling2D()(L.concatenate([wide, wide]))
found = L.Dense(3, activation="softmax")(L.GlobalAveragePooling2D()(wide))
look(Model(given, found), images)

fresh(3)
model = Sequential([L.Conv1D(4, 3, activation="relu", input_shape=(6, 2))])
model.add(L.MaxPooling1D(2))
model.add(L.SpatialDropout1D(0.3))
model.add(L.Conv1D(3, 2, padding="causal"))
model.add(L.GlobalMaxPooling1D())
model.add(L.GaussianNoise(0.2))  # its op asked NumPy
model.add(L.Dropout(0.3, seed=4))
model.add(L.Dense(3, activation="softmax"))
look(model, images[:, 0])
del fresh, look, model, given, one, two, both, wide, found
