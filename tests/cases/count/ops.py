"""Cases for functions of TensorFlow's that compat builds as 1.15 did: their numbers."""

from tests.cases.registry import family
from tests.cases.values import given

case = family(__name__)


@case
def clipped(tf):
    x = 4.0 * given(tf, [3, 4])
    return {
        "whole": tf.clip_by_norm(x, 2.0),
        "rows": tf.clip_by_norm(x, 1.5, axes=[1]),
        "within": tf.clip_by_norm(x, 100.0),
    }


@case
def logarithms_of_sums(tf):
    x = 3.0 * given(tf, [3, 4])
    return {"all": tf.reduce_logsumexp(x), "rows": tf.reduce_logsumexp(x, 1)}


@case
def replicas_in_step(tf):
    weights = tf.get_variable("weights", [3])
    plain = tf.train.GradientDescentOptimizer(0.1)
    optimizer = tf.train.SyncReplicasOptimizer(plain, 1, 1)
    step = tf.train.get_or_create_global_step()
    optimizer.minimize(tf.reduce_sum(weights**2), global_step=step)
    optimizer.make_session_run_hook(True)
    tf.set_random_seed(3)
    return {"drawn": tf.random_uniform([3])}
