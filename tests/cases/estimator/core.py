"""Cases for tf.estimator: trainings with all that they print, write and give."""

import json
import logging
import os
import re
import shutil
import tempfile

import numpy as np

from tests.cases.registry import family
from tests.cases.values import Kept, error

case = family(
    __name__,
    "told",
    output=2e-5,
    why="float32 after some steps of a training: its kernels round in other orders",
)

WORDS = np.random.RandomState(0)
TEXTS = [WORDS.randint(1, 20, WORDS.randint(3, 9)).tolist() for _ in range(60)]
LABELS = [sum(text) % 2 for text in TEXTS]


def text_input(tf, train):
    made = tf.data.Dataset.from_generator(
        lambda: zip(TEXTS, LABELS), (tf.int64, tf.int32), ([None], [])
    )
    made = made.map(lambda text, label: ({"ids": text, "length": tf.size(text)}, label))
    if train:
        made = made.shuffle(100, seed=3).repeat()
    return made.padded_batch(8, ({"ids": [None], "length": []}, []))


def text_model(tf, graphs):
    """A classifier with an LSTM, as tutorials of 2018 had it."""

    def model_fn(features, labels, mode, params):
        table = tf.get_variable("embeddings", [20, params["units"]])
        inputs = tf.nn.embedding_lookup(table, features["ids"])
        training = mode == tf.estimator.ModeKeys.TRAIN
        inputs = tf.layers.dropout(inputs, 0.2, training=training)
        cell = tf.nn.rnn_cell.LSTMCell(6)
        _, state = tf.nn.dynamic_rnn(cell, inputs, features["length"], dtype=tf.float32)
        logits = tf.layers.dense(state.h, 2)
        graphs[mode] = tf.get_default_graph()
        predictions = {"class": tf.argmax(logits, 1), "p": tf.nn.softmax(logits)}
        if mode == tf.estimator.ModeKeys.PREDICT:
            return tf.estimator.EstimatorSpec(mode, predictions=predictions)
        loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
        if mode == tf.estimator.ModeKeys.EVAL:
            metrics = {"accuracy": tf.metrics.accuracy(labels, predictions["class"])}
            return tf.estimator.EstimatorSpec(mode, loss=loss, eval_metric_ops=metrics)
        optimizer = tf.train.AdamOptimizer(0.01)
        train_op = optimizer.minimize(loss, tf.train.get_global_step())
        return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op)

    return model_fn


class Said(logging.Handler):
    """What is logged, without what no two runs share, and the losses in it."""

    def __init__(self, folder):
        super(Said, self).__init__()
        self.folder, self.lines, self.losses = folder, [], []

    def emit(self, record):
        line = record.getMessage()
        if "deprecated" in line or "global_step/sec" in line or "sing config" in line:
            return
        if "has not been increased" in line:  # it depends on how fast a step is
            return
        if "already exists; retrying" in line:  # two exports within one second
            return
        loss = r"(loss = |final step: )([0-9.e+-]+[0-9])"
        self.losses += [float(found[1]) for found in re.findall(loss, line)]
        line = re.sub(loss, r"\1…", line).replace(self.folder, "…")
        line = re.sub(r"\(\d+\.\d+ sec\)|\d{4}-\d\d-\d\d.*|[\d.]+ secs", "…", line)
        self.lines.append(re.sub(r"= \d\.\d+", "= …", line))


class At(object):
    """A folder of its own, and what is logged while it is used."""

    def __init__(self, tf):
        self.tf, self.folder = tf, tempfile.mkdtemp()

    def __enter__(self):
        logger = logging.getLogger("tensorflow")
        self.said, self.before = Said(self.folder), logger.level
        self.handlers, logger.handlers = logger.handlers, [self.said]
        logger.setLevel(logging.INFO)
        return self

    def __exit__(self, *raised):
        logger = logging.getLogger("tensorflow")
        logger.handlers = self.handlers
        logger.setLevel(self.before)
        self.tf.summary.FileWriterCache.clear()
        shutil.rmtree(self.folder)

    def files(self):
        found = []
        for folder, _, files in sorted(os.walk(self.folder)):
            for file in sorted(files):
                path = os.path.join(folder, file)[len(self.folder) :]
                found.append(re.sub(r"\d{9,}.*", "…", path))
        return found

    def events(self, *parts):
        """Steps, tags and values of the events in a folder below."""
        found = []
        folder = os.path.join(self.folder, *parts)
        for file in sorted(os.listdir(folder)):
            if "tfevents" not in file:
                continue
            for event in self.tf.train.summary_iterator(os.path.join(folder, file)):
                tags = [value.tag for value in event.summary.value]
                if tags != ["global_step/sec"]:
                    found.append([event.step, event.WhichOneof("what"), tags])
        return found


