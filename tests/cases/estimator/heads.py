"""Cases for heads: `tf.estimator.*Head` and `tf.contrib.estimator.*_head`."""

import numpy as np

from tests.cases.registry import family
from tests.cases.values import Kept, error

case = family(__name__, "told")

X = {
    "x": np.array([[1.0], [2.0], [3.0]], np.float32),
    "w": np.array([0.5, 2.0, 1.5], np.float32),
}
ONE = np.array([[0.4], [-1.2], [0.9]], np.float32)
THREE = np.array([[0.4, 1, -1], [-1.2, 0, 2], [0.9, 0.8, 0.7]], np.float32)


def started(tf, session):
    session.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
    session.run(tf.tables_initializer())


def shown(value):
    value = np.asarray(value)
    return value.tolist() if value.dtype.kind in "OSU" else Kept(value)


def modes(tf, make, logits, labels, **named):
    """What a head says in the three modes."""
    found = {}
    with tf.Graph().as_default(), tf.Session() as session:
        spec = make().create_estimator_spec(X, "infer", logits)
        started(tf, session)
        found["predictions"] = {
            str(key): shown(session.run(value))
            for key, value in sorted(spec.predictions.items(), key=str)
        }
        found["outputs"] = sorted(
            (key, type(value).__name__) for key, value in spec.export_outputs.items()
        )
    with tf.Graph().as_default(), tf.Session() as session:
        spec = make().create_estimator_spec(X, "eval", logits, labels, **named)
        started(tf, session)
        session.run([update for _, update in spec.eval_metric_ops.values()])
        found["metrics"] = {
            key.replace("/", "-").replace(".", "_"): Kept(session.run(value))
            for key, (value, _) in sorted(spec.eval_metric_ops.items())
        }
        found["loss"] = Kept(session.run(spec.loss))
    with tf.Graph().as_default(), tf.Session() as session:
        spec = make().create_estimator_spec(
            X, "train", logits, labels, train_op_fn=lambda loss: 2 * loss, **named
        )
        started(tf, session)
        merged = tf.Summary.FromString(session.run(tf.summary.merge_all()))
        found["train"] = Kept(session.run(spec.train_op))
        found["summaries"] = {
            one.tag.replace("/", "-"): Kept(np.float32(one.simple_value))
            for one in merged.value
        }
    return found


def both(tf, new, old, *given, **named):
    return {
        "new": modes(tf, new, *given, **named),
        "old": modes(tf, old, *given, **named),
    }


@case
def two_classes(tf):
    named = {"thresholds": [0.3, 0.6], "weight_column": "w", "name": "h"}
    made = tf.contrib.estimator
    return both(
        tf,
        lambda: tf.estimator.BinaryClassHead(**named),
        lambda: made.binary_classification_head(**named),
        ONE,
        np.array([[1], [0], [0]]),
        regularization_losses=[0.5, 1.5],
    )


@case
def two_named_classes(tf):
    named = {"label_vocabulary": ["u", "v"]}
    return both(
        tf,
        lambda: tf.estimator.BinaryClassHead(loss_reduction="sum", **named),
        lambda: tf.contrib.estimator.binary_classification_head(
            loss_reduction=tf.losses.Reduction.SUM, **named
        ),
        ONE,
        np.array([["u"], ["v"], ["v"]]),
    )


@case
def three_classes(tf):
    numbers = np.array([2, 1, 0])

    def loss_fn(labels, logits, features):
        del logits
        return tf.cast(labels, tf.float32) * features["x"]

    found = both(
        tf,
        lambda: tf.estimator.MultiClassHead(3, weight_column="w"),
        lambda: tf.contrib.estimator.multi_class_head(3, weight_column="w"),
        THREE,
        numbers,
    )
    found["own loss"] = modes(
        tf,
        lambda: tf.contrib.estimator.multi_class_head(3, loss_fn=loss_fn),
        THREE,
        numbers,
    )
    found["named"] = modes(
        tf,
        lambda: tf.estimator.MultiClassHead(3, label_vocabulary=["a", "b", "c"]),
        THREE,
        np.array([["c"], ["a"], ["b"]]),
    )
    return found


@case
def any_of_three_classes(tf):
    labels = np.array([[1, 0, 1], [0, 0, 1], [0, 1, 1]])
    named = {
        "thresholds": [0.4],
        "label_vocabulary": ["a", "b", "c"],
        "classes_for_class_based_metrics": ["c", "a"],
        "weight_column": "w",
    }
    found = both(
        tf,
        lambda: tf.estimator.MultiLabelHead(3, **named),
        lambda: tf.contrib.estimator.multi_label_head(3, **named),
        THREE,
        labels,
    )
    with tf.Session() as session:
        ids = tf.SparseTensor([[0, 0], [0, 1], [2, 0]], np.int64([0, 2, 1]), [3, 2])
        head = tf.contrib.estimator.multi_label_head(
            3, classes_for_class_based_metrics=[1]
        )
        spec = head.create_loss(X, "train", THREE, ids)
        found["sparse"] = [Kept(one) for one in session.run([spec[0], spec[3]])]
        found["range"] = error(
            lambda: session.run(head.create_loss(X, "train", THREE, labels * 2)[0])
        )[:90]
    return found


