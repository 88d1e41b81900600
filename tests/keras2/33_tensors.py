# losses, gradients and functions of a model's own tensors
import keras.backend as K
import numpy as np
from keras import losses, metrics
from keras.layers import Dense, Input, Lambda, Layer
from keras.models import Model

x = np.random.RandomState(0).rand(12, 4)
np.random.seed(33)
given = Input((4,))
hidden = Dense(3, activation="tanh")(given)
output = Dense(2, activation="softmax")(hidden)
model = Model(given, output)
score = K.mean(output[:, 0])
by_input = K.gradients(score, model.input)[0]
first, slope = K.function([model.input], [score, by_input])([x[:2]])
by_hidden = K.gradients(K.sum(K.square(output)), hidden)[0]
pooled = K.function([given], [K.mean(by_hidden, axis=0), hidden])([x[:2]])[0]
by_weights = K.gradients(K.sum(output[:, 1] * 2.0), model.trainable_weights)
slopes = K.function([given], by_weights)([x[:3]])
slopes = np.concatenate([one.ravel() for one in slopes])
place = K.placeholder(shape=(None, 3))
squares = K.sum(place * place, axis=-1)
squared = K.function([place], [squares])([np.ones((2, 3))])[0]
total = K.variable(np.zeros(3))
count = K.function(
    [place], [K.sum(place)], updates=[K.update_add(total, K.sum(place, axis=0))]
)
count([np.ones((2, 3))]), count([np.ones((2, 3))])
counted = K.get_value(total)
told = [
    K.int_shape(squares),
    K.ndim(squares),
    K.dtype(squares),
    K.is_placeholder(place),
]
told = [str(one) for one in told + [K.is_keras_tensor(hidden), K.count_params(total)]]


def sampled(parts):
    mean, log_var = parts
    shape = (K.shape(mean)[0], 2)
    noise = K.random_normal(shape=shape, mean=0.0, stddev=1.0)
    return mean + K.exp(log_var / 2) * noise


def encoded():
    np.random.seed(34)
    given = Input((4,))
    mean, log_var = Dense(2)(given), Dense(2)(given)
    z = Lambda(sampled, output_shape=(2,))([mean, log_var])
    kl = -0.5 * K.sum(1 + log_var - K.square(mean) - K.exp(log_var), axis=-1)
    return given, mean, kl, Dense(4, activation="sigmoid")(z)


given, mean, kl, output = encoded()
closure = Model(given, output)


def vae_loss(y_true, y_pred):
    return K.mean(4 * metrics.binary_crossentropy(y_true, y_pred) + kl)


def kl_alone(y_true, y_pred):
    return K.mean(kl)


closure.compile("rmsprop", loss=vae_loss, metrics=[kl_alone, "mse"])
history = closure.fit(x, x, epochs=3, batch_size=4, verbose=0)
codes = Model(given, mean).predict(x[:2])

given, mean, kl, output = encoded()
added = Model(given, output)
added.add_loss(K.mean(losses.mse(given, output) + kl))
added.compile(optimizer="rmsprop")
of_added = added.fit(x, epochs=3, batch_size=4, verbose=0)


class Near(Layer):
    def call(self, pair):
        self.add_loss(K.mean(K.square(pair[0] - pair[1])), inputs=pair)
        return pair[0]

    def compute_output_shape(self, shapes):
        return shapes[0]


np.random.seed(35)
given = Input((4,))
near = Model(given, Near()([given, Dense(4)(given)]))
near.compile("sgd", loss=None)
of_near = near.fit(x, epochs=2, batch_size=4, verbose=0, validation_data=(x, None))

given = Input((4,))
a = Dense(2, name="a")(given)
b = Dense(3, name="b")(a)
two = Model(given, [a, b])
two.compile("sgd", [lambda t, p: K.mean(K.square(t - p) + 0.01 * K.sum(b)), "mse"])
of_two = two.fit(x, [x[:, :2], x[:, :3]], epochs=2, batch_size=4, verbose=0)
