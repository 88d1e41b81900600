"""The lecture's own listings run, and say what they said on 1.15.5 and Keras 2.3.1.

`LAB12_LECTURES` names the folder with the lecture's texts; without it, scripts in the
same ways but words of our own are in `test_lecture_idioms.py`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lecture_listings import LISTINGS, listing

from lab12.labs import catalogue

# what is printed last; figures as far as rounding and chance leave them
SEA = r".n them tasks and work, but rather teach them to long for the endless im.*sea\."
LAST = {
    "one node": r"\[\[\[0\.049452\d* 0\.043162\d*\]\]\]",
    "five steps": r"\[ 0\.1675159\d*\s+-0\.264767\d*\]\]\]",
    "three words": r"\[ 0\.0427084\d*\s+-0\.105118\d* *\]\]\]",
    "lengths": r"\[-0\.67678\d*\s+-0\.13465\d*\]\n +\[ 0\. +0\. +\]\]\]",
    "losses": r"Loss1:  0\.51301\d* Loss2:  0\.37110\d*",
    "hihello on slides": r"Prediction str:  ihello",
    "a sentence": r"2999 loss: 1\.0229\d* Prediction: if you want you",
    "windows on slides": r"19 3\.18890\d*",
    "stacked on slides": SEA,
    "stock": r"999 0\.338\d*",
    "hihello": r"Prediction str:  ihello",
    "cheer": r"49 loss: 0\.81778\d* Prediction: 화이팅입니다",
    "windows": r"[a-z ,.']{100,}",
    "stacked": r"[a-z ,.']{100,}",
    "sine in parts": r"\(17, 3, 1\) \(17, 1\)\n\(17, 1\)",
    "sine": r"\(11, 3, 1\) \(11,\)",
    "sixpence": r" - loss: 0\.[23]\d* - accuracy: 0\.9\d*",
    "sixpence goes on": r"king was in his counting .*\nhello worl.*",
    "reviews": r"val_loss: 0\.6\d* - val_acc: 0\.\d*",
    "reviews, stacked": r"val_loss: 0\.6\d* - val_acc: 0\.\d*",
}

# stands in for the package of this name, with reviews of a word or two
DATASETS = """\
import tensorflow as tf

class Encoder:
    vocab_size = 8185
    def encode(self, text):
        return [ord(letter) for letter in text]
    def decode(self, codes):
        return "".join(map(chr, codes))

class Named:
    pass

def load(name, with_info, as_supervised):
    def some(count):
        kinds = [("good ", 1), ("bad film ", 0)]
        rows = [(Encoder().encode(text * (n % 4 + 1)), label)
                for n in range(count) for text, label in kinds]
        shapes = tf.TensorShape([None]), tf.TensorShape([])
        types = tf.int64, tf.int64
        return tf.data.Dataset.from_generator(lambda: iter(rows), types, shapes)
    info = Named()
    info.features = {"text": Named()}
    info.features["text"].encoder = Encoder()
    return {"train": some(64), "test": some(960)}, info
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the scripts run: what one leaves is there for the next."""
    folder = tmp_path_factory.mktemp("lectures")
    (folder / "data").mkdir()
    shutil.copy(catalogue.RHYME, folder / "data" / "rnn_sixpence_data.txt")
    shutil.copy(catalogue.STOCK, folder)
    (folder / "tensorflow_datasets.py").write_text(DATASETS)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("name", LISTINGS)
def test_a_listing_of_the_lecture_runs(folder, forking, name):
    texts = os.environ.get("LAB12_LECTURES")
    if not texts:
        pytest.skip("no texts of the lecture here (LAB12_LECTURES)")
    (folder / "listing.py").write_text(listing(Path(texts), name), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "compat", "run", "--warm", "listing.py"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        env={**forking, "MPLBACKEND": "Agg", "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr
    assert re.search(f"(?:{LAST[name]})\\s*$", done.stdout), done.stdout[-300:]
