"""Hooks that stop a training by what its evaluations wrote."""

import os
import tempfile

from tests.cases.registry import family

case = family(__name__, "told")

LOSSES = [(2, 0.9), (4, 0.5), (6, 0.4), (8, 0.45), (10, 0.42), (12, 0.3)]


def written(tf, folder):
    """The events of evaluations, one every two steps."""
    with tf.summary.FileWriter(folder) as writer:
        for step, loss in LOSSES:
            value = tf.Summary.Value(tag="loss", simple_value=loss)
            writer.add_summary(tf.Summary(value=[value]), step)


def stopped(tf, make, **given):
    """At which step a training of five ends."""
    with tf.Graph().as_default():
        step = tf.train.get_or_create_global_step()
        train = tf.assign_add(step, 1)
        hook = make(metric_name="loss", run_every_secs=None, run_every_steps=2, **given)
        hooks = [hook, tf.train.StopAtStepHook(num_steps=5)]
        with tf.train.SingularMonitoredSession(hooks) as session:
            while not session.should_stop():
                last = session.run(train)
    return int(last)


@case
def hooks(tf):
    """Each kind: where it stops, where it does not, and from which step it looks."""
    tried = tf.estimator.experimental
    folder = tempfile.mkdtemp()
    estimator = tf.estimator.Estimator(lambda features: None, folder)
    written(tf, estimator.eval_dir())
    elsewhere = tempfile.mkdtemp()
    most = {
        "higher": ("threshold", tried.stop_if_higher_hook, (0.89, 0.9001)),
        "lower": ("threshold", tried.stop_if_lower_hook, (0.41, 0.29)),
        "no_increase": (
            "max_steps_without_increase",
            tried.stop_if_no_increase_hook,
            (10, 11),
        ),
        "no_decrease": (
            "max_steps_without_decrease",
            tried.stop_if_no_decrease_hook,
            (4, 5),
        ),
    }
    seen = {}
    for name, (argument, make, values) in most.items():
        for value in values:
            given = {"estimator": estimator, argument: value}
            seen["%s/%s" % (name, value)] = stopped(tf, make, **given)
        given = {"estimator": estimator, argument: values[0], "min_steps": 4}
        seen[name + "/later"] = stopped(tf, make, **given)
    lower = tried.stop_if_lower_hook
    seen["elsewhere"] = stopped(
        tf, lower, estimator=estimator, threshold=1.0, eval_dir=elsewhere
    )
    seen["folder"] = os.path.basename(estimator.eval_dir())
    return seen
