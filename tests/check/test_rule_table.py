"""Rule `table`: names in surface.csv."""

import pytest

from compat.names import surface
from tests.check.finding import found, verdicts

CASES = [
    ("tf.contrib.rnn.GRUCell", "exact"),
    ("tf.layers.dense", "exact"),
    ("tf.nn.dynamic_rnn", "exact"),
    ("tf.contrib.layers.multi_class_target", "refused"),
    ("tf.contrib.bayesflow", "refused"),
    ("tf.contrib.bayesflow.monte_carlo", "refused"),
    ("tf.contrib.rnn.Nonsense", "refused"),
    ("tf.contrib.nonsense.deeper", "refused"),
    ("tf.layers.nonsense", "refused"),
    ("tf.contrib.tensorboard.plugins.projector.ProjectorConfig", "approximate"),
    ("tf.estimator.Estimator", "exact"),
    ("tf.estimator.BoostedTreesClassifier", "refused"),
]


@pytest.mark.parametrize(("name", "state"), CASES)
def test_state(name, state):
    assert found(f"x = {name}") == [f"1 {name} {state}"]


@pytest.mark.parametrize("row", surface.table().values(), ids=lambda row: row.name)
def test_every_row_is_found_and_says_what_the_table_says(row):
    (verdict,) = verdicts(f"x = {row.name}")
    said = verdict.name, verdict.state, verdict.keras3, verdict.note, verdict.rule
    assert said == (row.name, row.state, row.keras3, row.note, "table")


def test_a_name_that_never_was_says_so():
    (verdict,) = verdicts("tf.contrib.rnn.sequence_loss")
    assert "never in TensorFlow 1.15" in verdict.note
    assert "tf.contrib.seq2seq.sequence_loss" in verdict.note
    (nearest, *_) = surface.suggestions("tf.contrib.rnn.sequence_loss")
    assert verdict.keras3 == surface.lookup(nearest).keras3


def test_what_the_code_catches_does_not_stop_it():
    from compat.check import check_text

    head = "import tensorflow as tf\n"
    caught = "try:\n  from tensorflow.contrib import bayesflow\nexcept {}:\n  pass"
    for kind, stops in [
        ("ImportError", False),
        ("(ImportError, KeyError)", False),
        ("Exception", False),
        ("KeyError", True),
    ]:
        (finding,) = check_text(head + caught.format(kind)).findings
        assert finding.stops == stops, kind
    (finding,) = check_text(head + "getattr(tf.contrib, 'slimy', None)").findings
    assert not finding.stops
    (finding,) = check_text(head + "getattr(tf.contrib, 'slimy')").findings
    assert finding.stops


def test_the_way_that_runs_is_the_one_that_counts():
    code = (
        "try:\n  from tensorflow.contrib import nonsense as r\n"
        "except ImportError:\n  from tensorflow.contrib import rnn as r\n"
        "r.GRUCell(3)"
    )
    assert found(code)[-1] == "5 tf.contrib.rnn.GRUCell exact"
