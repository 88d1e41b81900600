"""Cases: shapes checked, HParams as messages, beams from nowhere, SequenceLoss."""

import importlib
import re

import numpy as np

from tests.cases.registry import family
from tests.cases.values import ramp

case = family(__name__)


def deep(path):
    return importlib.import_module(f"tensorflow.{path}")


def error(function):
    """The class of the error that a call raises, and what it says."""
    try:
        function()
    except Exception as raised:
        return f"{type(raised).__name__}: {raised}"
    return "none"


def failure(tf, make, feed=None):
    """What the run of a tensor fails with, or its value."""
    with tf.Session() as session:
        try:
            return session.run(make(), feed)
        except tf.errors.OpError as raised:
            said = re.search(r"Saw invalid[^]\n]*|Wrong shape.*", str(raised))
            return said and said.group().strip()


@case
def shapes_expected(tf):
    check = tf.contrib.framework.with_shape
    one, two = tf.constant(1.0), tf.constant(ramp([2]))
    half = tf.placeholder(tf.float32, [None, 2])
    return {
        "rank": error(lambda: check([[1], [2]], one)),
        "floats": error(lambda: check([1.5], two)),
        "array of floats": error(lambda: check(np.array([1.5]), one)),
        "array of int64": error(lambda: check(np.array([2]), two)),
        "array of int32": check(np.array([2], np.int32), two),
        "none in list": error(lambda: check([None, 2], two)),
        "number": error(lambda: check(2, half)),
        "other": error(lambda: check([1, 1], two)),
        "other tuple": error(lambda: check((1, 1), two)),
        "partial": check(tf.TensorShape([None]), two),
        "unknown": error(lambda: check(tf.TensorShape(None), half)),
        "fewer axes": error(lambda: check([1], half)),
        "static": [
            str(shape.as_list())
            for shape in (
                check([2, 2], half).shape,
                check(tf.TensorShape([None, 2]), half).shape,
                check(tf.constant([2, 2]), half).shape,
            )
        ],
    }


@case
def shapes_when_run(tf):
    check = tf.contrib.framework.with_shape
    same = tf.contrib.framework.with_same_shape
    two = tf.constant(ramp([2]), name="two")
    fed = tf.placeholder(tf.float32, name="fed")
    like = tf.placeholder(tf.float32, name="like")
    feed = {fed: ramp([2]), like: ramp([3])}
    return {
        "tensor": failure(tf, lambda: check(tf.constant([2]), two)),
        "other tensor": failure(tf, lambda: check(tf.constant([3]), two)),
        "fed": failure(tf, lambda: check([2], fed), feed),
        "fed other": failure(tf, lambda: check([2, 2], fed), feed),
        "fed partial": failure(tf, lambda: check(tf.TensorShape([None]), fed), feed),
        "same": failure(tf, lambda: same(like, two), {like: ramp([2])}),
        "not the same": failure(tf, lambda: same(like, fed), feed),
    }


def unknown(tf):
    return tf.placeholder_with_default(ramp([2]), [None])


@case
def shape_of_list(tf):
    """The recording counts the ops that each check takes."""
    return {"checked": tf.contrib.framework.with_shape([2], unknown(tf))}


@case
def shape_of_partial(tf):
    partial = tf.TensorShape([None])
    return {"checked": tf.contrib.framework.with_shape(partial, unknown(tf))}


@case
def shape_of_tensor(tf):
    sizes = tf.constant([2])
    return {"checked": tf.contrib.framework.with_shape(sizes, unknown(tf))}


@case
def shape_of_other(tf):
    other = unknown(tf)
    return {"checked": tf.contrib.framework.with_same_shape(other, tf.ones([2]))}


@case
def hparams_message(tf):
    make = tf.contrib.training.HParams
    kinds = {"a": 1, "b": 2.5, "c": "text \u00e9", "d": True}
    lists = {"e": [1, 2], "f": [1.5], "g": ["x", "y"], "h": [True, False]}
    message = make(**kinds, **lists).to_proto()
    again = make(hparam_def=message)
    message_type = deep("contrib.training.python.training.hparam_pb2").HParamDef
    return {
        "bytes": message.SerializeToString(deterministic=True).hex(),
        "text": sorted(str(message).split()),
        "values": sorted(again.values().items()),
        "types": [type(again.get(name)).__name__ for name in sorted([*kinds, *lists])],
        "from": sorted(make.from_proto(message).values().items()),
        "message": isinstance(message, message_type),
        "none": error(lambda: make(a=None).to_proto()),
        "function": error(lambda: make(a=len).to_proto()),
        "functions": error(lambda: make(a=[len]).to_proto()),
        "both": error(lambda: make(hparam_def=message, b=3)),
        "other": error(lambda: make(hparam_def="text")),
    }


@case
def index_errors(tf):
    parse = tf.contrib.training.parse_values
    return [
        error(lambda text=text: parse(text, {"a": int}))
        for text in (
            "a[1]=[1,2]",
            "a=[1],a[0]=[2]",
            "a=[1,2],a[0]=1",
            "a[0]=1,a[0]=2",
            "a[0]=1,a=[2]",
            "a[0]=1,a=2",
            "a=1,a[0]=2",
        )
    ]


STEPS = [[[1, 2, 3]], [[4, 5, 6]], [[7, 8, 9]], [[-1, -1, -1]]]


@case
def beams_from_nowhere(tf):
    make, found = tf.contrib.seq2seq.gather_tree, []
    for first, second, third in (
        ([0, 0, 0], [0, -1, 1], [2, 1, 2]),
        ([0, 0, 0], [0, 0, 1], [2, 7, 2]),
        ([9, 9, 9], [0, 0, 1], [2, 1, 2]),
        ([0, 0, 0], [0, -1, 1], [2, 0, 2]),
    ):
        parents = [[first], [second], [third], [[-1, -1, -1]]]
        found.append(failure(tf, lambda p=parents: make(STEPS, p, [3], 10)))
    return found


@case
def sequence_losses(tf):
    loss = deep("contrib.seq2seq.python.ops.loss").SequenceLoss
    logits, targets = tf.constant(ramp([2, 3, 4])), tf.constant([[0, 1, 2], [3, 2, 1]])
    weights = tf.constant([[1.0, 1.0, 0.0], [1.0, 0.5, 0.0]])
    found = {"default": loss()(targets, logits, weights)}
    for mean, total in ((True, False), (False, True), (False, False)):
        one = loss(mean, False, total, False, name="mine")
        value = one(targets, logits, weights)
        found[f"{mean} {total}"] = value
        found[f"{mean} {total} name"] = value.name
    both = loss(True, True, True, True)
    found["both"] = error(lambda: both(targets, logits, weights))
    return found
