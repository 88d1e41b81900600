"""Cases for files: MNIST's digits from idx files, and the projector's config."""

import gzip
import os
import struct
import tempfile

import numpy as np

from tests.cases.registry import family
from tests.cases.values import error

case = family(__name__)

NAMES = [
    "train-images-idx3",
    "train-labels-idx1",
    "t10k-images-idx3",
    "t10k-labels-idx1",
]


def folder(counts=(12, 7)):
    """Write idx files of digits of 3 by 2 pixels."""
    path = tempfile.mkdtemp()
    for number, name in enumerate(NAMES):
        count = counts[number // 2]
        sizes = [count, 3, 2] if "images" in name else [count]
        numbers = np.arange(np.prod(sizes)) * 37 + number
        limit = 256 if "images" in name else 10
        head = struct.pack(">I", 2048 + len(sizes)) + struct.pack(
            ">{}I".format(len(sizes)), *sizes
        )
        with gzip.open(os.path.join(path, name + "-ubyte.gz"), "wb") as stream:
            stream.write(head + (numbers % limit).astype(np.uint8).tobytes())
    return path


def read(tf, *given, **named):
    from tensorflow.examples.tutorials.mnist import input_data

    return input_data.read_data_sets(*given, **named)


def shown(array):
    array = np.asarray(array)
    return [array.dtype.name, list(array.shape), np.round(array, 6).tolist()]


def batches(data, sizes, **named):
    return [[shown(part) for part in data.next_batch(size, **named)] for size in sizes]


@case
def digits(tf):
    data = read(tf, folder(), validation_size=2)
    train = data.train
    seen = {
        "fields": list(data._fields),
        "counts": [part.num_examples for part in data],
        "images": shown(train.images),
        "labels": shown(train.labels),
        "validation": shown(data.validation.labels),
        "batches": batches(train, [4, 4, 4, 9, 10]),
        "epochs": train.epochs_completed,
        "test": batches(data.test, [3, 3, 3], shuffle=False),
    }
    return seen


@case
def digits_one_hot(tf):
    data = read(tf, folder(), one_hot=True, validation_size=0, seed=3)
    return {
        "labels": shown(data.train.labels),
        "batch": batches(data.train, [5]),
        "validation": shown(data.validation.images),
    }


@case
def digits_as_bytes(tf):
    data = read(tf, folder(), dtype=tf.uint8, reshape=False, validation_size=12)
    return {"train": shown(data.train.images), "test": shown(data.test.images)}


@case
def digits_made_up(tf):
    data = read(tf, "nowhere", fake_data=True, one_hot=True)
    images, labels = data.train.next_batch(2, fake_data=True)
    return {
        "images": [len(images), len(images[0]), images[0][0]],
        "labels": labels,
        "count": data.train.num_examples,
    }


@case
def digits_errors(tf):
    return {
        "validation": error(lambda: read(tf, folder(), validation_size=13)),
        "dtype": error(lambda: read(tf, folder(), dtype=tf.int32, validation_size=0)),
    }


@case
def projector(tf):
    from tensorflow.contrib.tensorboard.plugins import projector as P

    config = P.ProjectorConfig()
    one = config.embeddings.add()
    one.tensor_name = "embedding:0"
    one.metadata_path = 'a"b\\c\n\t/\u00fc.tsv'
    one.sprite.image_path = "sprite.png"
    one.sprite.single_image_dim.extend([28, 28])
    other = config.embeddings.add(tensor_name="x")
    other.tensor_shape.extend([3, 4])
    other.bookmarks_path = "'marks'"
    config.model_checkpoint_path = "model.ckpt"
    path = tempfile.mkdtemp()
    P.visualize_embeddings(tf.summary.FileWriter(path), config)
    with open(os.path.join(path, "projector_config.pbtxt")) as stream:
        written = stream.read()
    return {
        "text": str(config),
        "written": written,
        "empty": str(P.ProjectorConfig()),
        "field": error(lambda: setattr(one, "nothing", 1)),
        "kind": error(lambda: setattr(one, "tensor_name", 3)),
        "list": error(lambda: setattr(one, "tensor_shape", [1])),
    }
