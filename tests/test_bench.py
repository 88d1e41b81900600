"""`lab12 bench`: its statistics, who takes part, its files. No time is asserted."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lab12 import arguments, cli
from lab12.bench import (
    alternate,
    document,
    entrants,
    figures,
    goals,
    labs,
    parts,
    texts,
)
from lab12.bench.alternate import Bench, Contender
from lab12.bench.entrants import Entrant
from lab12.runs import engines

ROOT = Path(__file__).resolve().parent.parent
HERE = Entrant("numpy", (sys.executable,))


def one(*values):
    return figures.summary(values)


def table(*rows, **more):
    made = [
        {"case": case, "engines": found, "failed": failed}
        for case, found, failed in rows
    ]
    kept = {"name": "steps", "title": "One step", "case": "size", "unit": "s"}
    kept |= {"about": "How.", "pairs": [["compat", "tf115"], ["torch", "tf115"]]}
    return {**kept, "rows": made, **more}


TABLE = table(
    ("small", {"tf115": one(0.002, 0.004, 0.009), "compat": one(0.001)}, {}),
    ("middle", {"tf115": one(4.0), "compat": one(2.0)}, {}),
    ("large", {"tf115": one(3.0), "compat": one(6.0)}, {"keras": "no memory"}),
    ("alone", {"compat": one(5e-6)}, {}),
)


def test_quartiles():
    """Those of NumPy's percentile, and of Moore and McCabe's 1 to 5."""
    found = one(5, 1, 3, 2, 4)
    assert (found["low"], found["median"], found["high"]) == (2, 3, 4)
    assert (found["min"], found["max"], found["count"]) == (1, 5, 5)
    assert one(1, 2, 3, 10)["low"] == 1.75 and one(1, 2, 3, 10)["high"] == 4.75
    assert one(7.0) == {**dict.fromkeys(found, 7.0), "count": 1}


def test_other_units():
    halved = figures.scaled(one(2, 4, 9), 0.5)
    assert (halved["median"], halved["max"], halved["count"]) == (2, 4.5, 3)
    rate = figures.rate(one(1, 2, 5), 100)  # what took least is the fastest
    assert (rate["min"], rate["median"], rate["max"]) == (20, 50, 100)
    assert rate["low"] < rate["median"] < rate["high"] and rate["count"] == 3


def test_ratios_are_those_of_medians():
    assert figures.ratios(TABLE, ("compat", "tf115")) == [0.25, 0.5, 2.0]
    mean = figures.geometric_mean([0.25, 0.5, 2.0])
    assert mean == pytest.approx(0.25 ** (1 / 3))
    assert math.isnan(figures.geometric_mean([]))
    whole = figures.add_means(TABLE)
    assert whole["geometric_means"] == {"compat/tf115": mean}
    assert [row["ratios"] for row in whole["rows"]] == [
        {"compat/tf115": ratio} for ratio in (0.25, 0.5, 2.0, None)
    ]


@pytest.mark.parametrize("value, unit, text", [
    (3.4, "s", "3.40 s"), (0.0055, "s", "5.50 ms"), (41e-6, "s", "41.0 µs"),
    (123.4, "s", "123 s"), (268.4, "MB", "268 MB"), (0.3712, "share", "37%"),
    (25836.0, "chars/s", "25836 chars/s"), (0.0, "s", "0 µs"),
])  # fmt: skip
def test_figures(value, unit, text):
    assert figures.figure(value, unit) == text


def test_rows():
    head, small, _, large, alone, means = figures.as_rows(TABLE)
    assert head == ["size", "tf115", "compat", "compat/tf115"]  # no torch anywhere
    assert small == ["small", "4.00 ms ±44%", "1.00 ms", "0.25"]
    assert large == ["large", "3.00 s", "6.00 s", "2.00"]
    assert alone == ["alone", "-", "5.00 µs", "-"]
    assert means == ["geometric mean", "", "", "0.63"]


def test_kinds_of_steps_count_by_their_number():
    found = labs.per_step([[1.0, 1.0, 7.0], [], [5.0]])
    assert found is not None
    assert found["median"] == (1.0 * 3 + 5.0 * 1) / 4 and found["count"] == 4
    assert labs.per_step([[], []]) is None


def test_operations():
    """Counted by hand: batch 1, one step, 2 classes, 3 units."""
    inputs, states, softmax = 2 * 2 * 12, 2 * 3 * 12, 2 * 3 * 2
    forward = inputs + states + softmax
    by_weights, by_inputs = forward, states + softmax
    assert texts.operations(1, 1, 2, 3, 1) == forward + by_weights + by_inputs
    more = texts.operations(1, 1, 2, 3, 2) - texts.operations(1, 1, 2, 3, 1)
    assert more == 3 * (states + states)


def test_torch_with_its_best_number_of_threads():
    found = {
        "tf115": alternate.Measured([1.0], 1.0, 1.0),
        "torch 1": alternate.Measured([0.1, 9.0, 9.0], 1.0, 1.0),
        "torch 2": alternate.Measured([3.0], 1.0, 1.0),
    }
    best = alternate.best_torch(found)
    assert list(best) == ["tf115", "torch"] and best["torch"].seconds == [3.0]
    assert alternate.best_torch({}) == {}
    counts = alternate.thread_counts()
    assert counts[0] == 1 and counts[-1] == os.cpu_count()
    assert counts == sorted(set(counts))


@pytest.fixture
def nothing_else(monkeypatch):
    monkeypatch.setattr(engines, "oracle", lambda: None)
    monkeypatch.setattr(entrants, "torch", lambda: None)
    monkeypatch.setattr(engines, "installed_backends", lambda: ["tensorflow"])


def test_engines_that_are_not_here_are_named(nothing_else):
    found, left_out = entrants.present()
    assert list(found) == ["compat", "compat plain", "keras"]
    assert "make oracle" in left_out["tf115"] and "LAB12_TORCH" in left_out["torch"]
    assert "lab12[jax]" in left_out["keras-jax"]
    assert "no PyTorch here" in left_out["keras-torch"]


def test_a_twin_takes_part_on_each_backend(nothing_else, monkeypatch):
    monkeypatch.setattr(engines, "installed_backends", lambda: ["tensorflow", "jax"])
    found, _ = entrants.present()
    backends = {n: found[n].environment()["KERAS_BACKEND"] for n in found}
    assert backends["keras"] == "tensorflow" and backends["keras-jax"] == "jax"
    assert found["keras-jax"].command == found["keras"].command
    monkeypatch.setenv("LAB12_JAX", sys.executable)  # one without TensorFlow
    monkeypatch.setattr(engines, "installed_backends", lambda: ["tensorflow"])
    assert entrants.present()[0]["keras-jax"].backend == "jax"
    monkeypatch.setenv("LAB12_JAX", "/nowhere")
    with pytest.raises(engines.EngineError, match="expected LAB12_JAX to be the path"):
        entrants.present()


def test_environments(monkeypatch):
    for name in (*entrants.THEIR_OWN, "COMPAT_WARM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COMPAT_FAST", "0")
    monkeypatch.setenv("TF_NUM_INTRAOP_THREADS", "3")
    found, _ = entrants.present()
    fast, plain = (found[n].environment() for n in ("compat", "compat plain"))
    assert "COMPAT_FAST" not in fast and plain["COMPAT_FAST"] == "0"
    assert fast["TF_NUM_INTRAOP_THREADS"] == "3"
    assert "TF_NUM_INTEROP_THREADS" not in fast


def test_turns():
    """Processes that stay, and one that ends: the others go on, and it is said why."""
    good, bad = (Contender(n, HERE, "matmul.py", ("numpy", n)) for n in ("8", "large"))
    bench = Bench({})
    found, failed = alternate.alternate(bench, "product", [good, bad], turns=2)
    assert list(found) == ["8"] and len(found["8"].seconds) == 2 * alternate.MOST_STEPS
    assert all(seconds > 0 for seconds in found["8"].seconds)
    assert 5 < found["8"].memory < 5000
    if sys.platform == "linux":  # of that a part, without NumPy's library
        assert 1 < found["8"].private < found["8"].memory - 5
    assert "invalid literal" in failed["large"]
    assert set(bench.versions["numpy"]) == {"python", "numpy"} and bench.done == 1


def test_whole_runs(tmp_path):
    """In an empty folder; a run that was to be warm and was not does not count."""
    names = "good", "cold", "bad"
    runs = [(replace(HERE, name=name), tmp_path / f"{name}.py") for name in names]
    runs[0][1].write_text("import os; assert not os.listdir(); open('left', 'w')")
    cold = "compat: not warm, starting cold: no"
    runs[1][1].write_text(f"import sys; print('{cold}\\n', file=sys.stderr)")
    runs[2][1].write_text("raise SystemExit('no such lab')")
    bench = Bench({})
    row = labs._whole(bench, "lab", runs, turns=2)
    assert list(row["engines"]) == ["good"] and row["engines"]["good"]["count"] == 2
    assert row["failed"] == {"cold": cold, "bad": "exit code 1: no such lab"}


SESSION = """
import tensorflow as tf

