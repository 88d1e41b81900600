"""Cases for tf.contrib.tpu, without TPUs: as BERT's scripts use it."""

import functools
import re

import numpy as np

from tests.cases.estimator import core
from tests.cases.registry import family
from tests.cases.values import Kept

case = family(
    __name__,
    "told",
    output=2e-5,
    why="float32 after some steps of a training: its kernels round in other orders",
)

X = np.linspace(-1, 1, 44).reshape(22, 2).astype(np.float32)
Y = (X[:, 0] > 0).astype(np.int32)
SEEN = "examples/sec"


def input_fn_of(tf, told, train=False):
    def input_fn(params):
        told.append(["input", sorted(params)])
        made = tf.data.Dataset.from_tensor_slices(({"x": X}, Y))
        made = made.repeat() if train else made
        return made.batch(params["batch_size"])

    return input_fn


def model_fn_of(tf, told, **more):
    def model_fn(features, labels, mode, params):
        told.append([mode, [[key, params[key]] for key in sorted(params)]])
        w = tf.get_variable("w", [2, 2], initializer=tf.truncated_normal_initializer())
        logits = tf.matmul(features["x"], w)
        spec = tf.contrib.tpu.TPUEstimatorSpec
        if mode == tf.estimator.ModeKeys.PREDICT:
            return spec(mode=mode, predictions={"p": tf.nn.softmax(logits)})
        loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
        if mode == tf.estimator.ModeKeys.EVAL:

            def metric_fn(labels, logits):
                classes = tf.argmax(logits, -1)
                return {
                    "accuracy": tf.metrics.accuracy(labels, classes),
                    "mean": tf.metrics.mean(tf.abs(logits)),
                }

            return spec(
                mode=mode, loss=loss, eval_metrics=(metric_fn, [labels, logits])
            )
        optimizer = tf.train.AdamOptimizer(0.05)
        step = tf.train.get_global_step()
        host = (lambda loss: told.append("host") or tf.identity(loss), {"loss": loss})
        return spec(
            mode=mode,
            loss=loss,
            train_op=optimizer.minimize(loss, step),
            scaffold_fn=tf.train.Scaffold,
            host_call=host,
        )

    return model_fn


def made(tf, told, folder, **more):
    lib = tf.contrib.tpu
    config = lib.RunConfig(
        model_dir=folder,
        tf_random_seed=3,
        save_checkpoints_steps=10,
        log_step_count_steps=5,
        tpu_config=lib.TPUConfig(
            iterations_per_loop=2,
            num_shards=8,
            per_host_input_for_training=lib.InputPipelineConfig.PER_HOST_V2,
        ),
    )
    given = dict(
        use_tpu=False,
        model_fn=model_fn_of(tf, told),
        config=config,
        params={"rate": 2},
        train_batch_size=4,
        eval_batch_size=8,
        predict_batch_size=8,
    )
    given.update(more)
    return lib.TPUEstimator(**given)


@case
def trained(tf):
    told = []
    assert tf.contrib.tpu  # 1.15 logs at the first use of contrib that it will go
    with core.At(tf) as at:
        model = made(tf, told, at.folder)
        model.train(input_fn_of(tf, told, True), max_steps=12)
        scores = model.evaluate(input_fn_of(tf, told), steps=2)
        predicted = list(model.predict(input_fn_of(tf, told)))
        return {
            "log": [line for line in at.said.lines if SEEN not in line],
            "speed": sum(SEEN in line for line in at.said.lines),
            "losses": Kept(np.array(at.said.losses)),
            "scores": Kept(np.array([scores[key] for key in sorted(scores)])),
            "predicted": Kept(np.array([one["p"] for one in predicted])),
            "told": str(told).replace("'", ""),
            "events": at.events(),
            "files": at.files(),
            "params": str(sorted(model.params.items())),
        }


@case
def exported(tf):
    told = []

    def served():
        x = tf.placeholder(tf.float32, [None, 2])
        return tf.estimator.export.ServingInputReceiver({"x": x}, {"x": x})

    with core.At(tf) as at:
        model = made(tf, told, at.folder)
        model.train(input_fn_of(tf, told, True), max_steps=2)
        export = tf.contrib.tpu.export_estimator_savedmodel
        path = export(model, at.folder + "/out", served).decode()
        run = tf.contrib.predictor.from_saved_model(path)
        return {"p": Kept(run({"x": X})["p"]), "told": str(told[3]).replace("'", "")}


