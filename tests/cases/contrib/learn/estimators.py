"""Cases for tf.contrib.learn: Estimators, canned ones, monitors, experiments."""

import shutil
import tempfile

import numpy as np

from tests.cases.registry import family
from tests.cases.values import Kept, error

case = family(
    __name__,
    "told",
    output=5e-5,
    why="float32 after some steps of a training: its kernels round in other orders",
)

DRAWN = np.random.RandomState(0)
X = DRAWN.rand(30, 3).astype(np.float32)
THREE = (X[:, 0] * 3).astype(np.int64)
TWO = (X[:, 0] > 0.5).astype(np.int64)


class Folder:
    """A folder for models, and a configuration with a seed."""

    def __init__(self, tf, **given):
        self.tf, self.given = tf, given

    def __enter__(self):
        self.level = self.tf.logging.get_verbosity()
        self.tf.logging.set_verbosity(self.tf.logging.FATAL)
        self.path = tempfile.mkdtemp()
        return self.tf.contrib.learn.RunConfig(
            tf_random_seed=5, model_dir=self.path, **self.given
        )

    def __exit__(self, *error):
        self.tf.logging.set_verbosity(self.level)
        shutil.rmtree(self.path)


def kept(values):
    return {
        str(name).replace("/", "."): Kept(np.array(values[name]))
        for name in sorted(values)
    }


def variables(model):
    names = model.get_variable_names()
    return {
        "names": names,
        "values": kept({n: model.get_variable_value(n) for n in names}),
    }


def canned(tf, make, labels):
    """A training, an evaluation and predictions from arrays."""
    columns = tf.contrib.learn.infer_real_valued_columns_from_input(X)
    with Folder(tf) as config:
        model = make(tf.contrib.learn, columns, config)
        model.fit(x=X, y=labels, steps=9, batch_size=8)
        found = {
            "scores": kept(model.evaluate(x=X, y=labels, batch_size=30, steps=1)),
            "predicted": Kept(np.array(list(model.predict(x=X[:3])))),
        }
        if hasattr(model, "predict_proba"):
            found["shares"] = Kept(np.array(list(model.predict_proba(x=X[:2]))))
        found.update(variables(model))
        return found


@case
def hidden_layers_of_three_classes(tf):
    return canned(
        tf,
        lambda learn, columns, config: learn.DNNClassifier(
            [4, 3], columns, n_classes=3, config=config
        ),
        THREE,
    )


@case
def hidden_layers_with_all_there_is(tf):
    return canned(
        tf,
        lambda learn, columns, config: learn.DNNClassifier(
            [4],
            columns,
            config=config,
            dropout=0.3,
            optimizer=tf.train.AdamOptimizer(0.1),
            enable_centered_bias=True,
            gradient_clip_norm=1.0,
        ),
        TWO,
    )


@case
def hidden_layers_of_a_number(tf):
    return canned(
        tf,
        lambda learn, columns, config: learn.DNNRegressor(
            [4], columns, config=config, activation_fn=tf.tanh
        ),
        X[:, 0],
    )


@case
def wide_of_two_classes(tf):
    return canned(
        tf,
        lambda learn, columns, config: learn.LinearClassifier(columns, config=config),
        TWO,
    )


@case
def wide_of_a_number(tf):
    return canned(
        tf,
        lambda learn, columns, config: learn.LinearRegressor(
            columns,
            config=config,
            optimizer=tf.train.GradientDescentOptimizer(0.1),
            gradient_clip_norm=0.5,
        ),
        X[:, 0],
    )


@case
def wide_and_deep(tf):
    return canned(
        tf,
        lambda learn, columns, config: learn.DNNLinearCombinedClassifier(
            linear_feature_columns=columns,
            dnn_feature_columns=columns,
            dnn_hidden_units=[4],
            n_classes=3,
            config=config,
        ),
        THREE,
    )


@case
def wide_and_deep_of_a_number(tf):
    return canned(
        tf,
        lambda learn, columns, config: learn.DNNLinearCombinedRegressor(
            linear_feature_columns=columns,
            dnn_feature_columns=columns,
            dnn_hidden_units=[4],
            config=config,
            fix_global_step_increment_bug=True,
        ),
        X[:, 0],
    )


