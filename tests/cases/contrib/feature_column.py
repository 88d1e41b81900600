"""Cases for tf.contrib.feature_column: columns of sequences."""

import numpy as np

from tests.cases.registry import family
from tests.cases.values import Kept, error

case = family(__name__, "told")

INDICES = [[0, 0], [0, 1], [2, 0]]


def started(tf, session):
    session.run([tf.global_variables_initializer(), tf.tables_initializer()])


def features(tf):
    sparse = tf.SparseTensor
    return {
        "i": sparse(INDICES, np.int64([2, 0, 1]), [3, 2]),
        "j": sparse(INDICES, np.int64([1, 1, 0]), [3, 2]),
        "s": sparse(INDICES, ["a", "b", "z"], [3, 2]),
        "n": sparse(INDICES, np.float32([0.5, 2, -1]), [3, 2]),
    }


def seen(tf, columns, given=None):
    """The input, the lengths, the variables, and what is drawn next."""
    tf.set_random_seed(4)
    made, lengths = tf.contrib.feature_column.sequence_input_layer(
        given or features(tf), columns
    )
    drawn = tf.random_normal([2])
    with tf.Session() as session:
        started(tf, session)
        values = session.run([made, lengths, drawn])
    return {
        "input": Kept(values[0]),
        "lengths": values[1].tolist(),
        "next": Kept(values[2]),
        "shape": str(made.shape.as_list()),
        "names": [one.name for one in tf.global_variables()],
        "model": [one.name for one in tf.get_collection("model_variables")],
    }


@case
def of_all_kinds(tf):
    made, plain = tf.contrib.feature_column, tf.feature_column
    ids = made.sequence_categorical_column_with_identity("i", 3)
    words = made.sequence_categorical_column_with_vocabulary_list("s", ["a", "b"])
    hashed = made.sequence_categorical_column_with_hash_bucket("s", 4)
    return seen(
        tf,
        [
            plain.embedding_column(ids, 2),
            plain.indicator_column(words),
            plain.embedding_column(hashed, 3, combiner="sum"),
            made.sequence_numeric_column("n", normalizer_fn=lambda x: x * 2),
        ],
    )


@case
def shared(tf):
    make = tf.contrib.feature_column.sequence_categorical_column_with_identity
    both = [make("i", 3, default_value=0), make("j", 3, default_value=0)]
    return seen(tf, tf.feature_column.shared_embedding_columns(both, 2))


@case
def several_numbers_a_step(tf):
    made = tf.contrib.feature_column
    given = tf.SparseTensor(
        [[0, 0], [0, 1], [0, 2], [0, 3], [1, 0], [1, 1]],
        np.float32([1, 2, 3, 4, 5, 6]),
        [2, 4],
    )
    column = made.sequence_numeric_column("n", shape=(2,), default_value=-1.0)
    return seen(tf, column, {"n": given})


@case
def words_of_a_file(tf):
    import os
    import tempfile

    path = os.path.join(tempfile.mkdtemp(), "words.txt")
    with open(path, "w") as file:
        file.write("a\nz\n")
    made = tf.contrib.feature_column
    column = made.sequence_categorical_column_with_vocabulary_file(
        "s", path, num_oov_buckets=1
    )
    return seen(tf, tf.feature_column.indicator_column(column))


@case
def ids_are_checked(tf):
    plain, made = tf.feature_column, tf.contrib.feature_column
    found = {}

    def run(numbers):
        column = plain.categorical_column_with_identity("i", 3)
        layer = plain.input_layer(
            {"i": tf.constant(numbers)}, [plain.indicator_column(column)]
        )
        with tf.Session() as session:
            return session.run(layer).tolist()

    found["above"] = error(lambda: run([[5], [1]]))[:120]
    found["fine"] = run([[0], [2]])
    ids = made.sequence_categorical_column_with_identity("i", 1)
    column = plain.indicator_column(ids)
    found["known"] = error(lambda: made.sequence_input_layer(features(tf), column))[:90]
    return found


@case
def what_is_counted(tf):
    """Draws after columns of each kind that are no sequences."""
    plain = tf.feature_column
    ids = plain.categorical_column_with_identity
    columns = {
        "ids": lambda: plain.embedding_column(ids("i", 3), 2),
        "default": lambda: plain.embedding_column(ids("i", 3, 0), 2),
        "indicator": lambda: plain.indicator_column(ids("i", 3)),
    }
    found = {}
    for name, make in sorted(columns.items()):
        with tf.Graph().as_default(), tf.Session() as session:
            tf.set_random_seed(2)
            made = plain.input_layer(features(tf), [make()])
            drawn = tf.random_normal([2])
            started(tf, session)
            found[name] = [Kept(one) for one in session.run([made, drawn])]
    with tf.Graph().as_default(), tf.Session() as session:
        tf.set_random_seed(2)
        made = plain.linear_model(features(tf), [ids("i", 3)], units=2)
        drawn = tf.random_normal([2])
        found["names"] = [one.name for one in tf.global_variables()]
        started(tf, session)
        found["linear"] = [Kept(one) for one in session.run([made, drawn])]
    return found


@case
def what_is_refused(tf):
    plain, made = tf.feature_column, tf.contrib.feature_column
    layer, given = made.sequence_input_layer, features(tf)
    return {
        "none": error(lambda: layer(given, [])),
        "numeric": error(lambda: layer(given, [plain.numeric_column("n")]))[:90],
        "missing": error(lambda: layer(given, [made.sequence_numeric_column("q")])),
        "buckets": error(
            lambda: made.sequence_categorical_column_with_identity("i", 0)
        ),
        "default": error(
            lambda: made.sequence_categorical_column_with_identity("i", 2, 5)
        ),
        "shape": error(lambda: made.sequence_numeric_column("n", shape=[0])),
        "dtype": error(lambda: made.sequence_numeric_column("n", dtype=tf.string)),
        "normalizer": error(lambda: made.sequence_numeric_column("n", normalizer_fn=1)),
    }