x = tf.placeholder(tf.float32, [])
w = tf.get_variable("w", initializer=3.0)
loss = tf.square(w - x)
train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(5):
        sess.run([train, loss], {x: 1.0})
        sess.run(loss, {x: 1.0})
"""
FIT = """
import time

import keras
import numpy as np

model = keras.Sequential([keras.Input([2]), keras.layers.Dense(1)])
model.compile(keras.optimizers.SGD(0.1), "mse")
x, y = np.ones([6, 2]), np.ones([6, 1])
model.predict_on_batch(x)
model.fit(x, y, batch_size=2, epochs=2, verbose=0)
model.predict(x, verbose=0)


class Slow(keras.callbacks.Callback):
    def on_train_batch_begin(self, batch, logs=None):
        time.sleep(1)


model.compile(keras.optimizers.SGD(0.1), "mse", steps_per_execution=20)
model.fit(x.repeat(10, 0), y.repeat(10, 0), 1, epochs=2, verbose=0, callbacks=[Slow()])
"""


@pytest.mark.slow
@pytest.mark.parametrize("engine, script, counts", [
    ("compat", SESSION, [5]),
    # three batches, or executions of 20 steps, in two epochs, from the first's end on
    ("keras", FIT, [5 + 5 * 20]),
])  # fmt: skip
def test_steps_of_a_script(engine, script, counts, tmp_path):
    (tmp_path / "script.py").write_text(script)
    out = tmp_path / "steps.json"
    ride = [str(ROOT / "lab12" / "bench" / "ride.py"), "--engine", engine]
    done = subprocess.run(
        [sys.executable, *ride, "--out", str(out), str(tmp_path / "script.py")],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(out.read_text())
    assert [len(kind) for kind in found["kinds"]] == counts
    assert min(min(kind) for kind in found["kinds"]) > 0
    if engine == "keras":  # a second for each of the last five, of 20 steps each
        assert all(0.05 <= seconds < 1 for seconds in found["kinds"][-1][-100:])
    assert found["versions"]["tensorflow"].startswith("2.")


@pytest.mark.parametrize("argv, words", [
    (["stepz"], "expected one of startup, steps"),
    (["steps", "--repeats", "0"], "expected 1 or more, received '0'"),
    (["steps", "--repeats", "some"], "expected 1 or more, received 'some'"),
    (["steps", "--fast"], "unrecognized arguments: --fast"),
    (["--document", "{tmp}/none.json"], "expected a bench.json"),
    (["--document", "{tmp}/other.json"], "expected a bench.json"),
    (["matmul", "--out", "{tmp}/other.json"], "other.json"),
])  # fmt: skip
def test_wrong_use(argv, words, tmp_path, capsys, nothing_else):
    (tmp_path / "other.json").write_text("[1]")
    argv = [argument.replace("{tmp}", str(tmp_path)) for argument in argv]
    assert cli.main(["bench", *argv]) == 2
    captured = capsys.readouterr()
    assert words in captured.err and captured.out == ""
    own = [line for line in captured.err.splitlines() if line.startswith("lab12")]
    assert len(own) == 1


def test_a_torch_that_is_not_there(monkeypatch, capsys):
    monkeypatch.setenv("LAB12_TORCH", "/no/such/python")
    assert cli.main(["bench", "steps"]) == 2
    assert "expected LAB12_TORCH to be the path" in capsys.readouterr().err


def recorded():
    """A bench.json with figures that are known."""
    grown = [
        {
            "case": f"time {value}",
            "axis": "time",
            "value": value,
            "engines": {"tf115": one(value / 1e3), "compat": one(value / 4e3)},
            "failed": {},
        }
        for value in (10, 100)
    ]
    names = ("growth seconds", "growth memory")
    growth = [table(name=name, rows=grown) for name in names]
    part = {
        "date": "2026-01-02 03:04 UTC",
        "load": [0.5, 0.1, 0.0],
        "quick": True,
        "left_out": {"torch": "no PyTorch"},
        "versions": {"tf115": {"tensorflow": "1.15.5"}},
    }
    made = {"steps": [TABLE], "growth": growth}
    return {
        "version": 1,
        "machine": {"cpu": "A1", "cores": 2, "memory_gb": 8.0, "system": "Linux"},
        "parts": {k: {**part, "tables": v} for k, v in made.items()},
    }


def test_goals():
    """Of what was measured only, each with the rows that lie above it."""
    found = {goal.said: ratios for goal, ratios in goals.measured(recorded())}
    assert list(found) == ["a step, mean of labs and sizes", "a step, each size"]
    data = recorded()
    largest = {**TABLE["rows"][2], "case": goals.LARGEST}
    data["parts"]["steps"]["tables"] = [{**TABLE, "rows": [*TABLE["rows"], largest]}]
    head, _, mean, each, largest = goals.rows(goals.measured(data))
    assert mean[2:] == ["0.5", "0.84", "large (2.00), 50,50,84,512 (2.00)"]
    assert each[2:] == ["0.8", "2.00", "large (2.00), 50,50,84,512 (2.00)"]
    assert largest[2:] == ["0.35", "2.00", "50,50,84,512 (2.00)"]


def test_document(tmp_path, capsys):
    file, out = tmp_path / "bench.json", tmp_path / "docs"
    file.write_text(json.dumps(recorded()))
    assert cli.main(["bench", "--document", str(file), "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"wrote {out / 'performance.md'}\n"
    text = (out / "performance.md").read_text()
    for words in (
        "- A1, 2 cores, 8.0 GB, Linux",
        "- tf115: tensorflow 1.15.5",
        "- left out of steps: torch: no PyTorch",
        "Measured 2026-01-02 03:04 UTC, load average before 0.50, 0.10, 0.00; a quick",
        "| size | tf115 | compat | compat/tf115 |",
        "| small | 4.00 ms ±44% | 1.00 ms | 0.25 |",
        "- compat / tf115: geometric mean 0.63; least 0.25 (small), most 2.00 (large); "
        "1 of 3 above 1",
        "- steps: large: keras: no memory",
        "| a step, mean of labs and sizes | compat/tf115 | 0.5 | 0.63 | large (2.00) |",
        "![growth](growth.png)",
    ):
        assert words in text.splitlines() or words in text, words
    assert (out / "growth.png").read_bytes().startswith(b"\x89PNG")
    kept = out / "performance.json"  # it can be made again from what lies beside it
    assert cli.main(["bench", "--document", str(kept), "--out", str(out)]) == 0
    assert (out / "performance.md").read_text() == text
    assert not list(out.glob("part-*"))


def test_the_page_says_which_backend_to_choose(tmp_path, capsys):
    """A column for each that was measured; none of it where one alone was."""
    sizes = ("1,6,5,5", "170,10,25,25", "50,50,84,512")
    took = {"keras": (3.0, 5.0, 1.0), "keras-jax": (0.2, 4.8, 2.0)}
    rows = [
        (s, {k: one(v[i]) for k, v in took.items()}, {}) for i, s in enumerate(sizes)
    ]
    data = recorded()
    data["parts"]["steps"]["tables"] = [table(*rows)]
    page = document.markdown(data, {})
    for line in (
        "## Which backend of Keras",
        "| network | TensorFlow | JAX | choose |",
        "| small (1,6,5,5) | 3.00 s | 200 ms | JAX |",
        "| medium (170,10,25,25) | 5.00 s | 4.80 s | JAX or TensorFlow |",
        "| large (50,50,84,512) | 1.00 s | 2.00 s | TensorFlow |",
    ):
        assert line in page.splitlines(), line
    for _, found, _ in rows:
        del found["keras-jax"]
    data["parts"]["steps"]["tables"] = [table(*rows)]
    assert "Which backend" not in document.markdown(data, {})


def test_the_page_is_made_from_its_figures():
    file = ROOT / "docs" / "performance.json"
    if not file.is_file():
        pytest.skip("no figures are kept yet")
    pictures = {"growth": "growth.png"}
    made = document.markdown(json.loads(file.read_text(encoding="utf-8")), pictures)
    written = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert written == made, "renew it: lab12 bench --document … --out docs"


@pytest.mark.slow
def test_a_quick_run(tmp_path, monkeypatch, capsys):
    """The smallest part, on whatever engines are here; what was there is kept."""
    monkeypatch.setattr(parts, "SIZES", parts.SIZES[:1])
    there = {**recorded(), "machine": arguments.bench.machine.describe()}
    (tmp_path / "bench.json").write_text(json.dumps(there))
    argv = ["bench", "steps", "--quick", "--repeats", "1", "--out", str(tmp_path)]
    assert cli.main(argv) == 0
    out = capsys.readouterr().out
    data = json.loads((tmp_path / "bench.json").read_text())
    found, left_out = entrants.present()
    part = data["parts"]["steps"]
    assert part["left_out"] == left_out
    for name, why in left_out.items():
        assert f"left out of steps: {name}: {why}" in out
    assert data["parts"]["growth"] == there["parts"]["growth"]
    (row,) = part["tables"][0]["rows"]
    assert row["case"] == "1,6,5,5" and row["failed"] == {}
    assert list(row["engines"]) == list(found)
    assert all(one["count"] >= 1 and one["min"] > 0 for one in row["engines"].values())
    assert part["versions"]["compat"]["tensorflow"].startswith("2.")
    if "tf115" in found:
        assert part["versions"]["tf115"]["tensorflow"].startswith("1.15")
        ratio = row["engines"]["compat"]["median"] / row["engines"]["tf115"]["median"]
        assert row["ratios"]["compat/tf115"] == ratio
        assert f"{ratio:.2f}" in out


def children_with(mark):
    """Processes that have `mark` in their environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark.encode() in path.read_bytes():
                found.append(path.parent.name)
        except OSError:  # another user's, or it has just ended
            pass
    return found


@pytest.mark.slow
def test_ctrl_c_ends_the_processes(tmp_path):
    mark = f"LAB12_MARK={tmp_path}"
    process = subprocess.Popen(
        [sys.executable, "-m", "lab12", "bench", "steps", "--quick"]
        + ["--out", str(tmp_path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LAB12_MARK": str(tmp_path)},
    )
    assert process.stderr is not None
    assert "step 1,6,5,5" in process.stderr.readline()
    assert len(children_with(mark)) > 2
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130 and out == "" and "lab12: interrupted" in err
    assert children_with(mark) == []