def by_columns(tf, make):
    """A model of categories, buckets and crosses, weighted by a feature."""
    layers = tf.contrib.layers

    def input_fn():
        words = tf.SparseTensor([[0, 0], [1, 0], [1, 1]], ["a", "b", "c"], [30, 2])
        numbers = tf.constant(X)
        return {"a": numbers, "s": words, "w": numbers[:, 1]}, tf.constant(TWO[:, None])

    number = layers.real_valued_column("a", dimension=3)
    word = layers.sparse_column_with_hash_bucket("s", 10)
    bucket = layers.bucketized_column(number, [0.3, 0.6])
    crossed = layers.crossed_column([word, bucket], 20)
    wide = [word, bucket, crossed]
    deep = [number, layers.embedding_column(word, 4)]
    with Folder(tf) as config:
        model = make(tf.contrib.learn, wide, deep, config)
        model.fit(input_fn=input_fn, steps=4)
        found = {"scores": kept(model.evaluate(input_fn=input_fn, steps=1))}
        found.update(variables(model))
        return found


@case
def wide_columns(tf):
    return by_columns(
        tf,
        lambda learn, wide, deep, config: learn.LinearClassifier(
            wide, config=config, weight_column_name="w"
        ),
    )


@case
def deep_columns(tf):
    return by_columns(
        tf,
        lambda learn, wide, deep, config: learn.DNNClassifier([4], deep, config=config),
    )


def model_fn(tf):
    def model_fn(features, labels, mode, params):
        layers, learn = tf.contrib.layers, tf.contrib.learn
        net = layers.fully_connected(features, 4)
        logits = layers.linear(net, 3)
        loss = train_op = metrics = None
        if mode != learn.ModeKeys.INFER:
            one_hot = tf.one_hot(labels, 3)
            loss = tf.losses.softmax_cross_entropy(one_hot, logits)
            step = tf.contrib.framework.get_global_step()
            train_op = layers.optimize_loss(loss, step, params["rate"], "SGD")
        if mode == learn.ModeKeys.EVAL:
            metrics = {"right": tf.metrics.accuracy(labels, tf.argmax(logits, 1))}
        predictions = {"shares": tf.nn.softmax(logits), "class": tf.argmax(logits, 1)}
        return learn.ModelFnOps(mode, predictions, loss, train_op, metrics)

    return model_fn


@case
def own_model_with_arrays(tf):
    learn = tf.contrib.learn
    with Folder(tf) as config:
        model = learn.Estimator(model_fn(tf), params={"rate": 0.1}, config=config)
        sk = learn.SKCompat(model)
        sk.fit(X, THREE, batch_size=8, steps=7)
        spec = learn.MetricSpec(tf.contrib.metrics.streaming_accuracy, "class")
        predicted = sk.predict(X[:3])
        found = {
            "shown": repr(model).split("(")[0],
            "scores": kept(sk.score(X, THREE, metrics={"own": spec})),
            "named": kept(model.evaluate(x=X, y=THREE, batch_size=10, name="other")),
            "predicted": [kept(predicted), kept(next(model.predict(x=X[:2])))],
            "some": sorted(next(model.predict(x=X[:2], outputs=["class"]))),
            "again": int(model.fit(x=X, y=THREE, max_steps=5) is model),
        }
        found.update(variables(model))
        return found


@case
def monitors(tf):
    learn = tf.contrib.learn
    watching = learn.monitors
    with Folder(tf, save_checkpoints_steps=2) as config:
        model = learn.Estimator(model_fn(tf), params={"rate": 0.1}, config=config)
        captured = watching.CaptureVariable("fully_connected/biases:0", every_n=2)
        validation = watching.ValidationMonitor(
            X,
            THREE,
            every_n_steps=2,
            early_stopping_rounds=3,
            early_stopping_metric="right",
            check_interval_secs=0,
        )
        others = [
            watching.PrintTensor(["fully_connected/biases"], every_n=2),
            watching.LoggingTrainable(every_n=3),
            watching.StepCounter(every_n_steps=2),
            watching.StopAtStep(num_steps=20),
        ]
        model.fit(x=X, y=THREE, batch_size=8, monitors=[captured, validation, *others])
        return {
            "captured": {str(k): Kept(v) for k, v in captured.values.items()},
            "best": [validation.best_step, Kept(np.array(validation.best_value))],
            "stopped": validation.early_stopped,
            "metrics": kept(validation.best_metrics),
            "steps": int(model.get_variable_value("global_step")),
        }


