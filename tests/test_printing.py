"""Under `compat run`, NumPy has its old names and prints as it did in 2017."""

import json
from pathlib import Path

import numpy
import pytest

from compat import era

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
