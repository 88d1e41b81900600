"""Cases for tf.contrib.learn.models."""

import numpy as np

from tests.cases.registry import family
from tests.cases.values import Kept

case = family(__name__, "told")

X = np.array([[1.0, 2, 3], [0.5, -1, 2]], np.float32)


def seen(tf, make, labels):
    found = {}
    with tf.Graph().as_default(), tf.Session() as session:
        tf.set_random_seed(3)
        predictions, loss = make(tf.constant(X), tf.constant(labels))
        drawn = tf.random_normal([2])
        step = tf.train.GradientDescentOptimizer(0.01).minimize(loss)
        session.run(tf.global_variables_initializer())
        found["start"] = [Kept(one) for one in session.run([predictions, loss, drawn])]
        session.run(step)
        found["after"] = [Kept(one) for one in session.run([predictions, loss])]
        found["names"] = [one.name for one in tf.global_variables()]
        merged = tf.Summary.FromString(session.run(tf.summary.merge_all()))
        found["summaries"] = [one.tag for one in merged.value]
    return found


@case
def linear(tf):
    made = tf.contrib.learn.models
    one = np.array([1.0, 2], np.float32)
    return {
        "one": seen(tf, made.linear_regression, one),
        "two": seen(tf, made.linear_regression, np.stack([one, one], 1)),
        "drawn": seen(
            tf, lambda x, y: made.linear_regression(x, y, init_mean=0.5), one
        ),
        "zero": seen(tf, made.linear_regression_zero_init, one),
    }


@case
def logistic(tf):
    made = tf.contrib.learn.models
    classes = np.array([[1.0, 0], [0, 1]], np.float32)

    def weighted(x, y):
        return made.logistic_regression(x, y, class_weight=[0.5, 2.0])

    return {
        "plain": seen(tf, made.logistic_regression, classes),
        "weighted": seen(tf, weighted, classes),
        "zero": seen(tf, made.logistic_regression_zero_init, classes),
    }
