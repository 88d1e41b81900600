"""Keep many small arrays in one file: an index and two rows of numbers.

An .npz with an entry per array would spend more on the entries than on the numbers.
Plain Python 3.7 to 3.13.
"""

import hashlib
import json
import os
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent


def fingerprint():
    """Give the sha256 over the case files: another one, and the golden is stale."""
    digest = hashlib.sha256()
    for path in sorted(HERE.glob("*_cases.py")) + [HERE / "run.py"]:
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def save(out, arrays, about):
    """Write arrays (strings, numbers, booleans) under another name and rename.

    Args:
        out: The path.
        arrays: A dict from name to array.
        about: A dict for the index: provenance.
    """
    entries, texts, rows = [], {}, {"f4": [], "f8": []}
    for name, array in sorted(arrays.items()):
        array = np.asarray(array)
        if array.dtype.kind in "OSU":
            texts[name] = np.vectorize(_text, otypes=[object])(array).tolist()
            continue
        row = "f4" if array.dtype in (np.float16, np.float32) else "f8"
        entries.append([name, array.dtype.str, list(array.shape), row])
        rows[row].append(array.astype(row).ravel())
    index = json.dumps({"about": about, "entries": entries, "texts": texts})
    joined = {
        row: np.concatenate([np.zeros(0, row), *parts]) for row, parts in rows.items()
    }
    beside = str(out) + ".new"
    with open(beside, "wb") as stream:
        np.savez_compressed(stream, index=np.array(index), **joined)
    os.replace(beside, str(out))


def load(path):
    """Give the arrays, and what was said about them."""
    with np.load(str(path)) as kept:
        index = json.loads(str(kept["index"]))
        rows = {row: kept[row] for row in ("f4", "f8")}
    arrays = {name: np.array(text) for name, text in index["texts"].items()}
    at = {"f4": 0, "f8": 0}
    for name, dtype, shape, row in index["entries"]:
        size = int(np.prod(shape))
        part = rows[row][at[row] : at[row] + size]
        arrays[name] = part.astype(dtype).reshape(shape)
        at[row] += size
    return arrays, index["about"]


def _text(value):
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)
