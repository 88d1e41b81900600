"""Cases for tf.contrib.framework: argument scopes, variables, checks, nested data."""

import collections
import os
import shutil
import tempfile

import numpy as np

from tests.cases.registry import family
from tests.cases.values import error, given

case = family(__name__)


def names(variables):
    return [one.op.name for one in variables]


@case
def scopes(tf):
    F = tf.contrib.framework

    @F.add_arg_scope
    def function(a, b=1, c=2):
        return a, b, c

    seen = []
    with F.arg_scope([function], b=5) as kept:
        seen += [function(1), function(1, c=3), function(1, b=0)]
        with F.arg_scope([function], c=7):
            seen += [function(1)]
        seen += [function(1)]
    with F.arg_scope(kept):
        seen += [function(2), len(F.current_arg_scope())]
    with F.arg_scope({}):
        seen += [function(2)]
    seen += [F.has_arg_scope(function), F.has_arg_scope(len), function.__name__]
    seen += [F.arg_scoped_arguments(function), F.current_arg_scope()]

    def open_scope(*args, **kwargs):
        with F.arg_scope(*args, **kwargs):
            function(1, 9)

    return seen + [
        error(lambda: open_scope([len], a=1)),
        error(lambda: open_scope(kept, a=1)),
        error(lambda: open_scope("scope", a=1)),
        error(lambda: open_scope([function], b=3)),
        error(lambda: open_scope([function], d=3)),
    ]


def net(tf):
    F = tf.contrib.framework
    zeros = tf.zeros_initializer()
    F.variable("net/a", [2], initializer=zeros)
    l2 = tf.contrib.layers.l2_regularizer(0.1)
    F.model_variable("net/b", [2], regularizer=l2)
    F.variable("net/deep/a", [1], initializer=zeros, trainable=False)
    F.global_variable(2.0, name="steps")
    F.local_variable(1.0, name="seen")
    return F


@case
def variables(tf):
    F = net(tf)
    by_name = {one.op.name: one for one in tf.global_variables()}
    F.add_model_variable(by_name["net/a"])
    F.add_model_variable(by_name["net/a"])
    found = [
        F.get_variables(),
        F.get_variables("net"),
        F.get_variables("net/deep"),
        F.get_variables(suffix="b"),
        F.get_variables_by_name("a"),
        F.get_variables_by_name("a", "net/deep"),
        F.get_variables_by_suffix("a"),
        F.get_model_variables(),
        F.get_local_variables(),
        F.get_trainable_variables("net"),
        F.get_variables_to_restore(),
        F.get_variables_to_restore(["net"], ["net/b"]),
        F.get_variables_to_restore(None, ["net/deep"]),
        F.filter_variables(tf.global_variables(), ["a"], ["deep"]),
        F.filter_variables(tf.global_variables(), ["net"], ["b"], reg_search=False),
        F.filter_variables(tf.global_variables(), ["a$"]),
        [F.get_unique_variable("net/a")],
    ]
    return [
        [names(some) for some in found],
        F.get_variable_full_name(by_name["net/b"]),
        error(lambda: F.get_unique_variable("none")),
        error(lambda: F.get_variables_to_restore("net")),
        tf.add_n(tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)),
    ]


@case
def global_step(tf):
    F = tf.contrib.framework
    none = F.get_global_step()
    step = F.get_or_create_global_step()
    F.assert_global_step(step)
    same = [F.get_global_step(), F.assert_or_get_global_step()]
    same += [F.get_or_create_global_step()]
    return [
        none,
        step.name,
        step.dtype.base_dtype.name,
        [one is step for one in same],
        error(F.create_global_step),
        error(lambda: F.assert_global_step(tf.Variable(1.0))),
    ]


