"""Every lab, legacy under `compat` and Keras twin, against the real TensorFlow 1.15.5.

One comparison of all labs is run for the module, with the goldens as reference; with
the oracle there, a second one, of a few labs, with the live one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lab12 import cli
from lab12.judge import compare
from lab12.labs import catalogue
from lab12.record.trace import Trace
from lab12.runs import engines, fork
from lab12.session import Comparison

pytestmark = pytest.mark.slow

NAMES = list(catalogue.BY_NAME)
TRAINED = [lab.name for lab in catalogue.LABS if len(Trace.load(lab.golden).loss)]


def run(labs, out, live):
    comparison = Comparison([catalogue.lab_named(name) for name in labs], out, live)
    comparison.run(lambda running, done, total: None)
    return comparison


@pytest.fixture(scope="module")
def compared(tmp_path_factory, request):
    """The labs that are asked for; all of them for what looks at all."""
    tests = [
        getattr(item, "callspec", None)
        for item in request.session.items
        if item.path == request.path and "compared" in item.fixturenames
    ]
    names = {test.params["name"] if test else None for test in tests}
    chosen = [name for name in NAMES if name in names or None in names]
    return run(chosen, tmp_path_factory.mktemp("out"), live=False)


def test_every_run_ends_well(compared):
    assert compared.failed == []


@pytest.mark.parametrize("engine", ["compat", "keras"])
@pytest.mark.parametrize("name", NAMES)
def test_agrees_with_1_15(compared, name, engine):
    """Names, shapes, numbers, the seed, training, and what the lab's row says."""
    found = compared.findings(catalogue.lab_named(name))[engine]
    assert [finding for finding in found if finding.ok is False] == []
    expected = {"compat": {"names", "forward", "seed"}, "keras": {"forward"}}[engine]
    expected = expected | ({"training"} if name in TRAINED else set())
    assert expected <= {finding.name for finding in found}
    rungs = {finding.name for finding in found if finding.ok}
    unpromised = {"training"} if catalogue.lab_named(name).draws else set()
    assert expected - unpromised <= rungs


def test_the_seed_alone_gives_the_weights(compared):
    """Law 4, to the last bit: nothing but the seed is shared with 1.15.5."""
    for name in NAMES:
        lab = catalogue.lab_named(name)
        ours, theirs = compared.traces(lab)["compat"], compared.reference(lab)
        assert list(ours.initial) == list(theirs.initial)
        for variable, value in theirs.initial.items():
            # another processor may round an orthogonal kernel of Keras otherwise
            apart = 1e-8 if lab.keras2 else 0
            np.testing.assert_allclose(
                ours.initial[variable], value, rtol=0, atol=apart, err_msg=variable
            )


@pytest.mark.parametrize("name", TRAINED)
def test_the_twins_start_from_the_legacy_weights(compared, name):
    """Otherwise the twin's agreement would be luck."""
    lab = catalogue.lab_named(name)
    trace = compared.traces(lab)["keras"]
    assert trace.meta["initial_given"] is True
    if not lab.draws:  # else the first step's loss has drawn already
        first = compared.reference(lab).loss[0]
        assert trace.loss[0] == pytest.approx(first, rel=1e-6)


def test_what_is_written(compared):
    written = compared.write()
    data = json.loads(written[0].read_text())
    assert data["ok"] is True and data["reasons"] == []
    assert list(data["labs"]) == NAMES
    pictures = {path.name for path in written[1:]}
    assert pictures == {f"{name}.loss.png" for name in TRAINED} | {
        f"{lab.name}.{plot}.png" for lab in catalogue.LABS for plot in lab.plots
    }
    assert all(path.stat().st_size > 10_000 for path in written[1:])
    text = compared.text()
    assert text.count("\n") >= 30 and "FAIL" not in text and "NO" not in text
    left = [path for path in compared.out.rglob("*") if path.name.startswith("part-")]
    assert left == []


def test_the_table_for_the_docs(compared, tmp_path, capsys):
    out = tmp_path / "numbers.md"
    assert cli.main(["table", "--traces", str(compared.folder), "--out", str(out)]) == 0
    text = out.read_text()
    assert all(f"## {name}\n" in text for name in NAMES)
    assert "| tf115 | 1.610772 |" in text  # rnn_02's first loss, seed 777


KOREAN = " 화이팅입니다"


def test_any_string_is_learnt(tmp_path):
    lab = catalogue.lab_named("rnn_03")
    jobs = [
        engines.Job(lab, engine, tmp_path / engine, argv=(KOREAN,))
        for engine in ("compat", "keras")
    ]
    for outcome in engines.run_all(jobs):
        assert outcome.code == 0, engines.complaint(outcome)
        trace = Trace.load(outcome.job.trace)
        assert f"predicted: {KOREAN[1:]}\n" in trace.stdout
        assert trace.meta["argv"] == [KOREAN]


# Everything that a script may do with sessions and that the recorder has to follow.
ODD = """
import tensorflow as tf
import sys
tf.set_random_seed(5)
with tf.Graph().as_default():
    tf.set_random_seed(6)
    tf.Session().run(tf.constant(1))      # another graph, without variables
w = tf.get_variable("w", [2, 2])
x = tf.placeholder(tf.float32, [2, 2], name="x")
y = tf.matmul(x, w, name="y")
loss = tf.reduce_sum(y * y, name="loss")
train = tf.train.GradientDescentOptimizer(0.001).minimize(loss)
init = tf.global_variables_initializer()
classes = tf.argmax(y, 1, name="classes")
before = len(tf.get_default_graph().get_operations())
session = tf.InteractiveSession()
init.run()
feed = {x: [[1, 2], [3, 4]]}
print("first", w.eval().tolist())
for step in range(3):
    got = session.run({"a": [loss, (train,)], "b": "y:0"}, feed)
print("classes", session.run([classes], feed)[0])
print("ops", before, len(tf.get_default_graph().get_operations()))
if len(sys.argv) > 1:
    sys.exit(sys.argv[1])
"""


