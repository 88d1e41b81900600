# the losses over batches of a generator, and over steps that take all
import numpy as np
from keras.layers import Dense, Input
from keras.models import Model, Sequential


def batches():
    while True:
        yield np.ones((4, 3)), [np.zeros((4, 1)), np.ones((4, 2))]
        yield 2 * np.ones((2, 3)), [np.ones((2, 1)), np.ones((2, 2))]


given = Input((3,))
a = Dense(1, kernel_initializer="ones", name="a", kernel_regularizer="l2")
b = Dense(2, kernel_initializer="ones", name="b")
model = Model(given, [a(given), b(given)])
model.compile("sgd", "mse", metrics=["mae"], loss_weights=[1.0, 0.5])
x, y = next(batches())
over = model.evaluate_generator(batches(), 2, workers=0)
over += model.evaluate_generator(batches(), 3, workers=0)
over += model.evaluate(x, y, steps=2, verbose=0)
longer = [np.concatenate([one, one + 1, one])[:10] for one in [x] + y]
over += model.evaluate(longer[0], longer[1:], batch_size=4, verbose=0)
given = dict(verbose=0, workers=0, validation_data=batches(), validation_steps=3)
by_batches = model.fit_generator(batches(), 3, 2, **given)
by_steps = model.fit(
    x, y, steps_per_epoch=2, validation_data=(x, y), validation_steps=3, verbose=0
)
given.update(validation_data=(x, y), validation_steps=None)
held_out = model.fit_generator(batches(), 3, 1, **given)


def single():
    for x, y in batches():
        yield x, y[0]


alone = Sequential([Dense(1, input_shape=(3,), kernel_initializer="ones")])
alone.compile("sgd", "mse", metrics=["mae"])
evaluated = alone.evaluate_generator(single(), 2, workers=0)
given.update(validation_data=single(), validation_steps=2)
history = alone.fit_generator(single(), 2, 1, **given)
