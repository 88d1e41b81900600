# tf.keras of 1.15 with tf.set_random_seed: convolutions of every kind
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers as L
from tensorflow.keras.models import Model

tf.logging.set_verbosity(tf.logging.ERROR)
images = np.cos(np.arange(4 * 12 * 12 * 2)).reshape(4, 12, 12, 2).astype("float32")
weights = []


def fresh(seed):
    tf.keras.backend.clear_session()
    tf.set_random_seed(seed)
    np.random.seed(seed)


def look(inputs, outputs, fed):
    model = Model(inputs, L.Dense(3)(outputs))
    for weight in model.get_weights():
        weights.append(np.cos(np.arange(weight.size)).dot(weight.ravel()))
    weights.extend(model.predict(fed).ravel())


fresh(1)
given, open_ = L.Input((12, 12, 2)), L.Input((None, None, 2))
x = L.Conv2D(3, 3, padding="same", dilation_rate=2, activation="relu")(given)
x = L.Conv2D(3, 2, dilation_rate=(1, 2))(x)
x = L.SpatialDropout2D(0.3)(x)
x = L.SeparableConv2D(4, 3, depthwise_initializer="he_normal")(x)
x = L.SeparableConv2D(4, 2, padding="same", dilation_rate=2)(L.Cropping2D()(x))
x = L.DepthwiseConv2D(2, depth_multiplier=2, activation="relu")(x)
y = L.Conv2D(3, 3, dilation_rate=3, kernel_initializer="random_normal")(open_)
y = L.Conv2D(8, 3, padding="same", dilation_rate=2, use_bias=False)(y)
y = L.DepthwiseConv2D(3, dilation_rate=2)(y)
x, y = L.GlobalMaxPooling2D()(x), L.GlobalAveragePooling2D()(y)
x = L.ThresholdedReLU(0.1)(L.minimum([x, y]))
look([given, open_], L.subtract([x, L.Dense(8)(y)]), [images, images])

fresh(2)
given, open_ = L.Input((12, 2)), L.Input((None, 2))
x = L.Conv1D(3, 3, padding="causal", dilation_rate=2)(given)
x = L.SeparableConv1D(4, 2, padding="same", dilation_rate=2)(x)
x = L.Conv1D(4, 3, dilation_rate=2, kernel_initializer="truncated_normal")(x)
y = L.Conv1D(3, 3, padding="same", dilation_rate=2, activation="softmax")(open_)
y = L.SeparableConv1D(4, 2, dilation_rate=3, pointwise_initializer="he_normal")(y)
y = L.Cropping1D()(y)
x, y = L.GlobalMaxPooling1D()(x), L.GlobalMaxPooling1D()(y)
look([given, open_], L.maximum([x, y]), [images[:, 0], images[:, 1]])

fresh(3)
given = L.Input((12, 12, 2, 1))
x = L.Conv3D(3, (3, 3, 1), padding="same", dilation_rate=2)(given)
x = L.Conv3D(2, (2, 2, 1))(L.MaxPooling3D((2, 2, 1))(x))
look(given, L.GlobalAveragePooling3D()(x), images[..., None])
del fresh, look, given, open_, x, y
