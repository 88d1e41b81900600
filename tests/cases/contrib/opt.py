"""Cases for tf.contrib.opt: what three steps leave, by given gradients."""

import collections
import os
import tempfile

from tests.cases.registry import family
from tests.cases.running import op_count, op_seeds
from tests.cases.values import Kept, error

case = family(__name__, manner="told")


def stepped(make, resource=False, dtype="float32", counted=False, sparse=True):
    """A case: an optimizer's variables, ops and numbers after three steps."""

    def built(tf):
        v = tf.get_variable(
            "v", initializer=tf.constant([1.0, 2.0], dtype), use_resource=resource
        )
        start = tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], dtype)
        e = tf.get_variable("e", initializer=start, use_resource=resource)
        rows = tf.IndexedSlices(
            tf.constant([[0.5, -1.0], [0.25, 2.0], [1.0, 1.0]], dtype),
            tf.constant([0, 2, 0]),
            tf.constant([3, 2]),
        )
        dense = tf.constant([0.5, -0.25], dtype)
        pairs = [(dense, v)] + ([(rows, e)] if sparse else [])
        step = tf.train.get_or_create_global_step() if counted else None
        optimizer = make(tf)
        update = optimizer.apply_gradients(pairs, global_step=step)
        kinds = collections.Counter(
            op.type for op in tf.get_default_graph().get_operations()
        )
        seen = collections.OrderedDict(next=op_count(tf), update=update.name)
        names = [variable.name for variable in tf.global_variables()]
        seen["names"] = names
        seen["kinds"] = sorted(kinds.items())
        if hasattr(optimizer, "_slots"):
            seen["slots"] = optimizer.get_slot_names()
            seen["name"] = optimizer.get_name()
            seen["own"] = [variable.name for variable in optimizer.variables()]
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            for _ in range(3):
                session.run(update)
            values = session.run(tf.global_variables())
        seen["values"] = {name: Kept(value) for name, value in zip(names, values)}
        return seen

    return built


MAKERS = [
    ("AdaMax", lambda tf: tf.contrib.opt.AdaMaxOptimizer()),
    ("AdaMax_given", lambda tf: tf.contrib.opt.AdaMaxOptimizer(0.1, 0.8, 0.99, 1e-3)),
    ("Nadam", lambda tf: tf.contrib.opt.NadamOptimizer(0.1)),
    ("LazyAdam", lambda tf: tf.contrib.opt.LazyAdamOptimizer(0.1, name="Lazy")),
    ("AdamW", lambda tf: tf.contrib.opt.AdamWOptimizer(0.01, 0.1)),
    ("MomentumW", lambda tf: tf.contrib.opt.MomentumWOptimizer(0.01, 0.1, 0.9)),
    (
        "nesterov",
        lambda tf: tf.contrib.opt.MomentumWOptimizer(0.01, 0.1, 0.9, use_nesterov=True),
    ),
    ("LARS", lambda tf: tf.contrib.opt.LARSOptimizer(0.1)),
    (
        "LARS_skips",
        lambda tf: tf.contrib.opt.LARSOptimizer(
            0.1, skip_list=["v"], use_nesterov=True
        ),
    ),
    ("RegAdagrad", lambda tf: tf.contrib.opt.RegAdagradOptimizer(0.1)),
]
for name, make in MAKERS:
    case(stepped(make), name)
    case(stepped(make, resource=True), name + "_resource")
case(stepped(MAKERS[0][1], dtype="float64"), "AdaMax_float64")
case(stepped(MAKERS[3][1], dtype="float64"), "LazyAdam_float64")
case(stepped(lambda tf: tf.contrib.opt.AddSignOptimizer()), "AddSign")
case(
    stepped(lambda tf: tf.contrib.opt.AddSignOptimizer(), True, sparse=False),
    "AddSign_resource",
)
case(stepped(lambda tf: tf.contrib.opt.PowerSignOptimizer(base=3.0)), "PowerSign")
case(
    stepped(lambda tf: tf.contrib.opt.PowerSignOptimizer(), True, sparse=False),
    "PowerSign_resource",
)


