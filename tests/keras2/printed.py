"""What Keras 2 prints of its own accord: summaries, and a line for all it does."""

import numpy as np

np.random.seed(1)
from keras.layers import LSTM, Concatenate, Dense, Embedding, Input
from keras.models import Model, Sequential
from keras.utils import Progbar, print_summary

x = np.random.rand(40, 3)
y = (x.sum(1) > 1.5) * 1.0
hidden = Dense(4, activation="tanh", kernel_initializer="ones", input_shape=(3,))
out = Dense(1, activation="sigmoid", kernel_initializer="ones")
model = Sequential([hidden, out])
model.compile("sgd", "binary_crossentropy", metrics=["accuracy"])
model.summary()
model.fit(x, y, epochs=2, batch_size=16, shuffle=False, validation_split=0.2)
model.fit(x, y, epochs=2, verbose=2, shuffle=False)
model.fit(x, y, epochs=1, verbose=2, shuffle=False, validation_data=(x, y))
model.fit(x, y, epochs=2, verbose=0, shuffle=False)
model.evaluate(x, y)
model.evaluate(x, y, verbose=2)
model.evaluate(x, y, verbose=0)
model.predict(x, verbose=1)


def batches():
    while True:
        yield x[:8], y[:8]


model.fit_generator(batches(), steps_per_epoch=3, epochs=2)
model.evaluate_generator(batches(), 3, verbose=1)
model.fit(x, y, steps_per_epoch=2, epochs=1)

words = Input((5,), name="words")
more = Input((2,), name="other")
rows, h, c = LSTM(3, return_state=True, name="lstm")(Embedding(10, 4)(words))
shared = Dense(3, name="a_very_long_name_of_a_layer_that_is_cut")
joined = Model([words, more], Concatenate()([shared(h), shared(c), more]))
joined.summary()
print_summary(joined, line_length=120, positions=[0.4, 0.6, 0.7, 1.0])
first = joined.get_layer("lstm")
Model(words, first.output[0]).summary(line_length=50)
said = []
joined.summary(print_fn=said.append)
print(len(said))

bar = Progbar(7)
for number in range(7):
    bar.update(number + 1, [("loss", 1.0 / (number + 1)), ("tiny", 1e-5)])
bar = Progbar(3, verbose=2, stateful_metrics=["last"])
for number in range(3):
    bar.add(1, [("loss", number), ("last", number)])
bar = Progbar(None)
for number in range(2):
    bar.add(1, [("loss", number)])


def uneven():
    while True:
        for start in (0, 16, 32):
            yield x[start : start + 16], y[start : start + 16]


def told(history):
    for name, values in sorted(history.history.items()):
        print(name, [round(float(value), 5) for value in values])


# batches of 16, 16 and 8: the bar's loss is a mean over steps, the history's is not
given = {"validation_data": uneven(), "validation_steps": 3}
told(model.fit_generator(uneven(), steps_per_epoch=3, epochs=2, **given))
held = {"validation_data": (x, y)}
told(model.fit_generator(uneven(), steps_per_epoch=3, epochs=2, **held))
told(model.fit_generator(uneven(), steps_per_epoch=2, epochs=2, verbose=2, **held))

if "tensorflow" in "from keras":  # tf.keras alone takes datasets
    from tensorflow import data

    def elements():
        return data.Dataset.from_tensor_slices((x, y[:, None])).batch(16)

    unknown = elements().filter(lambda one, two: True)
    told(model.fit(elements(), epochs=2, validation_data=elements()))
    told(model.fit(elements().repeat(), steps_per_epoch=2, epochs=2, verbose=2))
    told(model.fit(unknown, epochs=2))
    told(model.fit(x, y, shuffle=False, validation_data=elements(), validation_steps=2))
    print([round(float(value), 5) for value in model.evaluate(elements())])
    print([round(float(value), 5) for value in model.evaluate(unknown, verbose=0)])
    print(model.predict(elements(), verbose=1).shape)