@case
def assigned(tf):
    F = net(tf)
    op, feeds = F.assign_from_values({"net/a": np.array([1.0, 2.0])})
    fill = F.assign_from_values_fn({"net/a": np.array([3.0, 4.0])})
    folder = tempfile.mkdtemp()
    try:
        path = os.path.join(folder, "model")
        seen = []
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            session.run(op, feeds)
            seen += [session.run("net/a:0").tolist()]
            saved = tf.train.Saver().save(session, path)
            fill(session)
            seen += [session.run("net/a:0").tolist()]
            two = F.get_variables_by_name("a")
            restore, values = F.assign_from_checkpoint(saved, two)
            session.run(restore, values)
            seen += [session.run("net/a:0").tolist(), len(values)]
            fill(session)
            F.assign_from_checkpoint_fn(saved, {"net/a": two[0]})(session)
            seen += [session.run("net/a:0").tolist()]
        seen += [
            [(n, list(s)) for n, s in F.list_variables(folder)],
            F.load_variable(folder, "net/a").tolist(),
        ]
        seen += [F.load_checkpoint(saved).has_tensor("net/b")]
        other = tf.get_variable("other", [2])
        missing = [other]
        seen += [
            error(lambda: F.assign_from_checkpoint(saved, missing)),
            len(F.assign_from_checkpoint(saved, missing, True)[1]),
            F.assign_from_checkpoint_fn(saved, missing, True),
            error(lambda: F.assign_from_values({"none": [1.0]})),
        ]
        with tf.Graph().as_default(), tf.Session() as session:
            started = tf.get_variable("started", [2])
            F.init_from_checkpoint(saved, {"net/a": started})
            session.run(started.initializer)
            seen += [session.run(started).tolist()]
        return seen
    finally:
        shutil.rmtree(folder)


@case
def checks(tf):
    F = tf.contrib.framework
    one, two = given(tf, []), given(tf, [2])
    whole = tf.constant(1)
    graph = tf.get_default_graph()
    return [
        F.assert_scalar(one),
        error(lambda: F.assert_scalar(two)),
        F.assert_scalar_int(whole),
        error(lambda: F.assert_scalar_int(one)),
        F.assert_same_float_dtype([one, two]).name,
        error(lambda: F.assert_same_float_dtype([whole])),
        F.with_shape([2], two),
        error(lambda: F.with_shape([3], two)),
        F.remove_squeezable_dimensions(tf.expand_dims(two, 1), two),
        F.reduce_sum_n([one, two]),
        error(lambda: F.reduce_sum_n([])),
        F.convert_to_tensor_or_sparse_tensor([1.0]),
        [F.is_tensor(x) for x in (one, 1, tf.Variable(1.0))],
        F.get_graph_from_inputs([one]) is graph,
        len(F.get_placeholders(graph)),
        F.sort(two, direction="DESCENDING"),
        F.argsort(two),
    ]


@case
def shapes_at_run_time(tf):
    F = tf.contrib.framework
    two = given(tf, [2])
    unknown = tf.placeholder_with_default(two, [None])
    return [F.with_shape([2], unknown), F.with_same_shape(two, unknown)]


@case
def choices(tf):
    F = tf.contrib.framework
    x = given(tf, [2])
    fed = tf.placeholder_with_default(True, [])
    yes, no = (lambda: x), (lambda: -x)
    values = [True, 0, tf.constant(False), fed]
    return [
        F.smart_cond(True, yes, no),
        F.smart_cond(tf.constant(False), yes, no),
        F.smart_cond(fed, yes, no),
        F.smart_case([(False, yes), (True, no)], default=yes),
        F.smart_case([(fed, no)], default=yes),
        [str(F.smart_constant_value(value)) for value in values],
        error(lambda: F.smart_constant_value(2)),
        error(lambda: F.smart_cond(True, 1, 2)),
    ]