def by_step(name):
    def make(tf):
        step = tf.train.get_or_create_global_step()
        return getattr(tf.contrib.opt, name)(step, 0.1)

    return make


for name in ("AdamGSOptimizer", "LazyAdamGSOptimizer"):
    case(stepped(by_step(name), counted=True), name)
    case(stepped(by_step(name), resource=True, counted=True), name + "_resource")


def clipped(tf):
    """The optimizer of a case in which rows of `e` and all of `v` are kept short."""
    v, e = tf.global_variables()[:2]
    descent = tf.train.GradientDescentOptimizer(0.1)
    return tf.contrib.opt.VariableClippingOptimizer(descent, {v: [0], e: [1]}, 1.0)


case(stepped(clipped), "VariableClipping")


def fading(kind, decay, *given):
    def make(tf):
        from tensorflow.contrib.opt.python.training import sign_decay

        fades = getattr(sign_decay, decay)(5, *given)
        return getattr(tf.contrib.opt, kind)(0.1, sign_decay_fn=fades)

    return make


case(stepped(fading("AddSignOptimizer", "get_linear_decay_fn"), counted=True), "linear")
case(
    stepped(fading("PowerSignOptimizer", "get_cosine_decay_fn", 3, 2), counted=True),
    "cosine",
)
case(
    stepped(fading("AddSignOptimizer", "get_restart_decay_fn", 3, 1), counted=True),
    "restart",
)


@case
def weight_decay_of_some(tf):
    v = tf.get_variable("v", initializer=[1.0, 2.0])
    w = tf.get_variable("w", initializer=[3.0, 4.0])
    made = tf.contrib.opt.extend_with_decoupled_weight_decay(
        tf.train.GradientDescentOptimizer
    )
    one = made(weight_decay=0.5, learning_rate=0.1)
    zeros = tf.constant([0.0, 0.0])
    update = one.apply_gradients([(zeros, v), (zeros, w)], decay_var_list=[w])
    again = made(0.5, learning_rate=0.1).minimize(
        tf.constant(1.0) + 0.0 * (v[0] + w[0]), decay_var_list=[v]
    )
    names = [made.__name__, one.get_name(), update.name, again.name]
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(update)
        seen = session.run([v, w])
        session.run(again)
        later = session.run([v, w])
    return {"names": names, "seen": [Kept(x) for x in seen + later]}


@case
def multitask(tf):
    v = tf.get_variable("v", initializer=[1.0, 2.0])
    w = tf.get_variable("w", initializer=[[3.0], [4.0]])
    optimizer = tf.contrib.opt.MultitaskOptimizerWrapper(
        tf.train.MomentumOptimizer(0.1, 0.9)
    )
    zeros = tf.placeholder_with_default([0.0, 0.0], [2])
    ones = tf.constant([[1.0], [2.0]])
    update = optimizer.apply_gradients([(zeros, v), (ones, w)])
    pairs, norm = tf.contrib.opt.clip_gradients_by_global_norm(
        [(zeros, v), (ones, w), (None, v)], 1.0
    )
    seen = {"next": op_count(tf), "slots": optimizer.get_slot_names()}
    seen["none"] = pairs[2][0]
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(update, {zeros: [1.0, 1.0]})
        session.run(update)
        values = session.run(tf.global_variables() + [pairs[0][0], pairs[1][0], norm])
    seen["values"] = [Kept(value) for value in values]
    seen["error"] = error(lambda: tf.contrib.opt.MultitaskOptimizerWrapper(1))
    return seen


