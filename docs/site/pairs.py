"""The reference's pairs of codes: docs/site/pairs/*.txt.

    = tf.contrib.layers.conv3d tf.contrib.slim.conv3d
    net = tf.contrib.layers.conv3d(volume, 2, 2)
    -
    net = keras.layers.Conv3D(2, 2)(volume)

A name and others that mean the same or stand in the code, too; the code of TensorFlow
1.x, a line with a hyphen, the code that takes its place. What the last expression of
both gives is equal, to 1e-6, or as the first line says after a bar:
`= NAME | 1e-4 another order of the sums`.
1.15.5's Python 3.7 reads this file, too.
"""

import os
import re
from collections import namedtuple

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pairs")

Pair = namedtuple("Pair", "names tf1 keras3 within reason")


def read(folder=FOLDER):
    """Every pair, in the order of the files' names.

    Raises:
        ValueError: If a block is no pair.
    """
    found = []
    for file in sorted(os.listdir(folder)):
        with open(os.path.join(folder, file), encoding="utf-8") as stream:
            blocks = re.split(r"^= ", stream.read(), flags=re.M)[1:]
        found += [_pair(block, file) for block in blocks]
    return found


def _pair(block, file):
    head, _, code = block.partition("\n")
    tf1, line, keras3 = code.partition("\n-\n")
    if not (line and tf1.strip() and keras3.strip()):
        raise ValueError(f"expected two codes, a hyphen between, in {file}: {head}")
    names, _, bound = head.partition("|")
    within, _, reason = bound.strip().partition(" ")
    return Pair(
        names.split(), tf1.strip(), keras3.strip(), float(within or 1e-6), reason
    )


def each(pairs):
    """Each name with its own two codes and its pair."""
    for pair in pairs:
        for name in pair.names:
            yield name, spelled(pair.tf1, pair.names, name), pair.keras3, pair


def spelled(code, names, name):
    """A code with one of its names in place of the first that means the same."""
    there = [one for one in names if re.search(re.escape(one) + r"(?!\w)", code)]
    if name in there:
        return code
    last = name.rpartition(".")[2]
    alike = [one for one in there if one.rpartition(".")[2] == last] or there
    return re.sub(r"(?<![\w.])" + re.escape(alike[0]) + r"(?!\w)", name, code)
