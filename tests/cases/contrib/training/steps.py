"""Cases for tf.contrib.training: HParams, and gradients in and out of train ops."""

import collections
import os
import tempfile

from tests.cases.registry import family
from tests.cases.values import error, given

case = family(__name__)

TYPES = {"rate": float, "units": int, "cell": str, "wide": bool, "sizes": int}


def params(tf, **more):
    return tf.contrib.training.HParams(
        rate=0.5, units=4, cell="lstm", wide=True, sizes=[1, 2, 3], **more
    )


@case
def parse_values(tf):
    parse = tf.contrib.training.parse_values
    texts = [
        "rate=1",
        "rate=1e-3,units=-7",
        "cell=gru,wide=false,units=0",
        "wide=1",
        "wide=True",
        "sizes=[4,5]",
        "sizes=[]",
        "sizes[1]=9",
        "sizes[1]=9,sizes[0]=2",
        "cell=",
        "cell=a b",
        "cell=a-b/c.d:e",
        "rate = 2 , units = 3",
        "cell = a , units=3",
        "",
    ]
    return {text: sorted_text(parse(text, TYPES)) for text in texts}


def sorted_text(values):
    return str(sorted(values.items()))


@case
def parse_values_unknown(tf):
    parse = tf.contrib.training.parse_values
    return {
        "passed over": sorted_text(parse("other=1,units=2", TYPES, True)),
        "list": sorted_text(parse("other=[1,a],units=2", TYPES, ignore_unknown=True)),
    }


@case
def parse_values_errors(tf):
    parse = tf.contrib.training.parse_values
    texts = [
        "units",
        "units=1.5",
        "units=a",
        "units=",
        "rate=a",
        "wide=maybe",
        "wide=2",
        "other=1",
        "units=1,units=2",
        "units=[1",
        "sizes=[1]]",
        "sizes=[1][2]",
        "sizes[0]=1,sizes[0]=2",
        "sizes[0]=1,sizes=[2]",
        "sizes[a]=1",
        "sizes[0]=[1,2]",
        "=1",
        "units=1;rate=2",
        "units=1,",
        ",units=1",
    ]
    return {text: error(lambda text=text: parse(text, TYPES)) for text in texts}


@case
def hparams(tf):
    p = params(tf, nothing=None)
    same = p.parse("rate=0.25,cell=gru,sizes=[7,8]")
    p.add_hparam("later", 3)
    p.set_hparam("units", 9)
    p.del_hparam("wide")
    p.override_from_dict({"later": 5})
    p.set_from_map({"later": 6})
    p.nothing_else = 1
    return {
        "same": same is p,
        "rate": p.rate,
        "values": sorted_text(p.values()),
        "text": str(p),
        "repr": repr(p),
        "json": p.to_json(sort_keys=True),
        "in": ["rate" in p, "wide" in p, "other" in p],
        "get": [p.get("rate"), p.get("other"), p.get("other", 3), p.get("sizes")],
        "get default": [p.get("rate", 1.5), p.get("sizes", [1]), p.get("units", 2)],
    }


@case
def hparams_json(tf):
    p = params(tf)
    p.parse_json('{"rate": 3, "sizes": [9], "wide": false}')
    text = p.to_json(indent=2, separators=(",", ":"), sort_keys=True)
    p.add_hparam("function", len)
    return {"values": sorted_text(params(tf).values()), "text": text, "rate": p.rate}


@case
def hparams_cast(tf):
    p = params(tf, text=None)
    p.set_hparam("rate", 2)
    p.set_hparam("text", "said")
    p.set_hparam("cell", "x")
    return {"rate": p.rate, "type": type(p.rate).__name__, "text": p.text}


@case
def hparams_errors(tf):
    def using(function):
        return error(lambda: function(params(tf)))

    return {
        "reserved": using(lambda p: p.add_hparam("rate", 1)),
        "method": using(lambda p: p.add_hparam("parse", 1)),
        "empty": using(lambda p: p.add_hparam("none", [])),
        "not there": using(lambda p: p.set_hparam("other", 1)),
        "attribute": using(lambda p: p.other),
        "list for one": using(lambda p: p.set_hparam("rate", [1.0])),
        "one for list": using(lambda p: p.set_hparam("sizes", 1)),
        "float for int": using(lambda p: p.set_hparam("units", 1.5)),
        "whole float for int": using(lambda p: p.set_hparam("units", 1.0)),
        "bool for int": using(lambda p: p.set_hparam("units", True)),
        "int for bool": using(lambda p: p.set_hparam("wide", 1)),
        "int for text": using(lambda p: p.set_hparam("cell", 1)),
        "text for int": using(lambda p: p.set_hparam("units", "1")),
        "bool for float": using(lambda p: p.set_hparam("rate", True)),
        "parse index": using(lambda p: p.parse("sizes[1]=9")),
        "parse one as list": using(lambda p: p.parse("units=[1]")),
        "parse list as one": using(lambda p: p.parse("sizes=1")),
        "parse other": using(lambda p: p.parse("other=1")),
        "json": using(lambda p: p.parse_json("{")),
        "json other": using(lambda p: p.parse_json('{"other": 1}')),
        "default": using(lambda p: p.get("rate", "a")),
        "default list": using(lambda p: p.get("rate", [1.0])),
        "default for list": using(lambda p: p.get("sizes", 1)),
        "default kind": using(lambda p: p.get("units", 1.5)),
        "del": using(lambda p: p.del_hparam("other")),
    }