@case
def scipy(tf):
    v = tf.get_variable("v", initializer=[1.0, 2.0])
    w = tf.get_variable("w", initializer=[[3.0], [4.0]])
    loss = tf.reduce_sum(tf.square(v - [5.0, 6.0])) + tf.reduce_sum(tf.square(w))
    made = tf.contrib.opt.ScipyOptimizerInterface
    optimizer = made(loss, options={"maxiter": 3})
    bounded = made(loss, [v], var_to_bounds={v: ([None, 2.0], 3.0)})
    bound = made(loss, [v], equalities=[v[1] - 1.0], method="SLSQP")
    seen = {"next": op_count(tf), "kwargs": optimizer.optimizer_kwargs}
    losses = []
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        optimizer.minimize(session, fetches=[loss], loss_callback=losses.append)
        seen["first"] = [Kept(value) for value in losses[:2]]
        bounded.minimize(session)
        seen["bounded"] = Kept(session.run(v).round(4))
        bound.minimize(session)
        seen["bound"] = Kept(session.run(v).round(4))
    base = tf.contrib.opt.ExternalOptimizerInterface(loss)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        seen["base"] = error(lambda: base.minimize(session))
        taken = made(loss, bounds=1)
        seen["taken"] = error(lambda: taken.minimize(session))
    return seen


@case
def stale(tf):
    v = tf.get_variable("v", initializer=[1.0, 2.0])
    step = tf.train.get_or_create_global_step()
    made = tf.contrib.opt.DropStaleGradientOptimizer
    descent = tf.train.GradientDescentOptimizer(0.5)
    update = made(descent, 0).minimize(tf.reduce_sum(v * v), step)
    with tf.variable_scope("other"):
        never = made(descent, -2).minimize(tf.reduce_sum(v * v), step)
    seen = {"next": op_count(tf), "summaries": tf.get_collection("summaries")}
    seen["names"] = [variable.name for variable in tf.global_variables()]
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for each in (update, never, update):
            session.run(each)
        seen["values"] = [Kept(x) for x in session.run(tf.global_variables())]
    return seen


@case
def averaged(tf):
    v = tf.get_variable("v", initializer=[1.0, 2.0])
    w = tf.get_variable("w", initializer=[3.0])
    made = tf.contrib.opt.MovingAverageOptimizer
    optimizer = made(tf.train.GradientDescentOptimizer(0.1), 0.5)
    early = error(optimizer.swapping_saver)
    step = tf.train.get_or_create_global_step()
    update = optimizer.minimize(2.0 * tf.reduce_sum(v), step)
    saver = optimizer.swapping_saver()
    seen = {"next": op_count(tf), "early": early, "update": update.name}
    seen["seeds"] = op_seeds(tf.get_default_graph())
    seen["saver"] = saver.as_saver_def().restore_op_name
    average = [x for x in tf.global_variables() if "Moving" in x.name]
    seen["half"] = error(lambda: optimizer.swapping_saver(average + [w]))
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(update)
        session.run(update)
        path = saver.save(session, os.path.join(tempfile.mkdtemp(), "model"))
    seen["saved"] = {
        name: Kept(tf.train.load_variable(path, name))
        for name, _ in tf.train.list_variables(path)
    }
    return seen


@case
def slots_that_stand_still(tf):
    v = tf.get_variable("v", initializer=[1.0, 2.0])
    optimizer = tf.contrib.opt.RegAdagradOptimizer(0.1)
    pairs = [(tf.constant([0.5, 1.0]), v)]
    with optimizer.avoid_updating_slots():
        one = optimizer.apply_gradients(pairs)
    other = optimizer.apply_gradients(pairs)
    seen = []
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for each in (one, other):
            session.run(each)
            seen += [Kept(x) for x in session.run(tf.global_variables())]
    return seen


@case
def errors(tf):
    lib = tf.contrib.opt
    v = tf.get_variable("v", initializer=[1.0, 2.0])
    rows = tf.IndexedSlices(tf.constant([1.0]), tf.constant([0]), tf.constant([2]))
    descent = tf.train.GradientDescentOptimizer(0.1)
    clips = lib.VariableClippingOptimizer(descent, {v: [0]}, 1.0)
    from tensorflow.contrib.opt.python.training import sign_decay

    fades = sign_decay.get_linear_decay_fn(5)
    signs = lib.AddSignOptimizer(sign_decay_fn=fades)
    return {
        "momentum": error(lambda: lib.LARSOptimizer(0.1, momentum=-1.0)),
        "clips": error(lambda: clips.apply_gradients([(rows, v)])),
        "step": error(lambda: signs.apply_gradients([(tf.constant([1.0, 1.0]), v)])),
    }
