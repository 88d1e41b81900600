"""Cases for tf.contrib.estimator: what is put around Estimators and optimizers."""

import itertools

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


def input_fn(tf):
    def made():
        ids = tf.SparseTensor([[0, 0], [1, 1]], [5, 6], [2, 2])
        features = {"a": tf.constant([[1.0], [2.0]]), "n": tf.constant([[7], [8]])}
        return dict(features, s=ids), tf.constant([[1], [0]])

    return made


@case
def features_go_through(tf):
    column = tf.feature_column.numeric_column("a")
    with At(tf) as at:
        config = tf.estimator.RunConfig(model_dir=at.folder, tf_random_seed=5)
        model = tf.estimator.LinearClassifier([column], config=config)
        model.train(input_fn(tf), steps=2)

        def through(keys, defaults=None):
            made = tf.contrib.estimator.forward_features(model, keys, defaults)
            rows = itertools.islice(made.predict(input_fn(tf)), 2)
            return [
                {key: Kept(row[key]) for key in ("a", "n", "s") if key in row}
                for row in rows
            ]

        return {
            "one": through("n"),
            "all": through(None, {"s": -1}),
            "sparse": error(lambda: through("s")),
            "unknown": error(lambda: through("z")),
            "dense": error(lambda: through("n", {"n": 1})),
            "kind": error(lambda: through(3)),
            "kinds": error(lambda: through(["n", 3])),
        }


@case
def metrics_are_added(tf):
    column = tf.feature_column.numeric_column("a")

    def metric_fn(features, predictions):
        return {
            "a": tf.metrics.mean(features["a"]),
            "p": tf.metrics.mean(predictions["logistic"]),
        }

    with At(tf) as at:
        model = tf.estimator.LinearClassifier([column], model_dir=at.folder)
        model.train(input_fn(tf), steps=2)
        made = tf.contrib.estimator.add_metrics(model, metric_fn)
        scores = made.evaluate(input_fn(tf), steps=1)
        return {key: Kept(np.float32(scores[key])) for key in ("a", "p", "loss")}


@case
def clipped(tf):
    variable = tf.Variable([3.0, 4.0], name="v")
    other = tf.Variable(1.0, name="u")
    optimizer = tf.contrib.estimator.clip_gradients_by_norm(
        tf.train.MomentumOptimizer(0.5, 0.9), 2.0
    )
    loss = tf.reduce_sum(variable * variable) + other
    step = optimizer.minimize(loss)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(step)
        session.run(step)
        return {
            "values": [Kept(one) for one in session.run([variable, other])],
            "slot": Kept(session.run(optimizer.get_slot(variable, "momentum"))),
            "names": [one.name for one in tf.global_variables()],
            "name": optimizer.get_name(),
            "slots": optimizer.get_slot_names(),
        }


@case
def exported(tf):
    column = tf.feature_column.numeric_column("a")
    made = tf.contrib.estimator
    receiver = made.build_raw_supervised_input_receiver_fn(
        {"a": tf.placeholder(tf.float32, [None, 1], name="a")},
        tf.placeholder(tf.int64, [None, 1], name="y"),
    )

    def serving():
        one = tf.placeholder(tf.float32, [None, 1], name="a")
        return tf.estimator.export.ServingInputReceiver({"a": one}, {"a": one})

    with At(tf) as at:
        model = tf.estimator.LinearClassifier([column], model_dir=at.folder)
        model.train(input_fn(tf), steps=2)

        def tags(path):
            found = []
            for kinds in [["serve"], ["eval"], ["train"]]:
                with tf.Graph().as_default(), tf.Session() as session:
                    try:
                        graph = tf.saved_model.loader.load(session, kinds, path)
                    except RuntimeError:
                        continue
                    found.append((kinds[0], sorted(graph.signature_def)))
            return found

        return {
            "one": tags(
                made.export_saved_model_for_mode(model, at.folder + "/one", serving)
            ),
            "eval": tags(
                made.export_saved_model_for_mode(
                    model, at.folder + "/eval", receiver, mode="eval"
                )
            ),
            "all": tags(
                made.export_all_saved_models(
                    model, at.folder + "/all", {"infer": serving, "train": receiver}
                )
            ),
        }