@pytest.fixture
def recorded(forking):
    """Runs the recorder on a script of the test's own; the process and the trace."""

    def record(script: Path, engine: str, *argv: str, initial: Path | None = None):
        trace = script.with_suffix(".npz")
        trace.unlink(missing_ok=True)
        given = ["--initial", str(initial)] if initial else []
        line = [sys.executable, str(catalogue.PACKAGE / "record" / "recorder.py")]
        line += ["--engine", engine, "--trace", str(trace), *given]
        done = subprocess.run(
            fork.command([*line, str(script), *argv]),
            capture_output=True,
            text=True,
            env=forking,
            timeout=120,
        )
        return done, trace

    return record


def changed(name: str, form: str, old: str, new: str, folder: Path) -> Path:
    """A copy of a lab's script with one thing changed."""
    source = getattr(catalogue.lab_named(name), form).read_text(encoding="utf-8")
    assert source.count(old) == 1
    path = folder / f"{name}.py"
    path.write_text(source.replace(old, new), encoding="utf-8")
    return path


# engine, form, lab, what is changed into what, the findings that must fail
MISTAKES = {
    "no zeros past the end": (
        "keras", "modern", "rnn_01_basic_04_dynamic",
        ", zero_output_for_mask=True", "",
        {"forward", "padding"},
    ),
    "the mask left out": (
        "keras", "modern", "rnn_01_basic_04_dynamic",
        "lstm(letters, mask=mask)", "lstm(letters)",
        {"forward", "padding", "state"},
    ),
    "the forget bias dropped": (
        "compat", "legacy", "rnn_01_basic_03",
        "num_units=hidden_size", "num_units=hidden_size, forget_bias=0.0",
        {"forward"},
    ),
    "an activation that should not be": (
        "compat", "legacy", "rnn_06_stock_prediction",
        ", 1, activation_fn=None", ", 1",
        {"forward", "names", "training"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_script_is_seen(tmp_path, recorded, mistake):
    """The tester is tested, end to end."""
    engine, form, name, old, new, expected = MISTAKES[mistake]
    lab = catalogue.lab_named(name)
    script = changed(name, form, old, new, tmp_path)
    argv = [str(lab.data)] if lab.data else []
    done, path = recorded(script, engine, *argv, initial=lab.golden)
    assert done.returncode == 0, done.stderr
    found = compare.findings(lab, Trace.load(path), Trace.load(lab.golden))
    assert expected <= {finding.name for finding in found if finding.ok is False}


def test_the_recorder_follows_any_session(tmp_path, recorded):
    script = tmp_path / "odd.py"
    script.write_text(ODD)
    done, path = recorded(script, "compat")
    assert done.returncode == 0, done.stderr
    trace = Trace.load(path)
    assert trace.stdout == done.stdout
    before, after = done.stdout.split("ops ")[1].split()
    assert before == after  # no op of the recorder's
    first = done.stdout.split("first ")[1].splitlines()[0]
    assert json.loads(first) == trace.initial["w"].tolist()
    assert list(trace.initial) == list(trace.final) == ["w"]
    assert (trace.initial["w"] != trace.final["w"]).all()
    assert len(trace.loss) == 3 and trace.loss[2] < trace.loss[0]
    # the last y was fetched beside the third step; forward is at the initial weights
    x = np.array([[1, 2], [3, 4]], "float32")
    np.testing.assert_allclose(trace.forward["y"], x @ trace.initial["w"], rtol=1e-5)
    assert not np.allclose(trace.outputs["y"], trace.forward["y"])
    assert trace.classes_step.tolist() == [3] and trace.classes.shape == (1, 2)
    assert trace.meta["seed"] == 5

    # again, from other weights
    other = Trace(dict(trace.meta), initial={"w": np.full((2, 2), 0.5, "float32")})
    other.save(tmp_path / "other.npz")
    done, path = recorded(script, "compat", initial=tmp_path / "other.npz")
    assert "first [[0.5, 0.5], [0.5, 0.5]]" in done.stdout
    again = Trace.load(path)
    assert again.meta["initial_given"] is True
    np.testing.assert_allclose(again.forward["y"], [[1.5, 1.5], [3.5, 3.5]])

    # weights of another shape, and a script that ends badly: no trace
    Trace(dict(trace.meta), initial={"w": np.zeros((3, 2), "float32")}).save(
        tmp_path / "other.npz"
    )
    done, path = recorded(script, "compat", initial=tmp_path / "other.npz")
    assert done.returncode == 1 and not path.exists()
    assert "expected an initial value of shape (2, 2) for w, received (3, 2)" in (
        done.stderr
    )
    done, path = recorded(script, "compat", "badly")
    assert done.returncode == 1 and not path.exists() and "badly" in done.stderr


@pytest.mark.oracle
def test_the_live_oracle_agrees_with_its_goldens_and_with_compat(tmp_path):
    if engines.oracle() is None:
        pytest.skip("no TensorFlow 1.15.5 here: make oracle")
    # `lab12 compare` runs them all; three here, for time
    comparison = run(["rnn_01_basic_04", "rnn_02", "rnn_06"], tmp_path, live=True)
    assert comparison.reasons() == []
    for lab in comparison.labs:
        found = {f.name for f in comparison.findings(lab)["tf115"]}
        assert "seed" in found  # the golden was looked at
        live = comparison.reference(lab)
        recorded = Trace.load(lab.golden)
        assert compare.names(live, recorded).ok
        assert compare.forward(live, recorded).ok
        assert compare.training(live, recorded).ok
