"""Cases for wide and deep models, baselines, and models under heads of their own."""

import numpy as np

from tests.cases.estimator.canned import columns, seen
from tests.cases.registry import family
from tests.cases.values import error

case = family(
    __name__,
    "told",
    output=5e-5,
    why="float32 after some steps of a training: its kernels round in other orders",
)


@case
def wide_and_deep_classes(tf):
    numbers, letters, deep = columns(tf)
    return seen(
        tf,
        lambda config: tf.estimator.DNNLinearCombinedClassifier(
            linear_feature_columns=[*numbers, letters],
            dnn_feature_columns=deep,
            dnn_hidden_units=[4, 3],
            dnn_dropout=0.2,
            batch_norm=True,
            n_classes=3,
            config=config,
        ),
        "three",
    )


@case
def wide_and_deep_number(tf):
    numbers, letters, deep = columns(tf)
    return seen(
        tf,
        lambda config: tf.estimator.DNNLinearCombinedRegressor(
            linear_feature_columns=[letters],
            linear_optimizer="SGD",
            dnn_feature_columns=deep,
            dnn_optimizer=lambda: tf.train.AdamOptimizer(0.02),
            dnn_hidden_units=[4],
            dnn_activation_fn=tf.tanh,
            weight_column="w",
            linear_sparse_combiner="mean",
            loss_reduction=tf.losses.Reduction.MEAN,
            config=config,
        ),
        "number",
    )


@case
def one_part_alone(tf):
    numbers, letters, deep = columns(tf)
    make = tf.estimator.DNNLinearCombinedClassifier
    return {
        "deep": seen(
            tf,
            lambda config: make(
                dnn_feature_columns=deep, dnn_hidden_units=[3], config=config
            ),
            "two",
        ),
        "wide": seen(
            tf,
            lambda config: make(linear_feature_columns=numbers, config=config),
            "two",
        ),
    }


@case
def baselines(tf):
    made = tf.estimator
    return {
        "two": seen(
            tf,
            lambda config: made.BaselineClassifier(
                label_vocabulary=["u", "v"], config=config
            ),
            "named",
        ),
        "three": seen(
            tf,
            lambda config: made.BaselineClassifier(
                n_classes=3, optimizer="Adam", config=config
            ),
            "three",
        ),
        "numbers": seen(
            tf,
            lambda config: made.BaselineRegressor(
                label_dimension=2, weight_column="w", config=config
            ),
            "numbers",
        ),
    }


@case
def under_heads_of_contrib(tf):
    numbers, letters, deep = columns(tf)
    made, heads = tf.estimator, tf.contrib.estimator
    return {
        "deep": seen(
            tf,
            lambda config: made.DNNEstimator(
                heads.binary_classification_head(thresholds=[0.3, 0.6], name="own"),
                [3],
                deep,
                config=config,
                optimizer="Adam",
            ),
            "two",
        ),
        "wide": seen(
            tf,
            lambda config: made.LinearEstimator(
                heads.poisson_regression_head(weight_column="w"),
                [*numbers, letters],
                config=config,
            ),
            "number",
        ),
        "both": seen(
            tf,
            lambda config: made.DNNLinearCombinedEstimator(
                made.MultiClassHead(3),
                linear_feature_columns=numbers,
                dnn_feature_columns=deep,
                dnn_hidden_units=[3],
                config=config,
            ),
            "three",
        ),
        "baseline": seen(
            tf,
            lambda config: made.BaselineEstimator(
                made.BinaryClassHead(thresholds=[0.25]), config=config
            ),
            "two",
        ),
    }


@case
def specs_of_files(tf):
    numbers, letters, _ = columns(tf)
    given, made = [*numbers, letters], tf.estimator
    return {
        "classes": str(made.classifier_parse_example_spec(given, "y")),
        "names": str(
            made.classifier_parse_example_spec(
                given, "y", tf.string, "u", weight_column="w"
            )
        ),
        "numbers": str(
            made.regressor_parse_example_spec(given, "y", label_dimension=3)
        ),
        "label": error(lambda: made.classifier_parse_example_spec(given, "a")),
        "weight": error(
            lambda: made.regressor_parse_example_spec(given, "y", weight_column="a")
        ),
    }


@case
def logit_functions(tf):
    numbers, _, _ = columns(tf)
    made = tf.estimator.experimental
    features = {"a": np.ones((2, 1), np.float32), "b": np.ones((2, 2), np.float32)}
    wide = made.linear_logit_fn_builder(2, numbers)
    deep = made.dnn_logit_fn_builder(2, [3], numbers, tf.nn.relu, None, None, False)
    found = {
        "wide": wide(features).shape.as_list(),
        "deep": deep(features, "train").shape.as_list(),
    }
    found["names"] = [one.name for one in tf.global_variables()]
    return found


@case
def what_these_refuse(tf):
    numbers, _, _ = columns(tf)
    made = tf.estimator
    lazy = made.DNNLinearCombinedRegressor(dnn_feature_columns=numbers)
    return {
        "no columns": error(lambda: made.DNNLinearCombinedClassifier()),
        "no units": error(
            lambda: lazy.train(lambda: ({"a": [[1.0]], "b": [[1.0, 1.0]]}, [[1.0]]))
        ),
        "units": error(
            lambda: made.experimental.dnn_logit_fn_builder(
                "2", [3], numbers, tf.nn.relu, None, None, False
            )
        ),
        "features": error(
            lambda: lazy.train(lambda: (np.ones((2, 1)), np.ones((2, 1))), steps=1)
        ),
    }