@case
def numbers(tf):
    labels = np.array([[1.0, 0.5, 2], [0, 1, 3], [0.5, 0.2, 1]], np.float32)
    made, old = tf.estimator, tf.contrib.estimator
    return {
        "three": both(
            tf,
            lambda: made.RegressionHead(3, weight_column="w"),
            lambda: old.regression_head(label_dimension=3, weight_column="w"),
            THREE,
            labels,
        ),
        "counts": both(
            tf,
            lambda: made.PoissonRegressionHead(3, name="p"),
            lambda: old.poisson_regression_head(label_dimension=3, name="p"),
            THREE,
            labels,
        ),
        "probability": both(
            tf,
            lambda: made.LogisticRegressionHead(),
            lambda: old.logistic_regression_head(),
            ONE,
            labels[:, 1:2],
        ),
    }


@case
def several(tf):
    labels = {
        "a": np.array([[1], [0], [0]]),
        "b": np.array([[2.0, 1], [0, 1], [1, 1]], np.float32),
    }
    made, old = tf.estimator, tf.contrib.estimator
    return both(
        tf,
        lambda: made.MultiHead(
            [made.BinaryClassHead(name="a"), made.RegressionHead(2, name="b")],
            [1.0, 2.0],
        ),
        lambda: old.multi_head(
            [
                old.binary_classification_head(name="a"),
                old.regression_head(label_dimension=2, name="b"),
            ],
            [1.0, 2.0],
        ),
        THREE,
        labels,
    )


def said(make):
    return error(make).split("Given type")[0]


def refused(tf, new):
    """What heads of one kind do not take."""
    made, old = tf.estimator, tf.contrib.estimator
    two = made.BinaryClassHead if new else old.binary_classification_head
    many = made.MultiClassHead if new else old.multi_class_head
    any_of = made.MultiLabelHead if new else old.multi_label_head
    number = made.RegressionHead if new else old.regression_head

    def loss(head, labels, logits):
        if hasattr(head, "loss"):
            return head.loss(labels, logits, X)
        return head.create_loss(X, "train", logits, labels)

    return [
        said(lambda: two(thresholds=(0.0, 0.5))),
        said(lambda: two(loss_reduction="other")),
        said(lambda: two(loss_fn=lambda labels: labels)),
        said(lambda: two(loss_fn=lambda labels, logits, name: labels)),
        said(lambda: many(2)),
        said(lambda: many(None)),
        said(lambda: many(3, label_vocabulary="abc")),
        said(lambda: any_of(1)),
        said(lambda: any_of(3, classes_for_class_based_metrics=[3])),
        said(lambda: any_of(3, label_vocabulary=["a"])),
        said(lambda: number(label_dimension=0)),
        said(lambda: loss(two(), None, ONE)),
        said(lambda: loss(two(), np.ones((3, 2)), ONE)),
        said(lambda: loss(two(), np.ones((2, 1)), ONE)),
        said(lambda: loss(two(weight_column="z"), np.ones((3, 1)), ONE)),
        said(lambda: loss(many(3), np.ones((3, 1), np.float32), THREE)),
        said(lambda: loss(many(3), np.ones((2, 1), np.int32), THREE)),
        said(lambda: loss(number(), np.ones((2, 1)), ONE)),
        said(lambda: two().create_estimator_spec(X, "train", ONE, np.ones((3, 1)))),
        said(lambda: two().create_estimator_spec(X, "infer", THREE)),
    ]


@case
def what_heads_refuse(tf):
    made, old = tf.estimator, tf.contrib.estimator
    found = {"new": refused(tf, True), "old": refused(tf, False)}
    found["optimizer"] = said(
        lambda: made.BinaryClassHead().create_estimator_spec(
            X,
            "train",
            ONE,
            np.ones((3, 1)),
            optimizer=tf.train.AdamOptimizer(),
        )
    ).split("Given")[0]
    found["several"] = [
        said(lambda: old.multi_head([])),
        said(lambda: made.MultiHead([made.RegressionHead(name="a")], [1.0, 2.0])),
        said(
            lambda: old.multi_head([old.regression_head(name="a")]).create_loss(
                X, "train", THREE, {"a": ONE}
            )
        ),
    ]
    return found