def text_classifier(tf, at, graphs):
    config = tf.estimator.RunConfig(
        tf_random_seed=7,
        log_step_count_steps=10,
        save_summary_steps=10,
        save_checkpoints_steps=10,
    )
    return tf.estimator.Estimator(
        text_model(tf, graphs), at.folder, config, {"units": 5}
    )


@case
def trained_evaluated_and_predicted(tf):
    graphs = {}
    with At(tf) as at:
        made = text_classifier(tf, at, graphs)
        made.train(lambda: text_input(tf, True), steps=20)
        scores = made.evaluate(lambda: text_input(tf, False))
        predicted = list(made.predict(lambda: text_input(tf, False)))
        made.train(lambda: text_input(tf, True), max_steps=25)
        kernel = made.get_variable_value("rnn/lstm_cell/kernel")
        with open(os.path.join(at.folder, "checkpoint")) as stream:
            state = stream.read()
        return {
            "log": at.said.lines,
            "losses": Kept(np.array(at.said.losses)),
            "scores": Kept(np.array([scores[key] for key in sorted(scores)])),
            "score types": [type(scores[key]).__name__ for key in sorted(scores)],
            "names": made.get_variable_names(),
            "kernel": Kept(kernel),
            "predicted": Kept(np.array([one["p"] for one in predicted])),
            "classes": [int(one["class"]) for one in predicted],
            "files": at.files(),
            "checkpoint": state,
            "last": made.latest_checkpoint()[len(at.folder) :],
            "events": at.events(),
            "evaluation": at.events("eval"),
            "collections": [
                sorted(set(graphs[mode].get_all_collection_keys()) - {"update_ops"})
                for mode in ("train", "eval", "infer")
            ],
        }


@case
def trained_and_evaluated_in_turn(tf):
    def served():
        ids = tf.placeholder(tf.int64, [None, None], "ids")
        length = tf.placeholder(tf.int32, [None], "length")
        given = {"ids": ids, "length": length}
        return tf.estimator.export.ServingInputReceiver(given, given)

    with At(tf) as at:
        made = text_classifier(tf, at, {})
        train = tf.estimator.TrainSpec(lambda: text_input(tf, True), max_steps=20)
        evaluated = tf.estimator.EvalSpec(
            lambda: text_input(tf, False),
            steps=None,
            throttle_secs=0,
            start_delay_secs=0,
            exporters=[
                tf.estimator.LatestExporter("latest", served, exports_to_keep=1),
                tf.estimator.FinalExporter("final", served),
            ],
        )
        scores, exported = tf.estimator.train_and_evaluate(made, train, evaluated)
        loaded = sorted(os.listdir(exported[1]))
        return {
            "log": [line for line in at.said.lines if "temp-" not in line],
            "losses": Kept(np.array(at.said.losses)),
            "scores": Kept(np.array([scores[key] for key in sorted(scores)])),
            "exported": [type(one).__name__ for one in exported],
            "loaded": [one.decode() for one in loaded],
            "files": at.files(),
        }


@case
def arrays_in_order(tf):
    def take(input_fn):
        with tf.Graph().as_default() as graph:
            result = input_fn()
            ops = [(op.name, op.type) for op in graph.get_operations()]
            batches = []
            with tf.train.MonitoredSession() as session:
                try:
                    while len(batches) < 20:
                        batches.append(str(session.run(result)))
                except tf.errors.OutOfRangeError:
                    pass
            return [ops, batches]

    make = tf.estimator.inputs.numpy_input_fn
    x = {"a": np.arange(10.0), "b": np.arange(20).reshape(10, 2)}
    y = np.arange(10)
    return {
        "two epochs": take(make(x, y, batch_size=4, num_epochs=2, shuffle=False)),
        "one array": take(make(np.arange(6.0), batch_size=4, shuffle=False)),
        "labels by name": take(make(x, {"p": y, "q": y * 2}, 6, shuffle=False)),
        "not said": error(lambda: make(x, y)),
        "a list": error(lambda: make([1, 2], y, shuffle=False)()),
        "lengths": error(lambda: make(x, np.arange(4), shuffle=False)()),
        "same": error(lambda: make(x, {"a": y}, shuffle=False)()),
        "no labels": error(lambda: make(x, {}, shuffle=False)()),
    }


