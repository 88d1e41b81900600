"""Cases for the feature columns of tf.contrib.layers, before those of 1.4."""

import os
import tempfile

import numpy as np

from tests.cases.registry import family
from tests.cases.values import Kept, error

case = family(__name__, "told")


def words(tf, values):
    return tf.SparseTensor([[0, 0], [1, 0], [1, 1]], tf.constant(values), [3, 2])


def features(tf):
    return {
        "i": words(tf, [1, 2, 8]),
        "h": words(tf, ["a", "b", "c"]),
        "k": words(tf, ["a", "b", "z"]),
        "n": words(tf, np.int64([3, 4, 5])),
        "r": tf.constant([[1.0], [2.0], [-3.0]]),
        "r2": tf.constant([[1.0, 2], [0.5, 0.1], [-1, 3]]),
        "w": words(tf, [1.0, 2.0, 3.0]),
    }


def columns(tf, path=None):
    made = tf.contrib.layers
    ids = made.sparse_column_with_integerized_feature("i", 5)
    hashed = made.sparse_column_with_hash_bucket("h", 7)
    keys = made.sparse_column_with_keys("k", ["a", "b"])
    number = made.real_valued_column("r")
    numbers = made.real_valued_column("r2", dimension=2, normalizer=lambda x: x * 2)
    found = {
        "ids": ids,
        "hashed": hashed,
        "integers": made.sparse_column_with_hash_bucket("n", 7, dtype=tf.int64),
        "keys": keys,
        "number": number,
        "numbers": numbers,
        "buckets": made.bucketized_column(number, [0.0, 1.0]),
        "more buckets": made.bucketized_column(numbers, [0.0, 1.0]),
        "crossed": made.crossed_column([hashed, keys], 10),
        "crossed by key": made.crossed_column([hashed, ids], 10, hash_key=7),
        "weighted": made.weighted_sparse_column(ids, "w"),
    }
    found["crossed twice"] = made.crossed_column(
        [found["crossed"], found["buckets"]], 20
    )
    if path:
        found["file"] = made.sparse_column_with_vocabulary_file(
            "k", path, num_oov_buckets=1, vocab_size=2
        )
    return found


def deep_columns(tf, found):
    made = tf.contrib.layers
    shared = made.shared_embedding_columns(
        [
            made.sparse_column_with_hash_bucket("h", 7),
            made.sparse_column_with_hash_bucket("k", 7),
        ],
        2,
    )
    return {
        "number": found["number"],
        "numbers": found["numbers"],
        "buckets": found["more buckets"],
        "one hot": made.one_hot_column(found["keys"]),
        "one hot of ids": made.one_hot_column(found["ids"]),
        "embedded": made.embedding_column(found["hashed"], 3),
        "long": made.embedding_column(found["ids"], 3, "sum", max_norm=0.1),
        "weighted": made.embedding_column(found["weighted"], 2, "sqrtn"),
        "crossed": made.embedding_column(found["crossed"], 2),
        "file": made.embedding_column(found["file"], 2),
        "scattered": made.scattered_embedding_column("h", 20, 4, hash_key=1),
        "shared": shared[0],
        "shared, too": shared[1],
    }


def vocabulary(folder):
    path = os.path.join(folder, "words")
    with open(path, "w") as stream:
        stream.write("a\nb\n")
    return path


def run(tf, tensors):
    with tf.Session() as session:
        session.run([tf.global_variables_initializer(), tf.tables_initializer()])
        return session.run(tensors)


def built(tf, make):
    """The values of what is built, its variables, and the next op's number."""
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(3)
        out = make(features(tf))
        following = tf.random_uniform([2])
        names = {
            key: [one.name for one in graph.get_collection(key)]
            for key in ("variables", "model_variables", "trainable_variables", "mine")
        }
        value, drawn = run(tf, [out, following])
        return {
            "out": Kept(value),
            "drawn": Kept(drawn),
            "names": names,
            "shape": str(out.shape),
        }


@case
def deep(tf):
    made = tf.contrib.layers
    folder = tempfile.mkdtemp()
    found = deep_columns(tf, columns(tf, vocabulary(folder)))
    seen = {
        name: built(
            tf,
            lambda given, column=column: made.input_from_feature_columns(
                given, [column], weight_collections=["mine"]
            ),
        )
        for name, column in sorted(found.items())
    }
    several = [found[name] for name in ("number", "embedded", "shared", "shared, too")]
    seen["several"] = built(
        tf, lambda given: made.input_from_feature_columns(given, several, scope="s")
    )
    return seen


