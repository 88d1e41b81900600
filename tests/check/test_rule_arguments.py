"""Rule `arguments`: arguments that only TensorFlow 1.x's functions take."""

import pytest

from tests.check.finding import found, verdicts

CASES = [
    ("tf.reduce_sum(x, 1, keep_dims=True)", "tf.reduce_sum(keep_dims=)"),
    ("tf.nn.dropout(x, keep_prob=p)", "tf.nn.dropout(keep_prob=)"),
    ("tf.argmax(x, dimension=1)", "tf.argmax(dimension=)"),
    ("tf.nn.softmax(x, dim=1)", "tf.nn.softmax(dim=)"),
    ("tf.cond(c, fn1=f, fn2=g)", "tf.cond(fn1=)"),
    ("from tensorflow.nn import dropout as d\nd(x, keep_prob=p)",
     "tf.nn.dropout(keep_prob=)"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "name"), CASES)
def test_argument(code, name):
    assert found(code) == [f"{code.count(chr(10)) + 1} {name} exact"]


def test_it_says_what_to_write():
    (verdict,) = verdicts("tf.nn.dropout(x, keep_prob=p)")
    assert verdict.keras3 == "`rate`, which is 1 - keep_prob"