@case
def model_structure(tf):
    p = tf.contrib.training.HParams(model_structure="kept", x=1)
    first = p.get_model_structure()
    p.set_model_structure("other")
    return {"both": [first, p.get_model_structure()]}


def loss_of(tf):
    x = given(tf, [3, 2])
    w = tf.get_variable("w", [2, 4])
    b = tf.get_variable("b", [4])
    return tf.reduce_sum(tf.square(tf.matmul(x, w) + b)), [w, b]


@case
def multiply_gradients(tf):
    loss, (w, b) = loss_of(tf)
    pairs = list(zip(tf.gradients(loss, [w, b]), [w, b]))
    scaled = tf.contrib.training.multiply_gradients(pairs, {w: 0.5, b: 3.0})
    return {"scaled": [g for g, _ in scaled], "names": [v.name for _, v in scaled]}


@case
def multiply_gradients_errors(tf):
    loss, (w, b) = loss_of(tf)
    multiply = tf.contrib.training.multiply_gradients
    pairs = list(zip(tf.gradients(loss, [w, b]), [w, b]))
    return {
        "no pairs": error(lambda: multiply(pairs[0], {w: 1.0})),
        "empty": error(lambda: multiply(pairs, {})),
        "no dict": error(lambda: multiply(pairs, 2.0)),
        "none": error(lambda: multiply([(None, w)], {w: 2.0})),
    }


@case
def clip_gradient_norms(tf):
    loss, (w, b) = loss_of(tf)
    pairs = list(zip(tf.gradients(loss, [w, b]), [w, b])) + [(None, w)]
    clip = tf.contrib.training.clip_gradient_norms_fn(0.1)
    return {
        "one": [g for g, _ in tf.contrib.training.clip_gradient_norms(pairs, 0.2)],
        "function": [g for g, _ in clip(pairs)],
    }


@case
def summaries_of_gradients(tf):
    loss, (w, b) = loss_of(tf)
    pairs = list(zip(tf.gradients(loss, [w, b]), [w, b])) + [(None, w)]
    made = tf.contrib.training.add_gradients_summaries(pairs)
    return {"names": [s.op.name for s in made], "types": [s.op.type for s in made]}


@case
def create_train_op(tf):
    loss, _ = loss_of(tf)
    optimizer = tf.train.GradientDescentOptimizer(0.1)
    made = tf.contrib.training.create_train_op(loss, optimizer)
    step = tf.train.get_global_step()
    return {
        "name": made.op.name,
        "step": step.name,
        "in": made in tf.get_collection(tf.GraphKeys.TRAIN_OP),
        "type": made.op.type,
    }


@case
def create_train_op_without_step(tf):
    loss, (w, _) = loss_of(tf)
    made = tf.contrib.training.create_train_op(
        loss,
        tf.train.MomentumOptimizer(0.1, 0.9),
        global_step=None,
        variables_to_train=[w],
        transform_grads_fn=tf.contrib.training.clip_gradient_norms_fn(0.2),
        summarize_gradients=True,
        check_numerics=False,
    )
    return {
        "name": made.op.name,
        "step": tf.train.get_global_step(),
        "variables": [v.name for v in tf.global_variables()],
        "drawn": tf.random_uniform([2]),
    }


@case
def updates_of_a_train_op(tf):
    """They are run with it."""
    seen = tf.get_variable(
        "seen", [], initializer=tf.zeros_initializer(), trainable=False
    )
    tf.add_to_collection(tf.GraphKeys.UPDATE_OPS, tf.assign_add(seen, 2.0))
    weight = tf.get_variable("weight", [], initializer=tf.ones_initializer())
    made = tf.contrib.training.create_train_op(
        tf.square(weight), tf.train.GradientDescentOptimizer(0.25)
    )
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(3):
            session.run(made)
        return {"values": [float(one) for one in session.run([seen, weight])]}


