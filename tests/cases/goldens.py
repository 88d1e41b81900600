"""Keeps many small arrays in one file: an entry for each would take the room.

Plain Python 3.7 to 3.13.
"""

import collections
import json
import os

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def path_of(family):
    """Where the answers of 1.15.5 lie: beside the file of the cases."""
    return os.path.join(HERE, *family.split(".")) + ".npz"


def pack(seen, about=None):
    """Lay all arrays of a type end to end.

    Args:
        seen: Dict of arrays.
        about: Where they come from, a dict for JSON.

    Returns:
        Dict of one array a type, and `index`: JSON of what lies where.
    """
    parts, index = collections.defaultdict(list), {}
    for key in sorted(seen):
        value = np.asarray(seen[key])
        if value.dtype.kind in "OSU":
            texts = [
                one.decode() if isinstance(one, bytes) else str(one)
                for one in value.ravel().tolist()
            ]
            index[key] = ["text", list(value.shape), texts]
        else:
            parts[value.dtype.name].append(value.ravel())
            index[key] = [value.dtype.name, list(value.shape)]
    packed = {name: np.concatenate(ones) for name, ones in parts.items()}
    packed["index"] = np.array(json.dumps({"about": about or {}, "entries": index}))
    return packed


def unpack(packed):
    """Give back the dict of arrays that `pack` was given, and what was said of them."""
    index = json.loads(str(packed["index"]))
    seen, places = {}, collections.Counter()
    for key, entry in index["entries"].items():
        if entry[0] == "text":
            seen[key] = np.array(entry[2], dtype=str).reshape(entry[1])
            continue
        name, shape = entry
        size = int(np.prod(shape))
        part = packed[name][places[name] : places[name] + size]
        seen[key] = part.reshape(shape)
        places[name] += size
    return seen, index["about"]


def save(path, seen, about=None):
    """Write under another name, and rename."""
    beside = str(path) + ".new"
    with open(beside, "wb") as stream:
        np.savez_compressed(stream, **pack(seen, about))
    os.replace(beside, str(path))


def load(path):
    """What a file holds: the dict of arrays, and what was said of them."""
    with np.load(str(path)) as file:
        return unpack(dict(file))
