"""The sequence tagger in Keras 3.

Changes from TensorFlow 1.x:
- Estimator, model_fn, input_fn, hooks -> a Model of its own `compute_loss`, and fit.
- tables from files -> dictionaries.
- LSTMBlockFusedCell and TimeReversedFusedRNN -> Bidirectional(LSTM).
- the largest of each word's letters -> TimeDistributed(GlobalMaxPooling1D).
- crf_log_likelihood and crf_decode -> compat.migrate.blocks.CRF.
"""

import random

import keras
import numpy as np
from keras import layers, ops

from compat.migrate.blocks import CRF

TAGS = ["O", "B-PER", "I-PER", "B-LOC"]
FIRST = "anna peter maria jonas laura felix".split()
LAST = "stone rivers miller archer".split()
PLACES = "paris london seoul cairo lima".split()
FRAMES = [
    "PER lives in LOC .",
    "we met PER near LOC yesterday .",
    "LOC is old .",
    "PER and PER left LOC .",
    "is PER here ?",
]
KNOWN = sorted({*FIRST, *PLACES, *LAST[:2], *" ".join(FRAMES).split()})
LETTERS = sorted(set("".join(FIRST + PLACES + LAST)))
LONGEST, LETTERS_OF_WORD = 10, 9


def sentence(rng):
    words, tags = [], []
    for slot in rng.choice(FRAMES).split():
        if slot == "PER":
            words.append(rng.choice(FIRST))
            tags.append("B-PER")
            if rng.random() < 0.5:
                words.append(rng.choice(LAST))
                tags.append("I-PER")
        else:
            words.append(rng.choice(PLACES) if slot == "LOC" else slot)
            tags.append("B-LOC" if slot == "LOC" else "O")
    return words, tags


def number(item, items):
    return items.index(item) + 2 if item in items else 1


def arrays(seed, count):
    rng = random.Random(seed)
    words = np.zeros([count, LONGEST], "int32")
    chars = np.zeros([count, LONGEST, LETTERS_OF_WORD], "int32")
    tags = np.zeros([count, LONGEST], "int32")
    for row in range(count):
        for at, (word, tag) in enumerate(zip(*sentence(rng), strict=True)):
            words[row, at], tags[row, at] = number(word, KNOWN), TAGS.index(tag)
            for place, letter in enumerate(word[:LETTERS_OF_WORD]):
                chars[row, at, place] = number(letter, LETTERS)
    return [words, chars], tags


class Tagger(keras.Model):
    def __init__(self):
        super().__init__()
        self.letters = layers.Embedding(30, 8)
        self.spell = layers.TimeDistributed(layers.Conv1D(8, 3, padding="same"))
        self.largest = layers.TimeDistributed(layers.GlobalMaxPooling1D())
        self.words = layers.Embedding(40, 12)
        self.dropout = layers.Dropout(0.2)
        self.both = layers.Bidirectional(layers.LSTM(10, return_sequences=True))
        self.logits = layers.Dense(len(TAGS))
        self.crf = CRF(len(TAGS))

    def call(self, inputs, training=False):
        words, chars = inputs
        spelled = self.largest(self.spell(self.letters(chars)))
        x = ops.concatenate([self.words(words), spelled], -1)
        x = self.both(self.dropout(x, training=training), mask=words > 0)
        return self.crf(self.logits(self.dropout(x, training=training)))

    def compute_loss(self, x, y, y_pred, sample_weight=None, training=True):
        return -ops.mean(self.crf.log_likelihood(y, y_pred, x[0] > 0))


keras.utils.set_random_seed(5)
model = Tagger()
model.compile(keras.optimizers.Adam(0.02))
history = model.fit(*arrays(1, 200), 20, epochs=4, verbose=0)
print("loss", *(f"{loss:.4f}" for loss in history.history["loss"]))
x, y = arrays(2, 40)
found, _ = model.crf.decode(model(x), x[0] > 0)
mask = x[0] > 0
print(f"accuracy {(ops.convert_to_numpy(found) == y)[mask].mean():.4f}")
