"""What `tf.contrib.learn` makes of data frames, which the oracle here has not."""

import numpy as np
import pytest

from compat.contrib.learn import frames

pandas = pytest.importorskip("pandas")
FRAME = pandas.DataFrame({"a": [1, 2], "b": [True, False], "c": [0.5, 1.5]})


def test_frames_become_arrays():
    found = frames.extract_pandas_data(FRAME)
    assert found.dtype == np.float64
    assert found.tolist() == [[1.0, 1.0, 0.5], [2.0, 0.0, 1.5]]
    assert frames.extract_pandas_matrix(FRAME[["a"]]).tolist() == [[1], [2]]
    assert frames.extract_pandas_labels(FRAME[["a"]]).tolist() == [[1], [2]]
    assert frames.extract_pandas_labels(FRAME["a"]) is not None


def test_frames_of_texts_are_refused():
    texts = pandas.DataFrame({"t": ["x", "y"]})
    with pytest.raises(ValueError, match="must be int, float, or bool"):
        frames.extract_pandas_data(texts)
    with pytest.raises(ValueError, match="must be int, float, or bool"):
        frames.extract_pandas_labels(texts)
    with pytest.raises(ValueError, match="Only one column"):
        frames.extract_pandas_labels(FRAME)
