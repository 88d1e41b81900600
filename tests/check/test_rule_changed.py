"""Rule `changed`: other things under the same name, in files that are of 1.x."""

import pytest

from tests.check.finding import found

CASES = [
    ("tf.nn.dropout(x, 0.5)", "tf.nn.dropout(keep_prob=)"),
    ("tf.summary.scalar('a', x)", "tf.summary.scalar"),
    ("tf.gradients(y, x)", "tf.gradients"),
    ("tf.Graph()", "tf.Graph"),
    ("tf.random_normal_initializer()", "tf.random_normal_initializer"),
]
ONE_X = "tf.Session()\n"


@pytest.mark.parametrize(("code", "name"), CASES)
def test_it_counts_beside_a_sure_sign(code, name):
    assert found(ONE_X + code)[1:] == [f"2 {name} exact"]
    assert found(code) == []


@pytest.mark.parametrize(
    "code",
    [
        "tf.summary.scalar('a', x, step=1)",  # 2.x's: 1.x knew no step
        "tf.nn.dropout(x, rate=0.5)",
        "tf.nn.dropout(x)",
    ],
)
def test_what_only_2x_has_is_not_told(code):
    assert found(ONE_X + code)[1:] == []
