"""Cases for the canned models of tf.estimator."""

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

DRAWN = np.random.RandomState(0)
FEATURES = {
    "a": DRAWN.rand(30).astype(np.float32),
    "b": DRAWN.rand(30, 2).astype(np.float32),
    "c": DRAWN.choice(["x", "y", "z"], 30),
    "w": DRAWN.rand(30).astype(np.float32),
}
A = FEATURES["a"]
LABELS = {
    "two": (A > 0.5).astype(np.int32),
    "three": (A * 3).astype(np.int32),
    "named": np.array(["u", "v"])[(A > 0.5).astype(np.int32)],
    "number": A * 2,
    "numbers": np.stack([A, 1 - A], 1),
}


def trained(at, model, input_fn):
    """What a model is after five epochs: its variables, scores and losses."""
    model.train(lambda: input_fn().repeat(5))
    scores = model.evaluate(input_fn)
    names = model.get_variable_names()
    return {
        "names": names,
        "values": {
            name.replace("/", "."): Kept(model.get_variable_value(name))
            for name in names
        },
        "scores": {
            name.replace("/", "."): Kept(np.array(scores[name]))
            for name in sorted(scores)
        },
        "losses": Kept(np.array(at.said.losses)),
    }


def floats(row):
    """The numbers of a prediction."""
    return {
        name: Kept(row[name]) for name in sorted(row) if row[name].dtype.kind == "f"
    }


def seen(tf, make, labels):
    """A training, an evaluation and predictions of a model."""

    def input_fn():
        return tf.data.Dataset.from_tensor_slices((FEATURES, LABELS[labels])).batch(10)

    with At(tf) as at:
        config = tf.estimator.RunConfig(model_dir=at.folder, tf_random_seed=5)
        model = make(config)
        told = trained(at, model, input_fn)
        predicted = list(model.predict(input_fn))[:3]
        told["predicted"] = [
            {
                name: str(one[name].tolist())
                for name in sorted(one)
                if one[name].dtype.kind != "f"
            }
            for one in predicted
        ]
        return dict(told, numbers=[floats(one) for one in predicted])


def columns(tf):
    made = tf.feature_column
    numbers = [made.numeric_column("a"), made.numeric_column("b", [2])]
    letters = made.categorical_column_with_vocabulary_list("c", ["x", "y", "z"])
    return numbers, letters, [*numbers, made.embedding_column(letters, 2)]


@case
def network_of_two_classes(tf):
    deep = columns(tf)[2]
    return seen(tf, lambda c: tf.estimator.DNNClassifier([4, 3], deep, config=c), "two")


@case
def network_of_three_classes(tf):
    deep = columns(tf)[2]
    return seen(
        tf,
        lambda config: tf.estimator.DNNClassifier(
            [4],
            deep,
            n_classes=3,
            config=config,
            dropout=0.3,
            optimizer="Adam",
            batch_norm=True,
        ),
        "three",
    )


@case
def network_of_a_number(tf):
    numbers, letters, _ = columns(tf)
    deep = [*numbers, tf.feature_column.indicator_column(letters)]
    return seen(
        tf,
        lambda config: tf.estimator.DNNRegressor(
            [4], deep, config=config, weight_column="w", activation_fn=tf.tanh
        ),
        "number",
    )


@case
def linear_of_two_named_classes(tf):
    numbers, letters, _ = columns(tf)
    return seen(
        tf,
        lambda config: tf.estimator.LinearClassifier(
            [*numbers, letters], config=config, label_vocabulary=["u", "v"]
        ),
        "named",
    )


@case
def linear_of_three_classes(tf):
    numbers, letters, _ = columns(tf)
    return seen(
        tf,
        lambda config: tf.estimator.LinearClassifier(
            [*numbers, letters], n_classes=3, config=config
        ),
        "three",
    )


@case
def linear_of_two_numbers(tf):
    numbers, letters, _ = columns(tf)
    return seen(
        tf,
        lambda config: tf.estimator.LinearRegressor(
            [*numbers, letters],
            label_dimension=2,
            config=config,
            optimizer=lambda: tf.train.AdamOptimizer(0.1),
        ),
        "numbers",
    )


@case
def what_they_refuse(tf):
    make, deep = tf.estimator.DNNClassifier, columns(tf)[2]
    return {
        "no layers": error(lambda: make([], deep)),
        "one class": error(lambda: make([2], deep, n_classes=1)),
        "optimizer": error(
            lambda: seen(
                tf, lambda c: make([2], deep, config=c, optimizer="Other"), "two"
            )
        ),
        "dimension": error(
            lambda: tf.estimator.DNNRegressor([2], deep, label_dimension=0)
        ),
    }
