# what callbacks write and say
import glob
import io
import shutil
import sys
import tempfile

import numpy as np
import tensorflow as tf
from keras.callbacks import CSVLogger, EarlyStopping, LearningRateScheduler
from keras.callbacks import ReduceLROnPlateau, TensorBoard
from keras.layers import Dense
from keras.models import Sequential

_folder = tempfile.mkdtemp()
rows, said, tags = [], [], []
x, y = np.ones((8, 3)), np.ones((8, 1))


def trained(callbacks, epochs=4, validated=True):
    np.random.seed(31)
    model = Sequential([Dense(1, input_shape=(3,))])
    model.compile("sgd", "mse", metrics=["mae"])
    given = {"validation_data": (x, y)} if validated else {}
    sys.stdout, out = io.StringIO(), sys.stdout
    try:
        history = model.fit(
            x, y, batch_size=4, epochs=epochs, verbose=0, callbacks=callbacks, **given
        )
    finally:
        said.extend(sys.stdout.getvalue().splitlines())
        sys.stdout = out
    return [len(history.epoch)] + sorted(history.history)


def logged(**given):
    with open(_folder + "/log.csv") as stream:
        return stream.readline().strip(), len(stream.readlines())


halved = LearningRateScheduler(lambda epoch: 0.1 / (epoch + 1), verbose=1)
rows += trained([halved, CSVLogger(_folder + "/log.csv")], validated=False)
rows += logged()
rows += trained([halved, CSVLogger(_folder + "/log.csv", append=True)])
rows += logged()
slower = LearningRateScheduler(lambda epoch, rate: rate * 0.5)
rows += trained([slower, CSVLogger(_folder + "/log.csv", separator=";")])
rows += logged()
watch = dict(min_delta=10, verbose=1)
rows += trained([ReduceLROnPlateau("loss", 0.5, 1, **watch)])
rows += trained([EarlyStopping("loss", patience=2, **watch)], 9)
rows += trained([EarlyStopping(patience=1, restore_best_weights=True, **watch)], 9)
rows += trained([ReduceLROnPlateau("loss", 0.1, 1, cooldown=2, epsilon=5)], 6)
rows = [str(row) for row in rows]


def events(**given):
    inside = tempfile.mkdtemp(dir=_folder)
    trained([TensorBoard(inside, **given)], 2)
    for path in glob.glob(inside + "/*events*"):
        for event in tf.train.summary_iterator(path):
            for value in event.summary.value:
                yield "%d %s %.4f" % (event.step, value.tag, value.simple_value)


tags += list(events()) + list(events(update_freq="batch")) + list(events(update_freq=6))
shutil.rmtree(_folder)
