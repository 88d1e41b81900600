"""What differs by default: Keras 3 left alone differs, told what to do it agrees."""

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lab12.runs import fork

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent / "docs" / "site" / "differences.csv"

# float32, sums of at most 8 products in another order
CLOSE = 1e-6


@pytest.fixture(scope="module")
def both(tmp_path_factory, forking):
    folder = tmp_path_factory.mktemp("differences")
    legacy, modern = folder / "legacy.npz", folder / "modern.npz"
    scripts = HERE / "differences"
    warm = [sys.executable, "-m", "compat", "run", "--warm"]
    for command in (
        [*warm, str(scripts / "legacy.py"), str(legacy)],
        fork.command(
            [sys.executable, str(scripts / "modern.py"), str(legacy), str(modern)]
        ),
    ):
        done = subprocess.run(
            command,
            env=forking,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, done.stderr
    return np.load(legacy), np.load(modern)


def check(both, name, default, least):
    """Told what to do it agrees; left alone it is off by at least so much."""
    legacy, modern = both
    assert np.abs(legacy[name] - modern[name]).max() <= CLOSE
    assert np.abs(legacy[name] - modern[default]).max() >= least


def test_gate_order(both):
    check(both, "lstm", "gate_order_default", 0.01)


def test_forget_bias(both):
    check(both, "lstm", "lstm_without", 0.01)
    check(both, "lstm_without", "lstm", 0.01)


def test_initial_values(both):
    legacy, modern = both
    limit = np.sqrt(6 / (32 + 64 + 4 * 64))
    assert 0.95 * limit < np.abs(legacy["initial"]).max() <= limit
    other = np.sqrt(6 / (32 + 4 * 64))
    assert 0.95 * other < np.abs(modern["initial"]).max() <= other
    product = modern["initial_recurrent"] @ modern["initial_recurrent"].T
    assert np.abs(product - np.eye(64)).max() < 1e-5
    own = legacy["initial"][32:] @ legacy["initial"][32:].T
    assert np.abs(own - np.eye(64)).max() > 0.1


def test_adam(both):
    check(both, "adam", "adam_default", 1e-4)


def test_rmsprop(both):
    check(both, "rmsprop", "rmsprop_default", 1e-4)


def test_gru(both):
    check(both, "gru", "gru_default", 0.001)


def test_past_the_end(both):
    check(both, "ended", "ended_default", 0.01)
    assert not both[0]["ended"][1, 2:].any() and not both[1]["ended"][1, 2:].any()


def test_fully_connected(both):
    check(both, "dense", "dense_default", 0.01)


def test_padding_in_the_loss(both):
    check(both, "loss", "loss_default", 0.01)


def test_dropout(both):
    legacy, modern = both
    # 10,000 draws: five standard deviations are 0.02
    assert abs(legacy["kept"] - 0.8) < 0.02 and abs(modern["kept"] - 0.8) < 0.02
    assert abs(modern["kept_default"] - 0.2) < 0.02


def test_every_row_of_the_table_names_its_test():
    with TABLE.open(encoding="utf-8", newline="") as stream:
        named = {row["test"].partition("::")[2] for row in csv.DictReader(stream)}
    tests = {name for name in globals() if name.startswith("test_")}
    assert named == tests - {"test_every_row_of_the_table_names_its_test"}
