"""Cases for RNNClassifier and RNNEstimator of tf.contrib.estimator."""

import numpy as np

from tests.cases.estimator.canned import floats, trained
from tests.cases.estimator.core import At
from tests.cases.registry import family
from tests.cases.values import error

case = family(
    __name__,
    "told",
    output=5e-5,
    why="float32 after some steps of a training: its kernels round in other orders",
)

ROWS = [([4, 2, 1], [1, 2, 3], 1.0), ([3], [4], 2.0), ([0, 2], [5, 6], 0.5)]
LABELS = {
    "two": np.array([[1], [0], [1]]),
    "three": np.array([[2], [0], [1]]),
    "number": np.array([[0.5], [0.1], [2.0]], np.float32),
}


def example(tf, ids, numbers, context):
    kinds = tf.train
    features = {
        "i": kinds.Feature(int64_list=kinds.Int64List(value=ids)),
        "n": kinds.Feature(float_list=kinds.FloatList(value=numbers)),
        "c": kinds.Feature(float_list=kinds.FloatList(value=[context])),
    }
    made = kinds.Example(features=kinds.Features(feature=features))
    return made.SerializeToString()


def columns(tf):
    made = tf.contrib.feature_column
    ids = made.sequence_categorical_column_with_identity("i", 5)
    embedded = tf.feature_column.embedding_column(ids, 3)
    return [embedded, made.sequence_numeric_column("n")]


def seen(tf, make, labels):
    spec = {
        "i": tf.VarLenFeature(tf.int64),
        "n": tf.VarLenFeature(tf.float32),
        "c": tf.FixedLenFeature([1], tf.float32),
    }
    rows = [example(tf, *row) for row in ROWS]

    def input_fn():
        given = tf.data.Dataset.from_tensors((rows, LABELS[labels]))
        return given.map(lambda row, label: (tf.parse_example(row, spec), label))

    with At(tf) as at:
        config = tf.estimator.RunConfig(model_dir=at.folder, tf_random_seed=5)
        model = make(config)
        told = trained(at, model, input_fn)
        return dict(told, predicted=[floats(one) for one in model.predict(input_fn)])


@case
def basic_cell(tf):
    return seen(
        tf,
        lambda config: tf.contrib.estimator.RNNClassifier(
            columns(tf), num_units=[4], config=config
        ),
        "two",
    )


@case
def two_layers_and_context(tf):
    context = [tf.feature_column.numeric_column("c")]
    return seen(
        tf,
        lambda config: tf.contrib.estimator.RNNClassifier(
            columns(tf),
            context,
            num_units=[4, 3],
            cell_type="gru",
            n_classes=3,
            config=config,
        ),
        "three",
    )


@case
def cell_of_its_own(tf):
    def cell_fn(mode):
        # no dropout: draws of steps that run at the same time may change places
        training = mode == tf.estimator.ModeKeys.TRAIN
        return tf.nn.rnn_cell.LSTMCell(4, forget_bias=0.5 if training else 1.0)

    return seen(
        tf,
        lambda config: tf.contrib.estimator.RNNEstimator(
            tf.contrib.estimator.regression_head(),
            columns(tf),
            rnn_cell_fn=cell_fn,
            optimizer=lambda: tf.train.AdamOptimizer(0.1),
            config=config,
        ),
        "number",
    )


@case
def what_it_refuses(tf):
    made = tf.contrib.estimator
    return {
        "both": error(
            lambda: made.RNNClassifier(
                columns(tf), num_units=[2], rnn_cell_fn=lambda mode: mode
            )
        ),
        "type": error(
            lambda: made.RNNClassifier(
                columns(tf), cell_type="gru", rnn_cell_fn=lambda mode: mode
            )
        ),
        "sequences": error(
            lambda: made.RNNEstimator(
                made.regression_head(),
                columns(tf),
                num_units=[2],
                return_sequences=True,
            )
        ),
        "features": error(
            lambda: made.RNNClassifier(columns(tf), num_units=[2]).train(
                lambda: (tf.ones([2, 1]), tf.ones([2, 1]))
            )
        ),
    }