def said(function):
    try:
        return str(function())
    except Exception as raised:
        return re.sub(
            r"<function .* at 0x\w+>", "…", "%s %s" % (type(raised).__name__, raised)
        )


@case
def config(tf):
    lib = tf.contrib.tpu
    kinds = ("PER_SHARD_V1", "PER_HOST_V1", "PER_HOST_V2", "BROADCAST", "SLICED")
    given = [
        {},
        {"iterations_per_loop": 0},
        {"iterations_per_loop": "1h"},
        {"iterations_per_loop": "1x"},
        {"iterations_per_loop": 1.5},
        {"num_shards": 0},
        {"num_shards": 1.5},
        {"num_cores_per_replica": 3},
        {"initial_infeed_sleep_secs": -1},
        {"per_host_input_for_training": False},
        {"per_host_input_for_training": 1},
        {"input_partition_dims": [[1]]},
        {"per_host_input_for_training": 3, "input_partition_dims": [[1, 2]]},
        {
            "per_host_input_for_training": 3,
            "input_partition_dims": [[1], None, None],
            "num_cores_per_replica": 2,
        },
        {"eval_training_input_configuration": 9},
    ]
    at = lib.RunConfig(master="grpc://x")
    return {
        "kinds": [getattr(lib.InputPipelineConfig, kind) for kind in kinds],
        "made": [said(functools.partial(lib.TPUConfig, **each)) for each in given],
        "masters": [at.master, at.evaluation_master, str(at.cluster)],
        "own": lib.RunConfig(evaluation_master="a", master="b").evaluation_master,
        "replaced": str(
            at.replace(tpu_config=lib.TPUConfig(7), model_dir="/x").tpu_config[0]
        ),
        "folder": at.replace(model_dir="/x").model_dir,
    }


@case
def errors(tf):
    lib, told = tf.contrib.tpu, []
    spec, x, op = lib.TPUEstimatorSpec, tf.constant([1.0]), tf.no_op()
    model = model_fn_of(tf, told)

    def estimator(**more):
        return said(lambda: type(made(tf, told, None, **more)).__name__)

    def of(call, **more):
        return said(lambda: len(spec(mode="eval", loss=x, eval_metrics=call, **more)))

    return {
        "config": estimator(config=tf.estimator.RunConfig()),
        "reserved": estimator(params={"batch_size": 2}),
        "sizes": [
            estimator(use_tpu=True, train_batch_size=size) for size in (None, 2.5, 0)
        ],
        "ignored": estimator(train_batch_size=2.5),
        "calls": [
            of(3),
            of((1,)),
            of((1, 2)),
            of((model, 2)),
            of((lambda a: a, [2, 3])),
            of((lambda *a: a, [2, 3])),
            of(None, host_call=3),
        ],
        "missing": [
            said(lambda: spec(mode="train")),
            said(lambda: spec(mode="eval")),
            said(lambda: spec(mode="infer")),
            said(lambda: spec(mode="train", loss=x, train_op=op, training_hooks=[3])),
        ],
        "without params": said(
            lambda: made(
                tf, told, None, model_fn=lambda features, mode: None, params=None
            ).train(lambda params: {"x": tf.constant(X)}, steps=1)
        ),
        "input with any params": said(
            lambda: made(tf, told, None).train(
                lambda **given: input_fn_of(tf, told)(given["params"]), steps=1
            )
        ),
        "input without params": said(
            lambda: made(tf, told, None).train(lambda: {"x": tf.constant(X)}, steps=1)
        ),
        "no TPU": said(
            lambda: made(tf, told, None, use_tpu=True).train(
                input_fn_of(tf, told), steps=1
            )
        )[:56],
    }


@case
def optimizer(tf):
    lib = tf.contrib.tpu
    x = tf.get_variable("x", [3])
    inner = lib.CrossShardOptimizer(tf.train.AdamOptimizer(0.1))
    inner.minimize(tf.reduce_sum(x * x))
    graph = tf.get_default_graph()
    with lib.bfloat16_scope():
        scoped = tf.get_variable("b", [2], dtype=tf.bfloat16).dtype.base_dtype.name
    return {
        "name": inner.get_name(),
        "slots": inner.get_slot_names(),
        "variables": [variable.name for variable in inner.variables()],
        "ops": len(graph.get_operations()),
        "summed": [
            o.name for o in graph.get_operations() if o.type == "CrossReplicaSum"
        ],
        "scope": scoped,
    }