def config_text(config):
    names = [name for name in dir(config) if not name.startswith("_")]
    values = {name: getattr(config, name) for name in names if name != "replace"}
    values["cluster_spec"] = config.cluster_spec.as_dict()
    return {name: str(value) for name, value in values.items()}


def with_cluster(tf, text, **given):
    os.environ["TF_CONFIG"] = text
    try:
        return config_text(tf.estimator.RunConfig(**given))
    finally:
        del os.environ["TF_CONFIG"]


CHIEF = {"chief": ["a:1"]}
ALL = {"chief": ["a:1"], "worker": ["b:2", "c:3"], "ps": ["d:4"]}


@case
def configurations(tf):
    make = tf.estimator.RunConfig
    seen = {
        "default": config_text(make()),
        "steps": config_text(make(save_checkpoints_steps=5)),
        "neither": config_text(
            make(save_checkpoints_steps=None, save_checkpoints_secs=None)
        ),
        "replaced": config_text(make().replace(save_checkpoints_steps=7)),
        "unknown": error(lambda: make().replace(other=1)),
        "both": error(lambda: make(save_checkpoints_secs=1, save_checkpoints_steps=1)),
    }
    wrong = {
        "model_dir": "",
        "save_summary_steps": -1,
        "save_checkpoints_steps": -1,
        "save_checkpoints_secs": -1,
        "keep_checkpoint_max": -1,
        "keep_checkpoint_every_n_hours": 0,
        "log_step_count_steps": 0,
        "tf_random_seed": 1.5,
        "session_config": 3,
        "device_fn": 3,
        "protocol": "x",
        "session_creation_timeout_secs": 0,
    }
    for name, value in sorted(wrong.items()):
        seen[name] = error(lambda name=name, value=value: make(**{name: value}))
    return seen


@case
def clusters(tf):
    tasks = [
        ({}, None, 0),
        ({}, "ps", 0),
        ({}, "worker", 1),
        (CHIEF, "chief", 0),
        (CHIEF, None, 0),
        (CHIEF, "worker", 0),
        (CHIEF, "chief", None),
        (CHIEF, "chief", -1),
        (CHIEF, "chief", 2),
        (CHIEF, "evaluator", 1),
        ({"worker": ["a:1"]}, "worker", 0),
        ({"chief": ["a:1", "b:1"]}, "chief", 0),
        ({"master": ["a:1"], "chief": ["b:2"]}, "master", 0),
        ({"master": ["a:1"], "worker": ["b:2"]}, "master", 0),
        ({"master": ["a:1"]}, "evaluator", 0),
        (ALL, "chief", 0),
        (ALL, "worker", 1),
        (ALL, "ps", 0),
        (ALL, "evaluator", 0),
    ]
    seen = {}
    for number, (jobs, kind, index) in enumerate(tasks):
        task = {"type": kind, "index": index}
        task = {name: value for name, value in task.items() if value is not None}
        text = json.dumps({"cluster": jobs, "task": task})
        try:
            seen[number] = with_cluster(tf, text)
        except Exception as raised:
            seen[number] = [type(raised).__name__, str(raised)]
    return seen


@case
def what_a_model_gives(tf):
    spec = tf.estimator.EstimatorSpec
    one = tf.constant(1.0)
    op = tf.no_op()
    given = {
        "no loss": lambda: spec("train", train_op=op),
        "no step": lambda: spec("train", loss=one),
        "a number": lambda: spec("train", loss=1.0, train_op=op),
        "two": lambda: spec("train", loss=tf.constant([1.0, 2.0]), train_op=op),
        "no op": lambda: spec("train", loss=one, train_op="x"),
        "no predictions": lambda: spec("infer"),
        "number": lambda: spec("infer", predictions={"a": 1.0}),
        "metrics": lambda: spec("eval", loss=one, eval_metric_ops=one),
        "a metric": lambda: spec("eval", loss=one, eval_metric_ops={"a": one}),
        "hooks": lambda: spec("eval", loss=one, evaluation_hooks=["x"]),
        "scaffold": lambda: spec("eval", loss=one, scaffold="x"),
        "outputs": lambda: spec("infer", predictions=one, export_outputs=one),
    }
    seen = {name: error(make) for name, make in given.items()}
    made = spec("eval", loss=tf.constant([2.0]))
    seen["shape"] = str(made.loss.shape)
    seen["fields"] = list(made._fields)
    seen["mode"] = error(lambda: made._replace(mode="train"))
    seen["default"] = sorted(spec("infer", predictions=one).export_outputs)
    return seen
