"""What must hold of the text labs: each rule passes, and fails for what is wrong."""

import numpy as np
import pytest

from lab12.labs import rules_text
from lab12.record.trace import Trace

PADDING = """not masked: Good... without padding 2.5, with padding 3.5
not masked: Bad... without padding -2.0, with padding -3.0
masked: Good... without padding 3.0, with padding 3.0
masked: Bad... without padding -3.0, with padding -3.0
"""
JUDGED = """not masked: test loss 0.33 accuracy 0.78
masked: test loss 0.44 accuracy 0.81
bag of words, logistic regression: test accuracy 0.82
"""
SUMMARY = "parameters: 6 + 2 = 8\nparameters: 6 + 2 = 8\n"
PHRASES = """training: 0.98 of the phrases right
held out: 0.20 of the phrases right
"""
SHAPES = "one shapes: (2, 3) -> (2,)\nshapes: (4, 5) -> (4, 6, 7)\n"
LEARNT = """one to one: mean square error 0.9 before, 0.01 after
regressor: mean square error 0.5 before, 0.02 after
"""


def trace(stdout: str) -> Trace:
    weights = {"a": np.zeros((2, 3)), "b": np.zeros(2)}
    weights |= {"c": np.zeros((2, 3)), "d": np.zeros(2)}
    return Trace({"engine": "keras"}, initial=weights, stdout=stdout)


@pytest.mark.parametrize(
    "rule, right, wrong",
    [
        (rules_text.judges(0.7), JUDGED, JUDGED.replace("0.78", "0.69")),
        (rules_text.judges(0.7), JUDGED, ""),
        (rules_text.summary(6, 2, models=2), SUMMARY, SUMMARY.replace("6", "7", 1)),
        (rules_text.summary(6, 2, models=2), SUMMARY, SUMMARY[:22]),
        (
            rules_text.padding_seen(),
            PADDING,
            PADDING.replace("padding 3.0", "padding 3.1", 1),
        ),
        (
            rules_text.padding_seen(),
            PADDING,
            PADDING.replace("3.5", "2.5").replace("-2.0", "-3.0"),
        ),
        (rules_text.tells_apart(), PADDING, PADDING.replace("2.5", "-2.5")),
        (rules_text.tells_apart(), PADDING, ""),
        (rules_text.translates(0.9), PHRASES, PHRASES.replace("0.98", "0.89")),
        (rules_text.translates(0.9), PHRASES, PHRASES[:36]),
        (rules_text.shapes((2, 3), (2,), (4, 5), (4, 6, 7)), SHAPES, SHAPES[30:]),
        (
            rules_text.learns("one to one", "regressor"),
            LEARNT,
            LEARNT.replace("0.02", "0.06"),
        ),
        (rules_text.learns("one to one", "regressor"), LEARNT, LEARNT[:52]),
    ],
)
def test_a_rule_holds_and_fails(rule, right, wrong):
    assert rule(trace(right)).ok is True
    assert rule(trace(wrong)).ok is False


def test_weights_that_are_too_many_are_seen():
    one = trace(SUMMARY)
    one.initial["e"] = np.zeros(1)
    assert rules_text.summary(6, 2, models=2)(one).ok is False
