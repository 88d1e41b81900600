# how far generators are ahead, and what the weights of the next model are for it
import time

import numpy as np
from keras.callbacks import Callback
from keras.layers import Dense
from keras.models import Sequential


class Batches:
    def __init__(self):
        self.drawn = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.drawn += 1
        return np.random.rand(4, 3), np.ones((4, 1))

    next = __next__


class Slow(
    Callback
):  # as training is: the thread of 2.3.1 has filled its queue by then
    def on_batch_end(self, *_, **__):
        time.sleep(0.02)

    on_test_batch_end = on_batch_end


slow, counts, losses = [Slow()], [], []


def look(train, held):
    counts.append((train.drawn, held.drawn))


for queue in ({}, {"max_queue_size": 2}, {"workers": 0}):
    np.random.seed(5)
    train, held = Batches(), Batches()
    model = Sequential([Dense(2, input_shape=(3,)), Dense(1)])
    model.compile("sgd", "mse")
    for epochs in (1, 2):
        model.fit_generator(train, 3, epochs, verbose=0, callbacks=slow, **queue)
        look(train, held)
        losses.append(model.history.history["loss"][0])
    weights = [w.sum() for w in Sequential([Dense(2, input_shape=(3,))]).get_weights()]
    losses.extend(weights)
    given = dict(
        queue, callbacks=slow, verbose=0, validation_data=held, validation_steps=3
    )
    model.fit_generator(train, 2, 2, **given)
    look(train, held)
    model.evaluate_generator(held, 2, callbacks=slow, **queue)
    look(train, held)
del Slow, slow, given, train, held, model, queue, weights, look, Batches, epochs
