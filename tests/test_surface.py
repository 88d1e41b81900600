"""The table, the facade and TensorFlow 1.15.5 agree: nothing missing, hidden, added."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from compat.names import surface
from tests import starting
from tests.cases import goldens
from tests.record import surface as surface_of_115

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = json.loads((ROOT / "tests" / "goldens" / "signatures.json").read_text())
NAMES = GOLDEN["names"]
PROVIDED = [row.name for row in surface.table().values() if row.state != "refused"]

# Modules of the facade whose public names all need a row.
MODULES = [name for name in PROVIDED if NAMES[name]["kind"] == "module"]
MODULES += ["tf.layers", "tf.nn.rnn_cell"]
ELSEWHERE = (
    "tf.contrib.tensorboard",
    "tf.contrib.layers.summaries",
    "tf.contrib.keras",
)
MODULES = [name for name in MODULES if not name.startswith(ELSEWHERE)]


# Classes that are today's own, and only handed on.
WITHOUT_A_TEST = {"tf.contrib.framework.TensorSpec"}

# The five spellings of an import, and the deep paths of old code.
SPELLINGS = [
    "import tensorflow as tf; tf.contrib.rnn.GRUCell",
    "from tensorflow.contrib import rnn",
    "from tensorflow.contrib import rnn, layers, seq2seq",
    "import tensorflow.contrib.layers as tcl; tcl.fully_connected",
    "import tensorflow.contrib.layers; tensorflow.contrib.layers.fully_connected",
    "from tensorflow.contrib.layers import fully_connected",
    "from tensorflow.contrib.rnn import *; BasicLSTMCell",
    "from tensorflow.contrib.rnn.python.ops import rnn_cell; rnn_cell.RNNCell",
    "from tensorflow.contrib.rnn.python.ops.core_rnn_cell import RNNCell",
    "import tensorflow.contrib.rnn.python.ops.core_rnn_cell as c; c.RNNCell",
    "from tensorflow.python.ops import rnn_cell, rnn; rnn.dynamic_rnn",
    "from tensorflow.python.ops.rnn_cell_impl import LSTMStateTuple",
    "from tensorflow.python.layers.core import Dense",
    "import tensorflow.compat.v1 as tf; tf.nn.rnn_cell.LSTMCell, tf.layers.dense",
]
REFUSED_IMPORTS = {
    "from tensorflow.contrib.layers import multi_class_target": (
        "tf.contrib.layers.multi_class_target"
    ),
    "from tensorflow.contrib.rnn import Nonsense": "tf.contrib.rnn.Nonsense",
    "from tensorflow.contrib import bayesflow": "tf.contrib.bayesflow",
    "import tensorflow.contrib.bayesflow": "tf.contrib.bayesflow",
    "from tensorflow.contrib import nonsense": "tf.contrib.nonsense",
}


@pytest.fixture(scope="module")
def facade(tmp_path_factory):
    """What a TensorFlow 1.x script sees: one process answers for all tests here."""
    out = tmp_path_factory.mktemp("surface") / "seen.json"
    probe = str(ROOT / "tests" / "surface_probe.py")
    given = [json.dumps(MODULES), json.dumps([*SPELLINGS, *REFUSED_IMPORTS])]
    done = subprocess.run(
        [sys.executable, "-m", "compat", "run", probe, str(out), *given],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(out.read_text())


# The table itself, and 1.15.


def test_rows_are_complete():
    for row in surface.table().values():
        assert row.state in surface.STATES, row
        assert row.keras3, f"{row.name}: no Keras 3 way"
        assert bool(row.note) == (row.state != "exact"), (
            f"{row.name}: note {row.note!r}"
        )
        for text in (row.keras3, row.note):
            assert text == text.strip() and "\n" not in text, row.name
            assert not text.endswith("."), f"{row.name}: the refusal adds the full stop"


def test_rows_are_sorted_and_single():
    lines = (
        (ROOT / "compat" / "names" / "surface.csv")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    names = [line.partition(",")[0] for line in lines[1:]]
    assert names == sorted(set(names))


def test_every_name_of_115_has_a_row_and_no_row_is_invented():
    assert set(surface.table()) == set(NAMES)


@pytest.mark.parametrize(
    ("module", "count"),
    [
        ("tf.contrib.rnn", 50),
        ("tf.contrib.seq2seq", 29),
        ("tf.contrib.legacy_seq2seq", 13),
        ("tf.contrib.cudnn_rnn", 14),
        ("tf.contrib.crf", 11),
    ],
)
def test_the_counts_are_those_of_115(module, count):
    rows = [name for name in surface.table() if name.rpartition(".")[0] == module]
    assert len(rows) == count


def test_signature_column_is_the_recorded_one():
    for name, recorded in NAMES.items():
        shown = recorded.get("accepts", recorded["signature"])
        assert surface.lookup(name).signature == shown, name


def test_tests_that_rows_name_exist():
    """With the case: a row that is provided names one, or a test of its own."""
    for row in surface.table().values():
        if not row.test:
            assert (
                row.state == "refused"
                or row.signature == "module"
                or (row.name in WITHOUT_A_TEST)
            ), row
            continue
        file, _, function = row.test.partition("::")
        source = (ROOT / file).read_text(encoding="utf-8")
        assert f"def {function.partition('[')[0]}(" in source, row
        if file == "tests/test_cases.py":
            case = function.partition("[")[2].rstrip("]")
            golden, _ = goldens.load(goldens.path_of(case.rpartition(".")[0]))
            assert any(key.startswith(f"{case}|") for key in golden), row


@pytest.mark.oracle
def test_recorded_surface_is_what_the_live_oracle_says():
    python = starting.oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15.5 here (make oracle)")
    live = surface_of_115.ask_oracle(python)
    for part in ("names", "same", "deep"):
        assert live[part] == GOLDEN[part], f"run {GOLDEN['recorded']['how']}"


# Nothing missing, hidden or added, as a script sees it.


def test_nothing_is_missing(facade):
    missing = {name: facade["seen"][name].get("refused") for name in PROVIDED}
    assert not {name: at for name, at in missing.items() if at}


def test_nothing_is_hidden(facade):
    hidden = [
        f"{module}.{name}"
        for module, names in facade["visible"].items()
        for name in names
        if surface.lookup(f"{module}.{name}") is None
    ]
    assert not hidden, "public in the facade, without a row (was it in 1.15?)"


def test_nothing_is_added(facade):
    refused = [row for row in surface.table().values() if row.state == "refused"]
    works = [row.name for row in refused if "refused" not in facade["seen"][row.name]]
    assert not works, "these are there: give their rows another state and a test"
    for row in refused:
        seen = facade["seen"][row.name]
        assert "AttributeError" in seen["bases"], row.name
        assert "ImportError" not in seen["bases"], row.name
        assert seen["text"] == surface.refusal(seen["refused"]), row.name
        if seen["refused"] != row.name:
            continue  # a module on the way was refused first
        assert row.name in seen["text"] and row.note in seen["text"]
        assert row.keras3 in seen["text"] and "\n" not in seen["text"]


def test_refused_names_are_not_listed(facade):
    listed = [
        f"{module}.{name}"
        for module, names in facade["visible"].items()
        for name in names
    ]
    rows = [surface.lookup(name) for name in listed]
    assert not [row.name for row in rows if row is not None and row.state == "refused"]


def test_signatures_are_those_of_115(facade):
    for name in PROVIDED:
        seen, recorded = facade["seen"][name], NAMES[name]
        accepted = {recorded["signature"], recorded.get("accepts")}
        assert seen["kind"] == recorded["kind"], name
        assert seen["signature"] in accepted, name


# 1.15 gave these to a class by Keras's own bases, which a cell does not need.
NOT_EXPECTED = {"from_config", "get_config"}


def test_members_of_classes_are_those_of_115(facade):
    for name in PROVIDED:
        if surface.lookup(name).state == "approximate":
            continue
        members = facade["seen"][name].get("members", {})
        for member, shape in NAMES[name].get("members", {}).items():
            if member not in NOT_EXPECTED:
                assert members.get(member) == shape, f"{name}.{member}"


def test_one_object_under_all_its_names(facade):
    assert facade["same"]
    assert not [names for names, same in facade["same"].items() if not same]


def test_deep_paths_lead_to_the_same_objects(facade):
    assert facade["deep"]
    for path, names in facade["deep"].items():
        assert isinstance(names, dict), f"import {path}: {names}"
        assert not [name for name, same in names.items() if not same], path


@pytest.mark.parametrize("statement", SPELLINGS)
def test_every_spelling_of_an_import_works(facade, statement):
    assert facade["spelled"][statement] is None


@pytest.mark.parametrize(("statement", "name"), REFUSED_IMPORTS.items())
def test_a_refused_import_says_why(facade, statement, name):
    error = facade["spelled"][statement]
    assert error is not None and "ImportError" in error["bases"]
    assert error["text"] == surface.refusal(name)


def test_keras3_column_names_what_is_there(facade):
    assert not facade["keras3"]


# Texts.


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tf.contrib.layers.multi_class_target", "known (TensorFlow 1.15) but refused"),
        (
            "tensorflow.contrib.layers.multi_class_target",
            "tf.contrib.layers.multi_class_target is known",
        ),
        ("tf.contrib.bayesflow.monte_carlo", "because tf.contrib.bayesflow is"),
        ("tf.contrib.rnn.BasicLSTMCel", "never in TensorFlow 1.15; did you mean"),
        ("tf.contrib.rnn.BasicLSTMCel", "tf.contrib.rnn.BasicLSTMCell"),
        ("tf.contrib.rnn.sequence_loss", "tf.contrib.seq2seq.sequence_loss"),
        ("tf.contrib.nonsense", "tf.contrib.nonsense was never in TensorFlow 1.15"),
        ("tf.python.ops.nonsense", "not a public name of TensorFlow, nor provided"),
        ("tf.contrib.rnn.python.ops.rnn.nonsense", "nor provided"),
        ("tf.contrib.rnn.python.ops.rnn.GRUCell", "did you mean tf.contrib.rnn.GRU"),
        ("tf.keras.nonsense", "tf.keras.nonsense is not in this TensorFlow"),
    ],
)
def test_refusal(name, text):
    assert text in surface.refusal(name)
    assert "\n" not in surface.refusal(name)


def test_refusal_suggests_from_names_without_a_row():
    said = surface.refusal("tf.placeholdr", also=["placeholder", "Graph"])
    assert "did you mean tf.placeholder?" in said


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("`keras.layers.LSTM(units)`", False),
        ("`x` and `units`", False),
        ("`keras.layers.LTSM(units)`", True),
        ("`keras.layers.LSTM(units, forget_bias=1.0)`", True),
        ("`keras.layers.LSTM()`", True),
        ("`model.evaluat(x)`", True),
        ("`keras.layers.LSTM(units`", True),
        ("`keras.layers.LSTM(units)", True),
    ],
)
def test_the_check_of_the_keras3_column_sees_mistakes(text, wrong):
    # `keras` itself is too slow to import for this: a stand-in of the same shape
    class LSTM:
        def __init__(self, units, dropout=0.0): ...

    class Model:
        def evaluate(self, x): ...

    class Layers:
        pass

    class Keras:
        layers = Layers

    Layers.LSTM = LSTM
    sys.path.insert(0, str(ROOT / "tests"))
    try:
        from check_expressions import complaints
    finally:
        sys.path.pop(0)
    assert bool(complaints(text, {"keras": Keras, "model": Model})) == wrong
