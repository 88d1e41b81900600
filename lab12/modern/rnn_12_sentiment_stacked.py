"""Lab 12, rnn_12: rnn_11 with two LSTMs on top of each other, and dropout.

    python rnn_12_sentiment_stacked.py [--reviews CSV] [OPTIONS, see --help]

The CSV holds text,label,source with these names in its first line, label 1 for good
and 0 for bad. Without one: the 2,979 sentences that come with the labs. They are few;
`lab12 data get reviews` gets 33,530 reviews.

Changes from Keras 2:
- keras.utils.Sequence and pad_sequences -> a tf.data.Dataset of ragged rows, whose
  batches to_tensor() pads.
- tf.set_random_seed and np.random.seed -> keras.utils.set_random_seed.
- keras.backend (K.cast, K.greater, ...) -> keras.ops.
- model.fit(..., verbose=2) says its epochs in other words.
- Adam's epsilon stays 1e-7, Keras 2's too (TensorFlow 1.x had 1e-8). Keras 3 squares
  an Embedding's sparse gradient before it adds up what a repeated word gets: an Adam of
  three lines adds first, as Keras 2 did.
- Same layers, same default initial values; from the same seed other ones, and dropout
  strikes others.
"""

import argparse
import csv
import gzip
import io
import re
import sys
import zlib
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

keras.utils.set_random_seed(777)

batch_size = 64

parser = argparse.ArgumentParser()
parser.add_argument("--reviews", metavar="CSV")
parser.add_argument("--epochs", type=int, metavar="N", help="10 with a CSV, else 2")
parser.add_argument(
    "--rate", type=float, metavar="R", help="1e-4 with a CSV, else 2e-3"
)
parser.add_argument("--longest", type=int, metavar="N", help="cut after N pieces")
options = parser.parse_args()
# the lecture's ten epochs at 1e-4 are for 25,000 reviews
epochs = options.epochs or (10 if options.reviews else 2)
learning_rate = options.rate or (1e-4 if options.reviews else 2e-3)


def stop(expected, received):
    script = Path(__file__).name
    print(f"{script}: expected {expected}, received {received}", file=sys.stderr)
    sys.exit(2)


# the data: the file named, or the one that comes with the labs
above = Path(__file__).resolve().parents
data = above[1] / "data"
if not data.is_dir():
    data = above[2] / "data"
path = Path(options.reviews or data / "sentences.csv.gz")
if not path.is_file():
    stop("a CSV file", f"{str(path)!r}, which is not there")
raw = path.read_bytes()
raw = gzip.decompress(raw) if path.suffix == ".gz" else raw
reviews = {}  # each text once
csv.field_size_limit(10**9)
try:
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8", "replace"), newline="")))
except csv.Error as error:
    stop("a CSV file", f"{path}: {error}")
for i, row in enumerate(rows, 1):
    if row.get("label") not in ("0", "1") or not row.get("text"):
        stop("columns text and label, 0 or 1", f"{str(dict(row))[:50]} in row {i}")
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
    stop("good and bad reviews, twenty or more", f"{len(reviews)} in {path}")
print("reviews:", len(reviews), "training:", len(train), "test:", len(test))

# The vocabulary: pieces of words in the order in which they were learned, 0 for padding
lines = (data / "subwords.txt").read_text(encoding="utf-8").split("\n")[:-1]
pieces = [line.replace("\u2581", " ") for line in lines]
number = {piece: i for i, piece in enumerate(pieces)}
vocab_size = len(pieces)
known = {}  # words that were seen before


def subwords(word):
    """Join the two neighbours that were learned first, until no two are a piece."""
    parts = list(word)
    while len(parts) > 1:
        pairs = [
            number.get(a + b, vocab_size)
            for a, b in zip(parts, parts[1:], strict=False)
        ]
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
            codes += [number[f"<0x{byte:02X}>"] for byte in part.encode("utf-8")]
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


def batches(x, y):
    """Batches of 64, each padded with zeros to its own longest review."""
    rows = tf.data.Dataset.from_tensor_slices((tf.ragged.constant(x, tf.int32), y))
    return rows.batch(batch_size).map(lambda x, y: (x.to_tensor(), y)).cache()


def accuracy(y, logits):
    # metrics=['accuracy'], as in the lecture, draws the line at 0.5, as if these were
    # probabilities; between logits it is 0
    return keras.ops.cast((logits > 0) == (y > 0.5), "float32")


class Adam(keras.optimizers.Adam):
    """Adds up an embedding's gradient, word by word, before it is squared."""

    def update_step(self, gradient, variable, learning_rate):
        super().update_step(tf.convert_to_tensor(gradient), variable, learning_rate)


def build(mask):
    model = keras.Sequential(
        [
            keras.Input([None], dtype="int32"),
            keras.layers.Embedding(vocab_size, 64, mask_zero=mask),
            # the second reads what the first says at every step
            keras.layers.Bidirectional(keras.layers.LSTM(64, return_sequences=True)),
            keras.layers.Bidirectional(keras.layers.LSTM(32)),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        optimizer=Adam(learning_rate),
        metrics=[accuracy],
    )
    return model


def without_padding(model):
    """Test accuracy with reviews of one length at a time: nothing to pad."""
    right = 0
    for length in sorted({len(x) for x in test_x}):
        same = [i for i, x in enumerate(test_x) if len(x) == length]
        logits = model.predict_on_batch(np.array([test_x[i] for i in same]))
        right += ((logits > 0) == (test_y[same] > 0.5)).sum()
    return right / len(test_x)


samples = [
    "The movie was good. The animation and the graphics were fantastic. "
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
        batches(train_x, train_y),
        epochs=epochs,
        validation_data=batches(test_x, test_y),
        verbose=2,
    )
    for axis, metric in zip(axes, ("accuracy", "loss"), strict=True):
        axis.plot(history.history[metric], label=f"training, {title}")
        axis.plot(history.history[f"val_{metric}"], "--", label=f"test, {title}")
    test_loss, test_accuracy = model.evaluate(batches(test_x, test_y), verbose=0)
    print(f"{title}: test loss {test_loss:.6f} accuracy {test_accuracy:.6f}")
    print(f"{title}: accuracy without padding {without_padding(model):.6f}")
    for text in samples:
        codes = encode(text)
        alone = model.predict_on_batch(np.array([codes]))[0, 0]
        padded = model.predict_on_batch(np.array([codes + [0] * len(codes)]))[0, 0]
        print(f"{title}: {text[:24]}...", end=" ")
        print(f"without padding {alone:.6f}, with padding {padded:.6f}")

# the yardstick: which words there are, and no order
words = CountVectorizer()
regression = LogisticRegression(max_iter=1000)
regression.fit(words.fit_transform(train), train_y.ravel())
share = regression.score(words.transform(test), test_y.ravel())
print(f"bag of words, logistic regression: test accuracy {share:.6f}")

for axis, metric in zip(axes, ("accuracy", "loss"), strict=True):
    axis.set_xlabel("epoch")
    axis.set_ylabel(metric)
axes[0].axhline(share, color="gray", linewidth=1, label="bag of words")
axes[0].legend()
plt.tight_layout()
plt.show()
