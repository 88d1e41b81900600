"""Cases for tf.contrib.predictor."""

import os
import tempfile

from tests.cases.registry import family
from tests.cases.values import Kept

case = family(__name__, manner="told")


def said(function):
    try:
        return str(function())
    except Exception as raised:
        return type(raised).__name__ + " " + str(raised)


@case
def of_a_saved_model(tf):
    folder = os.path.join(tempfile.mkdtemp(), "model")
    with tf.Graph().as_default(), tf.Session() as session:
        x = tf.placeholder(tf.float32, [None, 2], "x")
        y = tf.matmul(x, tf.get_variable("v", initializer=[[1.0], [2.0]]), name="y")
        session.run(tf.global_variables_initializer())
        tf.saved_model.simple_save(session, folder, {"a": x}, {"b": y})
    lib = tf.contrib.predictor
    made = lib.from_saved_model(folder)
    other = lib.from_saved_model(
        folder, input_names={"q": "x:0"}, output_names={"r": "y:0"}
    )
    return {
        "values": [
            Kept(made({"a": [[1.0, 1.0]]})["b"]),
            Kept(other({"q": [[1.0, 2.0]]})["r"]),
        ],
        "is": repr(made),
        "not there": repr(lib.from_saved_model(folder, "none")),
        "twice": said(lambda: lib.from_saved_model(folder, "a", signature_def=1)),
        "half": said(lambda: lib.from_saved_model(folder, input_names={})),
        "unknown": said(lambda: made({"z": 1})),
    }


@case
def of_an_estimator(tf):
    def model_fn(features, labels, mode):
        y = tf.layers.dense(features["x"], 1, kernel_initializer=tf.ones_initializer())
        if mode == tf.estimator.ModeKeys.PREDICT:
            kind = tf.estimator.export.PredictOutput
            outputs = {"serving_default": kind({"y": y}), "two": kind({"z": 2 * y})}
            return tf.estimator.EstimatorSpec(
                mode, predictions={"y": y}, export_outputs=outputs
            )
        loss = tf.reduce_mean(y)
        train = tf.train.GradientDescentOptimizer(0.1).minimize(
            loss, tf.train.get_global_step()
        )
        return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train)

    estimator = tf.estimator.Estimator(model_fn, tempfile.mkdtemp())
    estimator.train(lambda: {"x": tf.ones([2, 2])}, steps=2)
    receive = tf.estimator.export.build_raw_serving_input_receiver_fn(
        {"x": tf.placeholder(tf.float32, [None, 2])}
    )
    lib = tf.contrib.predictor
    one = lib.from_estimator(estimator, receive)
    two = lib.from_estimator(estimator, receive, "two")
    return {
        "values": [
            Kept(one({"x": [[1.0, 1.0]]})["y"]),
            Kept(two({"x": [[1.0, 1.0]]})["z"]),
        ],
        "is": repr(one),
        "key": said(lambda: lib.from_estimator(estimator, receive, "three")),
    }
