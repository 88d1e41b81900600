"""The text classifier in Keras 3.

Changes from TensorFlow 1.x:
- Estimator, model_fn, input_fn -> Sequential, compile, fit.
- buckets -> batches padded to the longest review of all: reviews are short.
- embed_sequence -> Embedding; the output at the last word -> mask_zero: the layer
  gives the last state itself.
- optimize_loss -> Adam with clipnorm and ExponentialDecay.
- export_savedmodel and predictor -> model.export, or save and load_model.
- the streaming metrics -> BinaryAccuracy and AUC.
"""

import random

import keras
import numpy as np
from keras import layers

GOOD = "great lovely funny warm clever moving bright".split()
BAD = "dull poor slow cold stupid empty grey".split()
COMMON = "the a film story with its and of very really quite plot actors".split()
VOCABULARY = [*COMMON, *GOOD, *BAD, "not"]


def review(rng):
    good = rng.random() < 0.5
    words = []
    for _ in range(rng.randrange(2, 5)):
        words += [rng.choice(COMMON) for _ in range(rng.randrange(3))]
        if rng.random() < 0.2:
            words += ["not", rng.choice(BAD if good else GOOD)]
        else:
            words.append(rng.choice(GOOD if good else BAD))
    return words[:14], int(good)


def arrays(seed, count):
    rng = random.Random(seed)
    words, labels = zip(*(review(rng) for _ in range(count)), strict=True)
    return padded(words), np.array(labels, "float32")


def padded(reviews):
    ids = np.zeros([len(reviews), 14], "int32")
    for row, words in enumerate(reviews):
        ids[row, : len(words)] = [VOCABULARY.index(word) + 1 for word in words]
    return ids


keras.utils.set_random_seed(3)
model = keras.Sequential(
    [
        layers.Embedding(len(VOCABULARY) + 1, 12, mask_zero=True),
        layers.Dropout(0.2),
        layers.GRU(16),
        layers.LayerNormalization(),
        layers.Dense(1, "sigmoid"),
    ]
)
rate = keras.optimizers.schedules.ExponentialDecay(0.02, 20, 0.9)
model.compile(
    keras.optimizers.Adam(rate, global_clipnorm=1.0),
    "binary_crossentropy",
    metrics=[
        keras.metrics.BinaryAccuracy(name="accuracy"),
        keras.metrics.AUC(name="auc"),
    ],
)
history = model.fit(*arrays(1, 400), 16, epochs=3, verbose=0)
print("loss", *(f"{loss:.4f}" for loss in history.history["loss"]))
found = model.evaluate(*arrays(2, 100), verbose=0, return_dict=True)
print(" ".join(f"{key} {found[key]:.4f}" for key in sorted(found)))
texts = ["a really great film", "the plot of a dull and poor story"]
told = model.predict(padded([text.split() for text in texts]), verbose=0)
for text, probability in zip(texts, told[:, 0], strict=True):
    print(text, int(probability > 0.5))