@case
def experiment(tf):
    learn = tf.contrib.learn

    def input_fn():
        return tf.constant(X), tf.constant(THREE)

    def experiment_fn(run_config, hparams):
        model = learn.Estimator(
            model_fn(tf), params={"rate": hparams.rate}, config=run_config
        )
        return learn.Experiment(
            model,
            train_input_fn=input_fn,
            eval_input_fn=input_fn,
            train_steps=6,
            eval_steps=1,
        )

    with Folder(tf, save_checkpoints_steps=3) as config:
        hparams = tf.contrib.training.HParams(rate=0.1)
        scores, exports = learn.learn_runner.run(
            experiment_fn=experiment_fn, run_config=config, hparams=hparams
        )
        return {"scores": kept(scores), "exports": exports}


@case
def exported(tf):
    learn = tf.contrib.learn
    columns = [tf.contrib.layers.real_valued_column("x", dimension=3)]
    spec = tf.contrib.layers.create_feature_spec_for_parsing(columns)
    serving = learn.build_parsing_serving_input_fn(spec)
    with Folder(tf) as config:
        model = learn.DNNClassifier([4], columns, n_classes=3, config=config)
        model.fit(input_fn=lambda: ({"x": tf.constant(X)}, tf.constant(THREE)), steps=2)
        strategy = learn.make_export_strategy(serving)
        folder = strategy.export(model, config.model_dir + "/export")
        with tf.Graph().as_default(), tf.Session() as session:
            loaded = tf.saved_model.loader.load(session, ["serve"], folder.decode())
            signatures = loaded.signature_def
            return {
                "name": strategy.name,
                "signatures": {
                    key: [
                        signatures[key].method_name,
                        sorted(signatures[key].inputs),
                        sorted(signatures[key].outputs),
                    ]
                    for key in sorted(signatures)
                },
            }


@case
def run_again_and_again(tf):
    learn = tf.contrib.learn
    with tf.Graph().as_default():
        x = tf.placeholder(tf.float32, [2])
        w = tf.get_variable("w", [2], initializer=tf.ones_initializer())
        out = {"y": x * w}
        feeds = [{x: [1.0, 2.0]}, {x: [3.0, 4.0]}]
        return {
            "n": [each["y"] for each in learn.run_n(out, feeds[0], n=2)],
            "feeds": [each["y"] for each in learn.run_feeds(out, feeds)],
            "infer": learn.infer(None, out, feeds[1])["y"],
            "nothing": error(lambda: learn.run_n({})),
        }


@case
def data_sets(tf):
    sets = tf.contrib.learn.datasets
    iris = sets.load_dataset("iris")
    return {
        "iris": [iris.data.sum(0), str(iris.target.dtype), iris.target[::50]],
        "mistakes": iris.data[[34, 37]],
        "other": error(lambda: sets.load_dataset("other")),
    }


@case
def what_is_refused(tf):
    learn = tf.contrib.learn
    make = learn.Estimator

    def simple(features, labels, mode):
        return None

    def pair(features, labels):
        return 1, 2

    with Folder(tf) as config:
        model = make(simple, config=config)
        tensors = tf.constant(X)
        both = learn.RunConfig(model_dir="b")
        return {
            "params": error(lambda: make(simple, params={"a": 1})),
            "folders": error(lambda: make(simple, model_dir="a", config=both)),
            "nothing": error(lambda: model.fit()),
            "both": error(lambda: model.fit(x=X, input_fn=lambda: 1)),
            "size": error(lambda: model.fit(input_fn=lambda: 1, batch_size=3)),
            "steps": error(lambda: model.fit(x=X, y=TWO, steps=1, max_steps=2)),
            "tensors": error(lambda: model.fit(x=tensors, y=tensors)),
            "pair": error(
                lambda: make(pair, model_dir=config.model_dir).fit(x=X, y=TWO)
            ),
            "untrained": error(lambda: model.evaluate(x=X, y=TWO)),
            "metrics": error(lambda: model.evaluate(input_fn=lambda: 1, metrics=3)),
            "runner": error(lambda: learn.learn_runner.run(3, "x")),
            "schedule": error(lambda: learn.learn_runner.run(lambda d: 3, "x")),
            "spec": error(lambda: learn.MetricSpec(lambda labels, targets: 1)),
            "replace": error(lambda: both.replace(task_id=3)),
            "stop": error(learn.monitors.StopAtStep),
            "classes": error(lambda: learn.multi_class_head(1)),
        }
