# Lab 12, rnn_11: is a review good or bad? Words in pieces, and an LSTM that reads them
# from both ends, by Keras 2.
#
# python rnn_11_sentiment.py [--reviews CSV] [--epochs N] [--rate R] [--longest N]
#
# The CSV holds text,label,source with these names in its first line, label 1 for good
# and 0 for bad. Without one: the 2,979 sentences that come with the labs. They are few;
# `lab12 data get reviews` gets 33,530 reviews.
import argparse
import csv
import gzip
import io
import os
import re
import sys
import zlib

import numpy as np


def stop(expected, received):
    script = os.path.basename(__file__)
    print(script + ": expected", expected + ", received", received, file=sys.stderr)
    sys.exit(2)


parser = argparse.ArgumentParser()
parser.add_argument("--reviews", metavar="CSV", help="a file (the labs' own)")
parser.add_argument("--epochs", type=int, metavar="N", help="10 with a CSV, else 3")
parser.add_argument(
    "--rate", type=float, metavar="R", help="1e-4 with a CSV, else 1e-3"
)
parser.add_argument("--longest", type=int, metavar="N", help="cut after N pieces")
options = parser.parse_args()
for option in ("epochs", "longest"):
    if getattr(options, option) is not None and getattr(options, option) < 1:
        stop("--%s of 1 or more" % option, getattr(options, option))
if options.rate is not None and not 0 < options.rate < float("inf"):
    stop("--rate above 0", options.rate)
# the lecture's ten epochs at 1e-4 are for 25,000 reviews
epochs = options.epochs or (10 if options.reviews else 3)
learning_rate = options.rate or (1e-4 if options.reviews else 1e-3)


# the data: the file named, or the one that comes with the labs
here = os.path.dirname(os.path.abspath(__file__))
data = os.path.join(here, "..", "data")
if not os.path.isdir(data):
    data = os.path.join(here, "..", "..", "data")
path = options.reviews or os.path.join(data, "sentences.csv.gz")
if not os.path.isfile(path):
    stop("a CSV file", "%r, which is not there" % path)
try:
    with open(path, "rb") as f:
        raw = f.read()
    raw = gzip.decompress(raw) if path.endswith(".gz") else raw
except (OSError, EOFError, zlib.error) as error:
    stop("a CSV file that is whole", "%s: %s" % (path, error))
reviews = {}  # each text once
csv.field_size_limit(10**9)
try:
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8", "replace"), newline="")))
except csv.Error as error:
    stop("a CSV file", "%s: %s" % (path, error))
for i, row in enumerate(rows, 1):
    if row.get("label") not in ("0", "1") or not row.get("text"):
        stop("columns text and label, 0 or 1", "%.50s in row %d" % (dict(row), i))
    text = row["text"].replace("<br />", " ")
    reviews.setdefault(text, int(row["label"]))

# A fifth is held out, chosen by a sum over the text: no review is on both sides, and it
# stays where it is when others come. The file is sorted by label, so shuffle.
train = [text for text in reviews if zlib.crc32(text.encode("utf-8")) % 5]
test = [text for text in reviews if not zlib.crc32(text.encode("utf-8")) % 5]
train = [train[i] for i in np.random.RandomState(777).permutation(len(train))]
train_y = np.array([[reviews[text]] for text in train], "float32")
test_y = np.array([[reviews[text]] for text in test], "float32")
if len(set(train_y.ravel())) < 2 or len(set(test_y.ravel())) < 2:
    stop("good and bad reviews, twenty or more", "%d in %s" % (len(reviews), path))
print("reviews:", len(reviews), "training:", len(train), "test:", len(test))

# The vocabulary: pieces of words in the order in which they were learned, 0 for padding
with open(os.path.join(data, "subwords.txt"), encoding="utf-8") as f:
    pieces = [line.replace("\u2581", " ") for line in f.read().split("\n")[:-1]]
number = {piece: i for i, piece in enumerate(pieces)}
vocab_size = len(pieces)
known = {}  # words that were seen before


def subwords(word):
    """Join the two neighbours that were learned first, until no two are a piece."""
    parts = list(word)
    while len(parts) > 1:
        pairs = [number.get(a + b, vocab_size) for a, b in zip(parts, parts[1:])]
        first = min(pairs)
        if first == vocab_size:
            break
        i = pairs.index(first)
        parts[i : i + 2] = [pieces[first]]
    codes = []
    for part in parts:
        if part in number:
            codes.append(number[part])
        else:  # a letter that is no piece: its bytes
            codes += [number["<0x%02X>" % byte] for byte in part.encode("utf-8")]
    return codes


def encode(text):
    codes = []
    for word in re.findall(r" [^ ]*|[^ ]+", text):
        if word not in known:
            known[word] = subwords(word)
        codes += known[word]
    return codes


