"""Each case of tests/cases does what it did in TensorFlow 1.15.5.

The goldens beside the files of cases hold what 1.15.5 said; `python -m tests.record`.
"""

from __future__ import annotations

import ast
import collections
from pathlib import Path

import numpy as np
import pytest

from tests.cases import asking, compare, goldens, registry
from tests.cases.fast import networks

GOLDENS = {
    family: goldens.load(goldens.path_of(family)) for family in registry.families()
}
EXPECTED: dict[str, asking.Seen] = collections.defaultdict(dict)
for recorded, _ in GOLDENS.values():
    for entry, array in recorded.items():
        of_case, _, key = entry.partition("|")
        EXPECTED[of_case][key] = array


@pytest.mark.parametrize("name", EXPECTED)
def test_case(cases, name):
    seen, told = cases.run(name)
    assert not compare.differences(EXPECTED[name], seen, told)


FAST = {
    name.removeprefix("fast.networks."): golden
    for name, golden in EXPECTED.items()
    if name.startswith("fast.networks.")
}
WAYS = {"plain": FAST, **networks.WAYS}


@pytest.mark.parametrize(
    ("way", "case"), [(way, case) for way in WAYS for case in sorted(WAYS[way])]
)
def test_case_by_another_way(cases, way, case):
    """Networks over time, by ways that they would not take by themselves."""
    seen, told = cases.run(f"fast.networks.{case}", way)
    assert not compare.differences(FAST[case], seen, told)


def test_padding_is_exactly_zero(cases):
    seen, _ = cases.run("fast.networks.lstm_cell_drop_lengths")
    for row, length in zip(seen["output/outputs"], networks.LENGTHS, strict=True):
        assert not np.count_nonzero(row[length:])
        assert np.count_nonzero(row[:length]) or not length


@pytest.mark.parametrize("case", FAST)
def test_the_faster_way_is_taken_where_it_is_known(cases, case):
    _, told = cases.run(f"fast.networks.{case}")
    assert (told["pieces"] == 0) == (case in networks.PLAIN)


def test_every_case_is_recorded_and_every_golden_has_its_case(cases):
    assert set(cases.cases(registry.families())) == set(EXPECTED)


@pytest.mark.parametrize("family", GOLDENS)
def test_golden_says_where_it_comes_from(family):
    _, about = GOLDENS[family]
    assert about["tensorflow"] == "1.15.5"
    assert about["numpy"].startswith("1.")
    assert about["how"] == f"python -m tests.record {family}"


@pytest.mark.oracle
@pytest.mark.slow
@pytest.mark.parametrize("family", GOLDENS)
def test_golden_is_what_the_live_oracle_says(live, family):
    found = {}
    for name in live.cases([family]):
        seen, told = live.run(name)
        told = {**told, "fewer": 0}  # the real one counts what it counted
        if different := compare.differences(EXPECTED[name], seen, told):
            found[name] = different
    assert not found, GOLDENS[family][1]["how"]


# The comparison is tested: what a mistake would change is seen.

TOLD = {"tolerance": registry.EXACT_START._asdict(), "fewer": 0}


def swapped(kernel):
    i, j, f, o = np.split(kernel, 4, axis=1)
    return np.concatenate([i, f, j, o], axis=1)


