"""What rnn_11 and rnn_12 share before Keras: options, reviews, words in pieces.

Both labs import it; it is no lab. Nothing heavy is imported here, so that what is wrong
is said at once.
"""

import argparse
import csv
import gzip
import io
import re
import sys
import zlib
from pathlib import Path

import numpy as np

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
    parser.add_argument("--reviews", metavar="CSV", help="a file (the labs' own)")
    parser.add_argument(
        "--epochs", type=int, metavar="N", help=f"10 with a CSV, else {epochs}"
    )
    parser.add_argument(
        "--rate", type=float, metavar="R", help=f"1e-4 with a CSV, else {rate}"
    )
    parser.add_argument("--longest", type=int, metavar="N", help="cut after N pieces")
    said = parser.parse_args()
    for name in ("epochs", "longest"):
        if getattr(said, name) is not None and getattr(said, name) < 1:
            stop(f"--{name} of 1 or more", getattr(said, name))
    if said.rate is not None and not 0 < said.rate < float("inf"):
        stop("--rate above 0", said.rate)
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


class Reviews:
    """Texts, their words in pieces, and what they are: 1 for good and 0 for bad."""

    def __init__(self, texts, labels, longest):
        self.texts, self.x = texts, [encode(text)[:longest] for text in texts]
        self.y = np.array([[labels[text]] for text in texts], "float32")


def read(options):
    """The reviews of a CSV for training, and those for the test."""
    path = Path(options.reviews or data / "sentences.csv.gz")  # those of the labs
    if not path.is_file():
        stop("a CSV file", f"{str(path)!r}, which is not there")
    try:
        raw = path.read_bytes()
        raw = gzip.decompress(raw) if path.suffix == ".gz" else raw
    except (OSError, EOFError, zlib.error) as error:
        stop("a CSV file that is whole", f"{path}: {error}")
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
    train, test = (Reviews(texts, reviews, options.longest) for texts in (train, test))
    if len(set(train.y.ravel())) < 2 or len(set(test.y.ravel())) < 2:
        stop("good and bad reviews, twenty or more", f"{len(reviews)} in {path}")
    counts = len(train.texts), len(test.texts)
    print("reviews:", len(reviews), "training:", counts[0], "test:", counts[1])
    print("vocabulary:", vocab_size)
    sample = "Hello TensorFlow."
    print([(code, pieces[code]) for code in encode(sample)])
    assert decode(encode(sample)) == sample
    return train, test