@case
def wide(tf):
    made = tf.contrib.layers
    folder = tempfile.mkdtemp()
    found = columns(tf, vocabulary(folder))

    def total(given, wanted, collections=None):
        out, by_column, bias = made.weighted_sum_from_feature_columns(
            given, wanted, 2, weight_collections=collections
        )
        for number, variable in enumerate(
            one for column in wanted for one in by_column[column]
        ):
            ramp = np.arange(np.prod(variable.shape.as_list())).reshape(
                variable.shape.as_list()
            )

            tf.add_to_collection(
                "ramps", tf.assign(variable, (ramp + number).astype(np.float32))
            )
        tf.add_to_collection("ramps", tf.assign(bias, [1.0, 2.0]))
        with tf.control_dependencies(tf.get_collection("ramps")):
            return tf.identity(out), out

    seen = {}
    for name, column in sorted(found.items()):
        with tf.Graph().as_default():
            _, out = total(features(tf), [column], ["mine"])
            with tf.Session() as session:
                session.run(
                    [tf.global_variables_initializer(), tf.tables_initializer()]
                )
                session.run(tf.get_collection("ramps"))
                seen[name] = {
                    "out": Kept(session.run(out)),
                    "names": [one.name for one in tf.get_collection("mine")],
                }
    seen["key"] = made.SPARSE_FEATURE_CROSS_DEFAULT_HASH_KEY
    return seen


@case
def joint(tf):
    made = tf.contrib.layers
    found = columns(tf)
    with tf.Graph().as_default():
        given = features(tf)
        out, by_column, _ = made.joint_weighted_sum_from_feature_columns(
            given, [found["hashed"], found["keys"]], 2
        )
        (variable,) = by_column
        with tf.Session() as session:
            session.run([tf.global_variables_initializer(), tf.tables_initializer()])
            ramp = np.arange(18, dtype=np.float32).reshape(9, 2)
            session.run(tf.assign(variable, ramp))
            return {"out": Kept(session.run(out)), "name": variable.name}


@case
def sequences(tf):
    made = tf.contrib.layers
    with tf.Graph().as_default():
        tf.set_random_seed(3)
        steps = tf.SparseTensor(
            [[0, 0, 0], [0, 1, 0], [1, 0, 0]], ["a", "b", "c"], [2, 2, 1]
        )
        given = {"s": steps, "n": tf.constant([[[1.0], [2.0]], [[3.0], [4.0]]])}
        word = made.sparse_column_with_hash_bucket("s", 5)
        out = made.sequence_input_from_feature_columns(
            given, [made.embedding_column(word, 3), made.real_valued_column("n")]
        )
        return {"out": Kept(run(tf, out)), "shape": str(out.shape)}


@case
def parsed(tf):
    made = tf.contrib.layers
    found = columns(tf)
    wanted = [found["hashed"], found["number"], found["numbers"], found["weighted"]]
    example = tf.train.Example(
        features=tf.train.Features(
            feature={
                "h": tf.train.Feature(
                    bytes_list=tf.train.BytesList(value=[b"a", b"b"])
                ),
                "r": tf.train.Feature(float_list=tf.train.FloatList(value=[1.0])),
            }
        )
    )
    with tf.Graph().as_default():
        spec = made.create_feature_spec_for_parsing(wanted)
        two = [found["hashed"], found["number"]]
        tensors = made.parse_feature_columns_from_examples(
            [example.SerializeToString()], two
        )
        given = features(tf)
        transformed = made.transform_features(given, wanted[:2])
        empty = made.make_place_holder_tensors_for_base_features(two)
        real = made.infer_real_valued_columns({"r2": given["r2"], "r": given["r"]})
        return {
            "spec": [[key, type(spec[key]).__name__] for key in sorted(spec)],
            "parsed": [
                Kept(each)
                for each in run(
                    tf, [tensors[found["hashed"]].values, tensors[found["number"]]]
                )
            ],
            "transformed": Kept(run(tf, transformed[found["hashed"]].values)),
            "placeholders": [[key, str(empty[key].dtype)] for key in sorted(empty)],
            "inferred": [str(column) for column in real],
            "shown": [
                str(found[key])
                for key in ("ids", "hashed", "keys", "number", "buckets", "crossed")
            ],
            "names": [found[key].name for key in sorted(found)],
        }


@case
def refused(tf):
    made = tf.contrib.layers
    found = columns(tf)
    one = found["number"]
    return {
        "twice": error(lambda: made.check_feature_columns([one, one])),
        "wide in a deep model": error(
            lambda: made.input_from_feature_columns(features(tf), [found["keys"]])
        ),
        "deep in a wide model": error(
            lambda: made.weighted_sum_from_feature_columns(
                features(tf), [made.embedding_column(found["keys"], 2)], 1
            )
        ),
        "size": error(lambda: made.sparse_column_with_hash_bucket("a", 0)),
        "type": error(
            lambda: made.sparse_column_with_hash_bucket("a", 2, dtype=tf.float32)
        ),
        "dimension": error(lambda: made.real_valued_column("a", 0)),
        "no integer": error(lambda: made.real_valued_column("a", 1.5)),
        "default": error(lambda: made.real_valued_column("a", default_value="x")),
        "boundaries": error(lambda: made.bucketized_column(one, [3, 1])),
        "no numbers": error(lambda: made.bucketized_column(found["keys"], [1])),
        "one to cross": error(lambda: made.crossed_column([found["keys"]], 10)),
        "numbers to cross": error(lambda: made.crossed_column([found["keys"], one], 9)),
        "shared": error(lambda: made.shared_embedding_columns([], 2)),
        "unlike": error(
            lambda: made.shared_embedding_columns([found["keys"], found["hashed"]], 2)
        ),
    }
