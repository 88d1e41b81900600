# the names that a script reads off a model, its variables and its history
import keras.backend as K
import numpy as np
from keras import metrics
from keras.layers import GRU, LSTM, RNN, BatchNormalization, Bidirectional, Conv1D
from keras.layers import Dense, Embedding, Flatten, Input, Layer, LSTMCell, SimpleRNN
from keras.layers import TimeDistributed
from keras.models import Model, Sequential


class Attention(Layer):
    def build(self, shape):
        self.W = self.add_weight(
            name="W", shape=(shape[-1], 1), initializer="uniform", trainable=True
        )
        self.b = self.add_weight(shape=(1,), initializer="zeros", name="b")
        super(Attention, self).build(shape)

    def call(self, x):
        weights = K.softmax(K.dot(x, self.W) + self.b, axis=1)
        return K.sum(x * weights, axis=1)

    def compute_output_shape(self, shape):
        return (shape[0], shape[-1])


def variables(model):
    return [w.name for w in model.weights] + [w.name for w in model.trainable_weights]


model = Sequential(
    [
        Embedding(9, 4, input_length=5),
        Bidirectional(GRU(3, return_sequences=True)),
        Bidirectional(LSTM(3, return_sequences=True, name="q")),
        TimeDistributed(Dense(2)),
        LSTM(3, return_sequences=True),
        SimpleRNN(2, return_sequences=True),
        RNN([LSTMCell(3), LSTMCell(2)], return_sequences=True),
        BatchNormalization(),
        Attention(),
        Dense(1, name="out"),
    ]
)
names = variables(model)
names += [w.name for layer in model.layers for w in layer.trainable_weights]
model = Sequential([Conv1D(3, 2, input_shape=(4, 2)), Flatten(), Dense(1, name="out")])
names += variables(model) + model.input_names + model.output_names
given = Input((3,), name="main")
shared = Dense(3, name="block_a")
inner = Model(given, Dense(2)(shared(shared(given))))
model = Model(given, [inner(given), Dense(2)(given)])
names += variables(model) + model.input_names + model.output_names
names += [layer.name for layer in model.layers] + [shared.kernel.name]

for name in ("many-to-one RNN", "my model", "\ud55c\uae00"):
    model = Sequential(name=name)
    model.add(LSTM(3, input_shape=(4, 2)))
    model.add(Dense(1))
    model.compile("adam", "mse")
    model.fit(np.zeros((4, 4, 2)), np.zeros((4, 1)), verbose=0)
    names.append(model.name)

x, y = np.random.RandomState(0).rand(4, 3), np.array([0, 1, 1, 0])
for _ in range(2):
    model = Sequential([Dense(1, input_shape=(3,), activation="sigmoid")])
    chosen = [metrics.AUC(), metrics.Precision(), metrics.Recall(name="r")]
    model.compile("sgd", "binary_crossentropy", metrics=chosen + ["acc"])
    names += sorted(model.fit(x, y, epochs=1, verbose=0).history)
    names += model.metrics_names
del model, inner
