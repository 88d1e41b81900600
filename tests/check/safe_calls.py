"""Calls in 1.x's spelling, which tests/check/test_fix.py has rewritten.

Run with TensorFlow 1.15.5, or under compat: `safe_calls.py FILE` runs the expressions
of a file, a line each, and prints what each gives.
"""

import sys

CALLS = """
tf.reduce_sum(x, reduction_indices=[1], keep_dims=True)
tf.reduce_mean(x, reduction_indices=1, keep_dims=True)
tf.reduce_max(x, keep_dims=True)
tf.reduce_min(x, reduction_indices=[0])
tf.reduce_prod(x, reduction_indices=0, keep_dims=True)
tf.reduce_any(x > 0.3, reduction_indices=1)
tf.reduce_all(x > 0.3, keep_dims=True)
tf.reduce_logsumexp(x, reduction_indices=1, keep_dims=True)
tf.math.count_nonzero(x, keep_dims=True, reduction_indices=1)
tf.argmax(x, dimension=1)
tf.argmin(x, dimension=0)
tf.nn.softmax(x, dim=0)
tf.nn.log_softmax(x, dim=0)
tf.expand_dims(x, dim=1)
tf.norm(x, axis=1, keep_dims=True)
tf.nn.moments(x, [0], keep_dims=True)
tf.nn.sufficient_statistics(x, [0], keep_dims=True)[:3]
tf.nn.weighted_moments(x, [0], 1.0, keep_dims=True)
tf.nn.weighted_cross_entropy_with_logits(targets=x, logits=x, pos_weight=2.0)
tf.reverse_sequence(x, [1, 2], seq_dim=1, batch_dim=0)
tf.cond(x[0, 0] < 1, fn1=lambda: x, fn2=lambda: -x)
tf.nn.dropout(x, keep_prob=0.7, seed=3)
tf.nn.dropout(x, keep_prob=keep * 2, seed=3)
tf.strings.reduce_join([["a", "b"]], reduction_indices=1, keep_dims=True)
tf.random_normal([2], seed=3)
tf.truncated_normal([2], seed=3)
tf.random_uniform([2], seed=3)
tf.matrix_inverse(x + tf.matrix_diag([1.0, 2.0]))
tf.self_adjoint_eig(x)[0]
tf.is_nan(tf.log(x))
""".strip()


def main(path):
    import tensorflow as tf

    x = tf.constant([[0.1, 0.5], [0.7, 0.2]])
    keep = tf.placeholder_with_default(0.4, [])
    with open(path) as stream:
        lines = stream.read().splitlines()
    with tf.Session() as session:
        for line in lines:
            found = eval(line, {"tf": tf, "x": x, "keep": keep})
            print("GIVES", repr(session.run(found)).replace("\n", ""))


if __name__ == "__main__":
    main(sys.argv[1])
