"""Cases for DynamicRnnEstimator of tf.contrib.learn."""

import numpy as np

from tests.cases.estimator.core import At
from tests.cases.registry import family
from tests.cases.values import Kept, error

case = family(
    __name__,
    "told",
    output=5e-5,
    why="float32 after some steps of a training: its kernels round in other orders",
)

X = (np.arange(18).reshape(3, 3, 2) % 7).astype(np.float32) / 7
LENGTHS = [2, 3, 1]


def kinds(tf):
    from tensorflow.contrib.learn.python.learn.estimators import rnn_common

    return tf.contrib.learn.ProblemType, rnn_common.PredictionType


def columns(tf):
    return [tf.contrib.layers.real_valued_column("x", dimension=2)]


def seen(tf, labels, lengths=None, context=False, threads=0, **given):
    def input_fn(known=True):
        features = {"x": tf.constant(X)}
        if lengths:
            features["sequence_length"] = tf.constant(lengths)
        if context:
            features["c"] = tf.constant([[1.0], [0.5], [-1.0]])
        return features, tf.constant(labels) if known else None

    if context:
        given["context_feature_columns"] = [tf.contrib.layers.real_valued_column("c")]
    with At(tf) as at:
        one = tf.ConfigProto(
            inter_op_parallelism_threads=threads, intra_op_parallelism_threads=threads
        )
        config = tf.contrib.learn.RunConfig(tf_random_seed=5, session_config=one)
        model = tf.contrib.learn.DynamicRnnEstimator(
            sequence_feature_columns=columns(tf),
            model_dir=at.folder,
            config=config,
            **given,
        )
        model.fit(input_fn=input_fn, steps=4)
        scores = model.evaluate(input_fn=input_fn, steps=1)
        names = model.get_variable_names()
        predicted = next(iter(model.predict(input_fn=lambda: input_fn(False))))
        return {
            "names": names,
            "values": {
                name.replace("/", "."): Kept(model.get_variable_value(name))
                for name in names
            },
            "scores": {name: Kept(np.array(scores[name])) for name in sorted(scores)},
            "predicted": {
                name: Kept(np.asarray(predicted[name])) for name in sorted(predicted)
            },
        }


@case
def classes_of_steps(tf):
    problem, prediction = kinds(tf)
    return seen(
        tf,
        [[0, 1, 2], [2, 1, 0], [1, 1, 1]],
        problem_type=problem.CLASSIFICATION,
        prediction_type=prediction.MULTIPLE_VALUE,
        num_classes=3,
        num_units=3,
    )


@case
def classes_of_sequences(tf):
    problem, prediction = kinds(tf)
    return seen(
        tf,
        [[0], [1], [1]],
        LENGTHS,
        True,
        problem_type=problem.CLASSIFICATION,
        prediction_type=prediction.SINGLE_VALUE,
        num_classes=2,
        num_units=[3, 2],
        cell_type="lstm",
        predict_probabilities=True,
        gradient_clipping_norm=0.5,
        optimizer="Adam",
        learning_rate=0.02,
    )


@case
def numbers_of_steps_with_dropout(tf):
    problem, prediction = kinds(tf)
    return seen(
        tf,
        [[0.0, 1, 2], [2, 1, 0], [1, 1, 1]],
        LENGTHS,
        problem_type=problem.LINEAR_REGRESSION,
        prediction_type=prediction.MULTIPLE_VALUE,
        num_units=[2, 2],
        cell_type="gru",
        dropout_keep_probabilities=[0.5, 0.6, 0.7],
        optimizer="Momentum",
        momentum=0.5,
        threads=1,  # the steps of a loop draw as they come
    )


@case
def what_it_refuses(tf):
    problem, prediction = kinds(tf)
    single = prediction.SINGLE_VALUE
    make = tf.contrib.learn.DynamicRnnEstimator

    def dropout():
        model = make(
            problem.LINEAR_REGRESSION,
            single,
            columns(tf),
            num_units=[2],
            dropout_keep_probabilities=[0.5],
        )
        model.fit(input_fn=lambda: ({"x": tf.constant(X)}, tf.ones([3, 1])), steps=1)

    return {
        "problem": error(lambda: make(5, single, columns(tf), num_units=2)),
        "prediction": error(
            lambda: make(problem.LINEAR_REGRESSION, 7, columns(tf), num_units=2)
        ),
        "classes": error(
            lambda: make(problem.CLASSIFICATION, single, columns(tf), num_units=2)
        ),
        "one class": error(
            lambda: make(
                problem.CLASSIFICATION, single, columns(tf), num_units=2, num_classes=1
            )
        ),
        "dropout": error(dropout),
    }