def decode(codes):
    raw = b""
    for piece in (pieces[code] for code in codes):
        byte = re.match(r"<0x(..)>$", piece)
        raw += bytes([int(byte.group(1), 16)]) if byte else piece.encode("utf-8")
    return raw.decode("utf-8")


print("vocabulary:", vocab_size)
sample = "Hello TensorFlow."
print([(code, pieces[code]) for code in encode(sample)])
assert decode(encode(sample)) == sample

train_x = [encode(text)[: options.longest] for text in train]
test_x = [encode(text)[: options.longest] for text in test]

# All arguments are good: now Keras, which takes seconds to import.
import matplotlib.pyplot as plt
import tensorflow as tf
from keras import backend as K
from keras.layers import LSTM, Bidirectional, Dense, Embedding
from keras.losses import BinaryCrossentropy
from keras.models import Sequential
from keras.optimizers import Adam
from keras.preprocessing.sequence import pad_sequences
from keras.utils import Sequence
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

np.random.seed(777)
tf.set_random_seed(777)  # the same numbers in every run

batch_size = 64


class Batches(Sequence):
    """Batches of 64, each padded with zeros to its own longest review."""

    def __init__(self, x, y):
        super(Batches, self).__init__()
        self.x, self.y = x, y

    def __len__(self):
        return -(-len(self.x) // batch_size)

    def __getitem__(self, i):
        rows = slice(i * batch_size, (i + 1) * batch_size)
        return pad_sequences(self.x[rows], padding="post"), self.y[rows]


def accuracy(y, logits):
    # metrics=['accuracy'], as in the lecture, draws the line at 0.5, as if these were
    # probabilities; between logits it is 0
    return K.cast(K.equal(y, K.cast(K.greater(logits, 0.0), "float32")), "float32")


def build(mask):
    model = Sequential()
    model.add(Embedding(vocab_size, 64, mask_zero=mask))
    model.add(Bidirectional(LSTM(64)))
    model.add(Dense(64, activation="relu"))
    model.add(Dense(1))
    model.compile(
        loss=BinaryCrossentropy(from_logits=True),
        optimizer=Adam(learning_rate),
        metrics=[accuracy],
    )
    return model


def without_padding(model):
    """Test accuracy with reviews of one length at a time: nothing to pad."""
    right = 0
    for length in sorted(set(len(x) for x in test_x)):
        same = [i for i, x in enumerate(test_x) if len(x) == length]
        logits = model.predict_on_batch(np.array([test_x[i] for i in same]))
        right += ((np.array(logits) > 0) == (test_y[same] > 0.5)).sum()
    return right / float(len(test_x))


samples = [
    "The movie was cool. The animation and the graphics were out of this world. "
    "I would recommend this movie.",
    "The movie was not good. The animation and the graphics were terrible. "
    "I would not recommend this movie.",
]
figure, axes = plt.subplots(1, 2, figsize=(9, 4))
start = None
for mask in (False, True):
    title = "masked" if mask else "not masked"
    model = build(mask)
    if start is None:
        start = model.get_weights()
    model.set_weights(start)  # both from the same weights: only the mask differs
    counts = [layer.count_params() for layer in model.layers]
    print("parameters:", " + ".join(map(str, counts)), "=", model.count_params())
    history = model.fit(
        Batches(train_x, train_y),
        epochs=epochs,
        validation_data=Batches(test_x, test_y),
        shuffle=False,
        verbose=2,
    )
    for axis, metric in zip(axes, ("accuracy", "loss")):
        axis.plot(history.history[metric], label="training, " + title)
        axis.plot(history.history["val_" + metric], "--", label="test, " + title)
    test_loss, test_accuracy = model.evaluate(Batches(test_x, test_y), verbose=0)
    print("%s: test loss %.6f accuracy %.6f" % (title, test_loss, test_accuracy))
    print("%s: accuracy without padding %.6f" % (title, without_padding(model)))
    for text in samples:
        codes = encode(text)
        alone = float(model.predict_on_batch(np.array([codes]))[0, 0])
        padded = pad_sequences([codes], maxlen=2 * len(codes), padding="post")
        padded = float(model.predict_on_batch(padded)[0, 0])
        print("%s: %s..." % (title, text[:24]), end=" ")
        print("without padding %.6f, with padding %.6f" % (alone, padded))

# the yardstick: which words there are, and no order
words = CountVectorizer()
regression = LogisticRegression(max_iter=1000)
regression.fit(words.fit_transform(train), train_y.ravel())
share = regression.score(words.transform(test), test_y.ravel())
print("bag of words, logistic regression: test accuracy %.6f" % share)

for axis, metric in zip(axes, ("accuracy", "loss")):
    axis.set_xlabel("epoch")
    axis.set_ylabel(metric)
axes[0].axhline(share, color="gray", linewidth=1, label="bag of words")
axes[0].legend()
plt.tight_layout()
plt.show()
