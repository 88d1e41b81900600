"""Rule `gone`: names of TensorFlow 0.x."""

import pytest

from tests.check.finding import found, verdicts

CASES = [
    "tf.mul",
    "tf.sub",
    "tf.pack",
    "tf.nn.rnn",
    "tf.nn.seq2seq.sequence_loss",
    "tf.models.rnn",
    "tf.merge_all_summaries",
    "tf.train.SummaryWriter",
]


@pytest.mark.parametrize("name", CASES)
def test_gone(name):
    assert found(f"{name}(x)") == [f"1 {name} refused"]


def test_it_says_what_1x_called_it():
    (verdict,) = verdicts("tf.mul(a, b)")
    assert "tf.multiply" in verdict.note and verdict.keras3 == "`x * y`"
