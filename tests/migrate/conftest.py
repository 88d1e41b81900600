"""TensorFlow runs in the tests' own process here: what it leaves behind goes again."""

import os

import pytest


@pytest.fixture(scope="module", autouse=True)
def environment():
    """TensorFlow 2 sets TF2_BEHAVIOR, which TensorFlow 1.15 would obey, too."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)