@case
def eval_step(tf):
    step = tf.contrib.training.get_or_create_eval_step()
    again = tf.contrib.training.get_or_create_eval_step()
    return {
        "name": step.name,
        "same": step is again,
        "dtype": step.dtype.base_dtype.name,
        "trainable": [v.name for v in tf.trainable_variables()],
        "local": [v.name for v in tf.local_variables()],
    }


def steps(tf):
    """Two a step: what the loops below train and evaluate."""
    value = tf.get_variable("value", [], initializer=tf.zeros_initializer())
    step = tf.train.get_or_create_global_step()
    with tf.control_dependencies([tf.assign_add(step, 1)]):
        return tf.assign_add(value, 2.0)


@case
def train_loop(tf):
    training = tf.contrib.training
    op = steps(tf)
    stop = tf.train.StopAtStepHook(num_steps=3)
    quiet = {"save_summaries_steps": None, "save_checkpoint_secs": None}
    return {
        "last": training.train(op, None, hooks=[stop], **quiet),
        "summaries": error(lambda: training.train(op, None)),
        "checkpoints": error(
            lambda: training.train(op, None, save_summaries_steps=None)
        ),
    }


@case
def evaluations(tf):
    """Train in a folder, then evaluate once and repeatedly; what is then there."""
    training = tf.contrib.training
    folder = tempfile.mkdtemp()
    with tf.Graph().as_default():
        stop = tf.train.StopAtStepHook(num_steps=3)
        training.train(steps(tf), folder, hooks=[stop])
    path = training.wait_for_new_checkpoint(folder)
    found = {
        "checkpoint": os.path.basename(path),
        "no other": str(training.wait_for_new_checkpoint(folder, path, 0.1, 0.2)),
        "all": str(
            [
                os.path.basename(one)
                for one in training.checkpoints_iterator(folder, timeout=0)
            ]
        ),
        "none": str(
            training.evaluate_repeatedly(tempfile.mkdtemp(), timeout=0, final_ops=[])
        ),
    }
    for kind, wrap in (
        ("op", lambda op: op),
        ("list", lambda op: [op, op]),
        ("dict", lambda op: {"a": op}),
    ):
        for repeatedly in (False, True):
            with tf.Graph().as_default():
                value = tf.get_variable("value", [])
                tf.train.get_or_create_global_step()
                local = [tf.GraphKeys.LOCAL_VARIABLES]
                sums = tf.get_variable(
                    "sums", [], initializer=tf.zeros_initializer(), collections=local
                )
                more = tf.placeholder(tf.float32, [])
                tf.summary.scalar("value", value)
                events = tempfile.mkdtemp()
                hooks = [
                    training.StopAfterNEvalsHook(4),
                    training.SummaryAtEndHook(events),
                ]
                given = dict(
                    eval_ops=wrap(tf.assign_add(sums, more)),
                    feed_dict={more: 2.0},
                    final_ops=[sums, tf.identity(value)],
                    hooks=hooks,
                )
                if repeatedly:
                    final = training.evaluate_repeatedly(
                        folder, max_number_of_evaluations=1, **given
                    )
                else:
                    final = training.evaluate_once(path, **given)
                written = [
                    (value.tag, value.simple_value, event.step)
                    for event in tf.train.summary_iterator(
                        os.path.join(events, os.listdir(events)[0])
                    )
                    for value in event.summary.value
                ]
                found[f"{kind} {repeatedly}"] = final
                found[f"{kind} {repeatedly} written"] = str(written)
                found[f"{kind} {repeatedly} hooks"] = len(hooks)
    return found


@case
def placement(tf):
    training = tf.contrib.training
    names = collections.namedtuple("Op", ["name"])
    loads = {"a": 5, "b": 1, "c": 2}
    greedy = training.GreedyLoadBalancingStrategy(3, lambda op: loads[op.name])
    found = {"greedy": [greedy(names(name)) for name in "abcabbbc"]}
    for servers, seed in ((7, 0), (7, 3), (2, 0)):
        random = training.RandomStrategy(servers, seed)
        found[f"random {servers} {seed}"] = [
            random(names(name)) for name in ("a", "b", "layer/kernel", "a")
        ]
    narrow = tf.get_variable("narrow", [3, 4])
    wide = tf.get_variable("wide", [2], tf.float64)
    unknown = tf.placeholder(tf.float32, [None])
    load = training.byte_size_load_fn
    found["bytes"] = [load(narrow.op), load(wide.op)]
    found["unknown"] = error(lambda: load(unknown.op))
    found["none"] = error(lambda: load(tf.no_op()))
    return found


@case
def summary_hook_errors(tf):
    return {"neither": error(lambda: tf.contrib.training.SummaryAtEndHook())}
