"""The reviews of rnn_11 and rnn_12: their files, words in pieces, batches, yardsticks.

Both labs import it; it is no lab.
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
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

above = Path(__file__).resolve().parents
data = above[1] / "data"
if not data.is_dir():
    data = above[2] / "data"


def stop(expected, received):
    script = Path(sys.argv[0]).name
    print(f"{script}: expected {expected}, received {received}", file=sys.stderr)
    sys.exit(2)


def options(epochs, rate):
    """What the command line says; `epochs` and `rate` without a CSV."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--reviews", metavar="CSV")
    parser.add_argument(
        "--epochs", type=int, metavar="N", help=f"10 with a CSV, else {epochs}"
    )
    parser.add_argument(
        "--rate", type=float, metavar="R", help=f"1e-4 with a CSV, else {rate}"
    )
    parser.add_argument("--longest", type=int, metavar="N", help="cut after N pieces")
    said = parser.parse_args()
    # the lecture's ten epochs at 1e-4 are for 25,000 reviews
    said.epochs = said.epochs or (10 if said.reviews else epochs)
    said.rate = said.rate or (1e-4 if said.reviews else rate)
    return said


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


class Batches(keras.utils.PyDataset):
    """Batches of 64, each padded with zeros to its own longest review."""

    def __init__(self, texts, y, longest=None, size=64):
        super().__init__()
        self.texts, self.y, self.size = texts, y, size
        self.x = [encode(text)[:longest] for text in texts]

    def __len__(self):
        return -(-len(self.x) // self.size)

    def __getitem__(self, i):
        rows = slice(i * self.size, (i + 1) * self.size)
        padded = keras.utils.pad_sequences(self.x[rows], padding="post")
        return padded, self.y[rows]


def read(options):
    """Batches for training, and for the test, of a CSV."""
    path = Path(
        options.reviews or data / "sentences.csv.gz"
    )  # those that come with the labs
    if not path.is_file():
        stop("a CSV file", f"{str(path)!r}, which is not there")
    raw = path.read_bytes()
    raw = gzip.decompress(raw) if path.suffix == ".gz" else raw
    reviews = {}  # each text once
    csv.field_size_limit(10**9)
    lines = io.StringIO(raw.decode("utf-8", "replace"), newline="")
    try:
        rows = list(csv.DictReader(lines))
    except csv.Error as error:
        stop("a CSV file", f"{path}: {error}")
    for i, row in enumerate(rows, 1):
        if row.get("label") not in ("0", "1") or not row.get("text"):
            stop("columns text and label, 0 or 1", f"{str(dict(row))[:50]} in row {i}")
        reviews.setdefault(row["text"].replace("<br />", " "), int(row["label"]))

    # A fifth is held out, chosen by a sum over the text: no review is on both sides,
    # and it stays where it is when others come. The file is sorted by label: shuffle.
    train = [text for text in reviews if zlib.crc32(text.encode("utf-8")) % 5]
    test = [text for text in reviews if not zlib.crc32(text.encode("utf-8")) % 5]
    train = [train[i] for i in np.random.RandomState(777).permutation(len(train))]
    train_y = np.array([[reviews[text]] for text in train], "float32")
    test_y = np.array([[reviews[text]] for text in test], "float32")
    if len(set(train_y.ravel())) < 2 or len(set(test_y.ravel())) < 2:
        stop("good and bad reviews, twenty or more", f"{len(reviews)} in {path}")
    print("reviews:", len(reviews), "training:", len(train), "test:", len(test))
    print("vocabulary:", vocab_size)
    sample = "Hello TensorFlow."
    print([(code, pieces[code]) for code in encode(sample)])
    assert decode(encode(sample)) == sample
    longest = options.longest
    return Batches(train, train_y, longest), Batches(test, test_y, longest)


class Adam(keras.optimizers.Adam):
    """Adds up an embedding's gradient, word by word, before it is squared."""

    def update_step(self, gradient, variable, learning_rate):
        super().update_step(keras.ops.add(gradient, 0.0), variable, learning_rate)


def accuracy(y, logits):
    # metrics=['accuracy'], as in the lecture, draws the line at 0.5, as if these were
    # probabilities; between logits it is 0
    return keras.ops.cast((logits > 0) == (y > 0.5), "float32")


def accuracy_without_padding(model, test):
    """Accuracy with reviews of one length at a time: nothing to pad."""
    right = 0
    for length in sorted({len(one) for one in test.x}):
        same = [i for i, one in enumerate(test.x) if len(one) == length]
        logits = model.predict_on_batch(np.array([test.x[i] for i in same]))
        right += ((logits > 0) == (test.y[same] > 0.5)).sum()
    return right / len(test.x)


def bag_of_words(train, test):
    """The yardstick's accuracy: which words there are, and no order."""
    words = CountVectorizer()
    regression = LogisticRegression(max_iter=1000)
    regression.fit(words.fit_transform(train.texts), train.y.ravel())
    return regression.score(words.transform(test.texts), test.y.ravel())


def draw(histories, yardstick):
    """Each training's accuracy and loss, epoch by epoch, and on the test's reviews."""
    figure, axes = plt.subplots(1, 2, figsize=(9, 4))
    for axis, metric in zip(axes, ("accuracy", "loss"), strict=True):
        for title, told in histories.items():
            axis.plot(told[metric], label=f"training, {title}")
            axis.plot(told[f"val_{metric}"], "--", label=f"test, {title}")
        axis.set(xlabel="epoch", ylabel=metric)
    axes[0].axhline(yardstick, color="gray", linewidth=1, label="bag of words")
    axes[0].legend()
    plt.tight_layout()
    plt.show()
