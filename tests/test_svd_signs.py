"""Orthogonal weights have the signs that NumPy 1.18 gave them."""

import json
import random
import subprocess
from pathlib import Path

import numpy as np
import pytest
import svd_signs

from compat.keras import singular
from lab12.runs import engines

HERE = Path(__file__).parent
GOLDEN = HERE / "goldens" / "svd_signs.json"


def ours(matrix):
    left, _, right = singular.svd(matrix)
    return left, right


def test_signs_are_those_of_numpy_118():
    assert svd_signs.signs(ours, 0) == json.loads(GOLDEN.read_text())


def test_signs_are_those_of_numpy_118_whatever_lapack_gives(monkeypatch):
    """As many LAPACKs, as many signs: here each vector's first element is negative."""
    svd = np.linalg.svd

    def negative(matrix, full_matrices):
        left, values, right = svd(matrix, full_matrices)
        turned = np.where(left[0] > 0, -1, 1)
        return left * turned, values, right * turned[:, None]

    expected = singular.svd(_drawn(20, 80))
    monkeypatch.setattr(np.linalg, "svd", negative)
    for one, other in zip(singular.svd(_drawn(20, 80)), expected, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.oracle
def test_signs_of_fresh_numbers_against_the_real_one():
    python = engines.oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15.5")
    seed = random.randrange(10**6)
    command = [str(python), str(HERE / "svd_signs.py"), str(seed)]
    recorded = json.loads(subprocess.check_output(command, timeout=120))
    found = svd_signs.signs(ours, seed)
    different = {key for key in recorded if recorded[key] != found[key]}
    # one matrix in 400: NumPy 1.18 on another processor has another sign there, too
    assert len(different) <= 6, (seed, different)


def _drawn(rows, columns):
    return np.random.RandomState(1).normal(0.0, 1.0, (rows, columns))


@pytest.mark.parametrize("shape", [(1, 1), (5, 5), (7, 28), (25, 8), (9, 10), (30, 40)])
def test_a_matrix_is_the_product_of_its_factors(shape):
    matrix = _drawn(*shape)
    left, values, right = singular.svd(matrix)
    np.testing.assert_allclose(left * values @ right, matrix, atol=1e-12)


@pytest.mark.parametrize(
    "matrix",
    [
        np.zeros((3, 4)),
        np.eye(5),
        np.ones((6, 3)),
        np.diag([0.0, 2.0, -1.0, 0.0]),
        np.triu(np.ones((4, 4))),
    ],
    ids=["zeros", "identity", "ones", "diagonal", "triangle"],
)
def test_singular_matrices_are_decomposed(matrix):
    left, values, right = singular.svd(matrix)
    np.testing.assert_allclose(left * values @ right, matrix, atol=1e-12)
    np.testing.assert_allclose(left.T @ left, np.eye(values.size), atol=1e-12)


def test_what_is_not_finite_is_left_to_numpy():
    matrix = np.full((3, 3), np.nan)
    try:
        expected = np.linalg.svd(matrix, full_matrices=False)
    except np.linalg.LinAlgError:
        with pytest.raises(np.linalg.LinAlgError):
            singular.svd(matrix)
    else:
        for one, other in zip(singular.svd(matrix), expected, strict=True):
            np.testing.assert_array_equal(one, other)


def test_keras_takes_them():
    """The sign of each column, and no other, is that of the golden."""
    pytest.importorskip("keras")
    from compat.keras import initializers

    golden = json.loads(GOLDEN.read_text())
    for shape, key in {(10, 40): "10x40", (3, 3, 2, 2): "18x2"}.items():
        np.random.seed(0)
        made = initializers.Orthogonal().values(shape, "float32")
        flat = made.reshape(-1, shape[-1])
        row = flat[0] if flat.shape[0] > flat.shape[1] else flat[:, 0]
        said = "".join("-" if one < 0 else "+" for one in row)
        assert said == golden[key], key