@case
def texts(tf):
    F = tf.contrib.framework
    with tf.name_scope("outer"):
        scope = F.get_name_scope()
    whole = ["a/b", "^a/b", "loc:@a/b"]
    return [
        scope,
        F.get_name_scope(),
        [F.prepend_name_scope(name, "im") for name in whole],
        [F.strip_name_scope(F.prepend_name_scope(n, "im"), "im") for n in whole],
        F.prepend_name_scope("a", ""),
        F.strip_name_scope("a/b", "im"),
    ]


@case
def python_function(tf):
    F = tf.contrib.framework
    x = given(tf, [2])

    def both(a, times=1.0):
        return {"sum": a[0] + a[1], "product": a[0] * times}

    types = {"sum": tf.float32, "product": tf.float32}
    shapes = {"sum": [2], "product": [2]}
    made = F.py_func(both, ([x, x],), {"times": x}, types, shapes)
    return {key: tf.stop_gradient(value) for key, value in made.items()}


Pair = collections.namedtuple("Pair", ["first", "second"])
TREE = {"b": [1, (2, 3)], "a": Pair(4, [5])}
SHALLOW = {"b": [0, 0], "a": 0}


@case
def nested(tf):
    n = tf.contrib.framework.nest
    items = {(4, 5, (6, 8)): ("a", "b", ("c", "d"))}
    return [
        n.flatten(TREE),
        n.pack_sequence_as(TREE, list("vwxyz")),
        n.flatten_with_joined_string_paths(TREE),
        n.flatten_with_tuple_paths(TREE),
        list(n.yield_flat_paths(TREE)),
        sorted(n.flatten_dict_items(items).items()),
        n.flatten_up_to(SHALLOW, TREE),
        n.flatten_with_tuple_paths_up_to(SHALLOW, TREE),
        n.map_structure(lambda x, y: x * y, TREE, TREE),
        n.map_structure_up_to(SHALLOW, lambda x: str(x), TREE),
        n.map_structure_with_paths(lambda path, x: path + str(x), TREE),
        n.map_structure_with_tuple_paths(lambda path, x: (path, x), TREE),
        n.map_structure_with_tuple_paths_up_to(SHALLOW, lambda p, x: p, TREE),
        n.get_traverse_shallow_structure(lambda s: isinstance(s, (dict, list)), TREE),
        [n.is_sequence(x) for x in ([1], "ab", {}, 1, Pair(1, 2))],
        [n.is_nested(x) for x in ([1], "ab", {}, 1, Pair(1, 2))],
        n.is_sequence_or_composite(tf.SparseTensor([[0]], [1], [1])),
        n.assert_same_structure([1, [2]], [3, [4]]),
        error(lambda: n.assert_same_structure([1, [2]], [3, 4])),
        error(lambda: n.assert_same_structure([1], (1,))),
        n.assert_shallow_structure([0, 0], [[1, 2], 3]),
        error(lambda: n.assert_shallow_structure([0, 0], [1, 2, 3])),
        error(lambda: n.assert_shallow_structure([0, 0], (1, 2))),
        error(lambda: n.assert_shallow_structure({"a": 0}, {"b": 1})),
        error(lambda: n.flatten_up_to([0, 0], 3)),
        error(lambda: n.flatten_dict_items({(1, 2): (3,)})),
        error(lambda: n.flatten_dict_items([1])),
        error(lambda: n.map_structure_up_to([0])),
    ]


@case
def deprecations(tf):
    F = tf.contrib.framework

    @F.deprecated(None, "use another")
    def first(a):
        return a

    @F.deprecated_args("2020-01-01", "leave b out", "b", ("c", None))
    def second(a, b=1, c=None):
        return a, b, c

    @F.deprecated_arg_values(None, "use b=2", b=1)
    def third(a, b=0):
        return a, b

    return [
        first(1),
        second(1, b=2, c=3),
        second(1),
        third(1, b=1),
        [f.__name__ for f in (first, second, third)],
        error(lambda: F.deprecated_args(None, "text", "z")(lambda a: a)),
    ]