BLOCK = "contrib.rnn.over_time.lstm_block"
CONV = "layers.each.layers_conv2d"
LSTM = "nn.cells.BasicLSTMCell"
KERNEL = "initial/rnn/basic_lstm_cell/kernel:0"
ALTERED = [
    (BLOCK, "output/output", lambda a: a + 2e-6),
    (BLOCK, "output/state/c", lambda a: a[:, ::-1]),
    (BLOCK, "count", lambda a: a + 1),
    (BLOCK, "initial/lstm_cell/kernel:0", lambda a: a * np.float32(1.00001)),
    (BLOCK, "text/output_size", lambda a: np.array("other")),
    (CONV, "output/outputs", lambda a: a + 2e-6),
    (CONV, "output/outputs", lambda a: a[:, ::-1]),
    (CONV, "count", lambda a: a + 1),
    (CONV, "initial/conv2d/kernel:0", lambda a: a.swapaxes(0, 1)),
    (CONV, "gradient/conv2d/bias:0", lambda a: a * np.float32(1.01)),
    ("contrib.crf.log_norm", "output/norm", lambda a: a + 2e-5),
    ("contrib.crf.decode", "output/tags", lambda a: a[:, ::-1]),
    ("contrib.crf.decode", "static/tags", lambda a: np.array("(?, ?)")),
    ("contrib.training.steps.hparams", "text/json", lambda a: np.array("other")),
    ("contrib.layers.rare.renorm_clipped", "output/outputs", lambda a: a + 2e-6),
    ("contrib.layers.rare.gdn", "gradient/gdn/reparam_beta:0", lambda a: a * 2),
    ("contrib.cudnn_rnn.layers.gru_both", "output/output", lambda a: a + 2e-6),
    ("contrib.cudnn_rnn.layers.facts_gru", "text/variables", lambda a: np.array("")),
    (LSTM, KERNEL, swapped),
    (LSTM, "output/outputs", lambda a: a + np.float32(1e-5)),
    (LSTM, "output/outputs", lambda a: a.astype(np.float64)),
    (LSTM, "output/outputs", lambda a: a * np.nan),
    (LSTM, "gradient/rnn/basic_lstm_cell/bias:0", lambda a: None),
    (LSTM, "seeds", lambda a: a[::-1]),
    ("nn.cells.MultiRNNCell_no_cells", "error", lambda a: np.array(["OSError"])),
    (
        "contrib.seq2seq.decoding.wrong_not_a_cell",
        "error",
        lambda a: np.array([a[0], "another text"]),
    ),
]


@pytest.mark.parametrize(("name", "key", "change"), ALTERED)
def test_what_is_altered_is_seen(name, key, change):
    golden = EXPECTED[name]
    assert not compare.differences(golden, golden, TOLD)
    altered = {**golden, key: change(golden[key])}
    altered = {key: array for key, array in altered.items() if array is not None}
    assert len(compare.differences(golden, altered, TOLD)) == 1


def test_a_count_known_to_differ_differs_by_what_is_known():
    golden = EXPECTED["contrib.layers.rare.rev_block"]
    told = {**TOLD, "fewer": 54}
    for change, seen in (([0, -54], False), ([0, 0], True), ([-1, -54], True)):
        altered = {**golden, "count": golden["count"] + change}
        assert bool(compare.differences(golden, altered, told)) == seen


def test_no_two_gates_have_alike_weights():
    # the gradients come from ramps: gates that could be swapped unseen would be equal
    gradient = EXPECTED[LSTM]["gradient/rnn/basic_lstm_cell/kernel:0"]
    gates = np.split(gradient, 4, axis=1)
    for a in range(4):
        for b in range(a):
            assert np.abs(gates[a] - gates[b]).max() > 0.01


def test_two_cases_of_a_name_are_none(monkeypatch):
    monkeypatch.setattr(registry, "CASES", {})
    case = registry.family("tests.cases.nowhere")
    case(lambda tf: {}, "one")
    with pytest.raises(AssertionError, match="two cases are named nowhere.one"):
        case(lambda tf: {}, "one")
    with pytest.raises(AssertionError, match="a tolerance needs its reason"):
        case(lambda tf: {}, "other", output=1e-3)


def test_a_case_that_cannot_be_run_says_why(cases):
    with pytest.raises(asking.Failed, match="no such case: nn.cells.none"):
        cases.run("nn.cells.none")


FOLDER = Path(registry.__file__).parent
HERE_ALONE = {"asking.py", "compare.py"}  # what asks the other side, and compares


@pytest.mark.parametrize(
    "path",
    [path for path in FOLDER.rglob("*.py") if path.name not in HERE_ALONE],
    ids=lambda path: str(path.relative_to(FOLDER)),
)
def test_files_of_cases_are_python_37(path):
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 7))
