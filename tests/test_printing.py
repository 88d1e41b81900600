"""Under `compat run`, NumPy has its old names and prints as it did in 2017."""

import json
from pathlib import Path

import numpy
import pytest
import starting

from compat import era
from tests.record.scripts import SCRIPTS

GOLDEN = json.loads((Path(__file__).parent / "goldens" / "printing.json").read_text())


@pytest.fixture(scope="module")
def np():
    before = numpy.get_printoptions()
    yield era.numpy()
    numpy.set_printoptions(**before)


@pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")
@pytest.mark.parametrize("expression", GOLDEN["printed"])
def test_prints_as_then(np, expression):
    value = eval(expression, {"np": np})
    assert [str(value), repr(value)] == GOLDEN["printed"][expression]


def test_the_real_numpy_keeps_its_names(np):
    assert not hasattr(numpy, "float") and not hasattr(numpy, "asscalar")
    with pytest.raises(ValueError, match="inhomogeneous"):
        numpy.array([[1], [1, 2]])
    with pytest.raises(ValueError, match="inhomogeneous"):
        np.array([[1], [1, 2]], dtype=float)


def test_a_name_that_never_was(np):
    with pytest.raises(AttributeError, match="no_such_name"):
        getattr(np, "no_such_name")  # noqa: B009


PRINTED = SCRIPTS["printed"]
PLAIN = SCRIPTS["printed_plain"]


def test_tensorflows_objects_print_as_then(forking):
    assert PRINTED.said(starting.WARM, forking) == PRINTED.expected()


def test_scalars_print_as_then_without_numpy(forking):
    assert PLAIN.said(starting.WARM, forking) == PLAIN.expected()


@pytest.mark.oracle
def test_the_golden_is_what_115_prints():
    if (python := starting.oracle()) is None:
        pytest.skip("needs the real TensorFlow 1.15.5")
    assert PRINTED.said([python, "-W", "ignore"]) == PRINTED.expected()
