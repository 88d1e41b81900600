"""Each provided name does what it did in TensorFlow 1.15.5, case by case.

The cases are in tests/names; the golden holds what 1.15.5 said to them.
"""

import sys
from pathlib import Path

import numpy as np
import pytest

from compat.names import surface

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "names"))
try:
    import keep
    import record
finally:
    sys.path.pop(0)

GOLDEN, ABOUT = keep.load(record.GOLDEN)
CASES = sorted({name.split("|")[0] for name in GOLDEN})

# Sums are taken in another order on another processor: a few units in the last place.
TOLERANCE = 1e-6
HALF_TOLERANCE = 1e-3


def differences(expected, received):
    """List what differs between two answers to one case, as sentences."""
    found = [f"missing: {name}" for name in sorted(set(expected) - set(received))]
    found += [f"not in 1.15: {name}" for name in sorted(set(received) - set(expected))]
    for name in sorted(set(expected) & set(received)):
        one, other = expected[name], received[name]
        if one.dtype.kind in "SU" or other.dtype.kind in "SU":
            if one.tolist() != other.tolist():
                found.append(f"{name}: expected {one}, received {other}")
        elif (one.shape, one.dtype) != (other.shape, other.dtype):
            wanted, got = (one.shape, one.dtype), (other.shape, other.dtype)
            found.append(f"{name}: expected {wanted}, received {got}")
        elif one.size:
            bound = HALF_TOLERANCE if one.dtype == np.float16 else TOLERANCE
            apart = np.abs(one.astype(float) - other.astype(float)).max()
            if not apart <= bound * max(1.0, np.abs(one).max()):
                found.append(f"{name}: largest difference {apart:g}")
    return found


def of_case(case, answer):
    return {n: array for n, array in answer.items() if n.split("|")[0] == case}


@pytest.fixture(scope="module")
def facade(tmp_path_factory):
    """What the facade says to all cases, from one process."""
    out = tmp_path_factory.mktemp("names") / "facade.npz"
    record.run_cases([sys.executable, "-m", "compat", "run"], out)
    return keep.load(out)[0]


def test_the_golden_fits_the_cases():
    assert ABOUT["tensorflow"] == "1.15.5"
    assert ABOUT["cases"] == keep.fingerprint(), f"renew it: {ABOUT['how']}"


@pytest.mark.parametrize("case", CASES)
def test_as_in_115(facade, case):
    assert not differences(of_case(case, GOLDEN), of_case(case, facade))


def test_no_case_is_left_out(facade):
    assert {name.split("|")[0] for name in facade} == set(CASES)


@pytest.mark.oracle
def test_the_golden_is_what_the_live_oracle_says(tmp_path):
    python = record.oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15.5 here (make oracle)")
    record.run_cases([python, "-W", "ignore"], tmp_path / "live.npz")
    assert not differences(GOLDEN, keep.load(tmp_path / "live.npz")[0])


def test_rows_of_the_table_name_cases_that_exist():
    for row in surface.table().values():
        file, _, test = row.test.partition("::")
        if file == "tests/test_names.py":
            assert test.partition("[")[2].rstrip("]") in CASES, row


# The tester is tested: what a mistake in a cell would change is seen.

KERNEL = "BasicLSTMCell|initial|rnn/basic_lstm_cell/kernel"
OUTPUT = "BasicLSTMCell|output|outputs"


def swap_gates(answer):
    i, j, f, o = np.split(answer[KERNEL], 4, axis=1)
    answer[KERNEL] = np.concatenate([i, f, j, o], axis=1)


def rename(answer):
    answer["BasicLSTMCell|initial|rnn/lstm_cell/kernel"] = answer.pop(KERNEL)


def nudge(answer):
    answer[OUTPUT] = answer[OUTPUT] + np.float32(1e-5)


def widen(answer):
    answer[OUTPUT] = answer[OUTPUT].astype(np.float64)


def forget_a_gradient(answer):
    del answer["BasicLSTMCell|gradient|rnn/basic_lstm_cell/bias"]


def break_a_number(answer):
    answer[OUTPUT] = answer[OUTPUT] * np.nan


def raise_another_error(answer):
    answer["BasicLSTMCell|error|"] = np.array("ValueError")


@pytest.mark.parametrize(
    "change",
    [
        swap_gates,
        rename,
        nudge,
        widen,
        forget_a_gradient,
        break_a_number,
        raise_another_error,
    ],
)
def test_a_changed_answer_is_seen(change):
    answer = of_case("BasicLSTMCell", GOLDEN)
    changed = dict(answer)
    change(changed)
    assert not differences(answer, answer)
    assert differences(answer, changed)


def test_no_two_gates_have_alike_weights():
    # the gradients come from ramps: gates that could be swapped unseen would be equal
    gradient = GOLDEN["BasicLSTMCell|gradient|rnn/basic_lstm_cell/kernel"]
    gates = np.split(gradient, 4, axis=1)
    for a in range(4):
        for b in range(a):
            assert np.abs(gates[a] - gates[b]).max() > 0.01
