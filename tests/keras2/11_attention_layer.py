# a layer of one's own, as blogs of 2017 had it
import numpy as np
from keras import backend as K
from keras import initializers
from keras.engine.topology import Layer
from keras.layers import GRU, Dense, Embedding, Input
from keras.models import Model


class AttLayer(Layer):
    def __init__(self, attention_dim=5, **kwargs):
        self.init = initializers.get("normal")
        self.supports_masking = True
        self.attention_dim = attention_dim
        super(AttLayer, self).__init__(**kwargs)

    def build(self, input_shape):
        assert len(input_shape) == 3
        self.W = self.add_weight(
            name="W", shape=(input_shape[-1], self.attention_dim), initializer=self.init
        )
        self.b = self.add_weight(
            name="b", shape=(self.attention_dim,), initializer="zeros"
        )
        self.u = self.add_weight(
            "u", (self.attention_dim, 1), initializer="uniform", trainable=True
        )
        super(AttLayer, self).build(input_shape)

    def compute_mask(self, inputs, mask=None):
        return None

    def call(self, x, mask=None):
        uit = K.tanh(K.bias_add(K.dot(x, self.W), self.b))
        ait = K.squeeze(K.dot(uit, self.u), -1)
        ait = K.exp(ait)
        if mask is not None:
            ait *= K.cast(mask, K.floatx())
        ait /= K.cast(K.sum(ait, axis=1, keepdims=True) + K.epsilon(), K.floatx())
        return K.sum(x * K.expand_dims(ait), axis=1)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], input_shape[-1])


np.random.seed(4)
words = Input(shape=(6,), dtype="int32")
x = Embedding(15, 5, mask_zero=True)(words)
x = GRU(4, return_sequences=True)(x)
x = AttLayer(3)(x)
model = Model(words, Dense(2, activation="softmax")(x))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
data = np.random.randint(0, 15, size=(20, 6))
data[:, 0] = 1
labels = np.arange(20) % 2
history = model.fit(data, labels, epochs=2, batch_size=5, verbose=0)
out = model.predict(data)
