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
