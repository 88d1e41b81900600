"""lab12.record.trace: saved and loaded, thinned, read as text."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lab12.record import drawn
from lab12.record.trace import Trace, TraceError, nudge, text_of, thin


@pytest.fixture
def trace():
    steps = 120
    return Trace(
        meta={"lab": "a", "engine": "tf115"},
        initial={
            "rnn/kernel": np.ones((2, 3), "float32"),
            "beta1_power": np.float32(1),
        },
        final={
            "rnn/kernel": np.ones((2, 3), "float32"),
            "rnn/kernel/Adam": np.ones((2, 3), "float32"),
        },
        outputs={"rnn/transpose_1": np.arange(600.0).reshape(100, 3, 2)},
        forward={"rnn/transpose_1": np.arange(600.0).reshape(100, 3, 2)},
        loss=np.linspace(2, 1, steps, dtype="float32"),
        classes=np.zeros((steps, 1, 4), "int8"),
        classes_step=np.arange(1, steps + 1, dtype="int32"),
        stdout="화이팅입니다\n",
    )


def test_there_and_back(trace, tmp_path):
    path = tmp_path / "a.npz"
    trace.save(path)
    again = Trace.load(path)
    assert again.meta == trace.meta and again.stdout == trace.stdout
    assert list(again.initial) == list(trace.initial)
    for group in ("initial", "final", "outputs", "forward"):
        for name, value in getattr(trace, group).items():
            np.testing.assert_array_equal(getattr(again, group)[name], value)
    for name in ("loss", "classes", "classes_step"):
        np.testing.assert_array_equal(getattr(again, name), getattr(trace, name))
    assert [p.name for p in tmp_path.iterdir()] == ["a.npz"]


@pytest.mark.parametrize("op_seed", [7, 1374311])
def test_a_golden_keeps_drawn_weights_as_their_seeds(tmp_path, op_seed):
    """The line brings back what TensorFlow draws, to the last bit."""
    tf = pytest.importorskip("tensorflow").compat.v1
    with tf.Graph().as_default(), tf.Session() as session:
        tf.set_random_seed(777)
        limit = (6 / (70 + 43)) ** 0.5  # glorot_uniform
        kernel = session.run(tf.random_uniform([70, 43], -limit, limit, seed=op_seed))
    other = np.random.RandomState(0).uniform(-1, 1, (70, 43)).astype("float32")
    weights = {"kernel": kernel, "other": other, "same": kernel}
    path = tmp_path / "a.npz"
    Trace({"seed": 777}, initial=weights).save(path, golden=True)
    with np.load(path) as stored:
        assert str(stored["initial/kernel"]).startswith(f"drawn 777 {op_seed} ")
        assert str(stored["initial/same"]) == "initial/kernel"
    again = Trace.load(path).initial
    for name, value in weights.items():
        assert again[name].dtype == np.float32
        np.testing.assert_array_equal(again[name], value)


def test_weights_of_other_seeds_are_no_line():
    values = drawn.uniform(5, 9, np.float32(0.5), (60, 50))
    assert drawn.said(values, 5).startswith("drawn 5 9 ")
    assert drawn.said(values, 6) is None
    values[-1, -1] = np.nextafter(values[-1, -1], np.float32(1))
    assert drawn.said(values, 5) is None


def test_a_save_that_fails_leaves_the_old_trace(trace, tmp_path, monkeypatch):
    path = tmp_path / "a.npz"
    trace.save(path)
    before = path.read_bytes()

    def full(stream, **arrays):
        stream.write(b"half")
        raise OSError("no space left on device")

    monkeypatch.setattr(np, "savez_compressed", full)
    with pytest.raises(OSError, match="no space"):
        trace.save(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.npz"]


@pytest.mark.parametrize("damage, words", [
    (lambda path: path.unlink(), "found no file"),
    (lambda path: path.write_bytes(b""), "EOFError"),
    (lambda path: path.write_bytes(path.read_bytes()[:200]), "BadZipFile"),
    (lambda path: path.write_bytes(b"not a trace"), "ValueError"),
    (lambda path: np.savez(path, loss=np.zeros(1)), "KeyError"),
])  # fmt: skip
def test_a_damaged_trace_is_named(trace, tmp_path, damage, words):
    path = tmp_path / "a.npz"
    trace.save(path)
    damage(path)
    with pytest.raises(TraceError) as caught:
        Trace.load(path)
    assert str(path) in str(caught.value) and words in str(caught.value)


def test_nudge_changes_the_last_bit_of_what_is_not_zero(trace):
    kernel = np.array([[1.0, 0.0, -2.0]] * 20, "float32")
    one, other = (
        nudge(replace(trace, initial={"kernel": kernel}), seed).initial["kernel"]
        for seed in (0, 1)
    )
    assert one.dtype == kernel.dtype and not one[:, 1].any()
    changed = one != kernel
    assert 0 < changed.sum() < 40 and (one != other).any()
    np.testing.assert_array_equal(
        one[changed], np.nextafter(kernel[changed], np.float32(9))
    )


def test_thin(trace):
    small = thin(trace, rows=8)
    assert small.outputs["rnn/transpose_1"].shape == (8, 3, 2)
    assert small.shape("outputs", "rnn/transpose_1") == (100, 3, 2)
    assert list(small.final) == ["rnn/kernel"]
    assert list(small.initial) == list(trace.initial)
    assert small.classes_step.tolist() == [*range(1, 51), 100, 120]
    assert len(small.classes) == 52
    np.testing.assert_array_equal(small.loss, trace.loss)


@pytest.mark.parametrize("classes, text", [
    ([[0, 1, 2]], "abc"),
    ([[0, 1, 2], [1, 2, 3], [2, 3, 0]], "abcda"),
])  # fmt: skip
def test_text_of(classes, text):
    assert text_of(np.array(classes), "abcd") == text


def test_a_script_that_fails_is_shown_without_the_recorder(tmp_path):
    script = tmp_path / "fails.py"
    body = "try:\n    f()\nexcept ValueError:\n    pass\n"
    script.write_text(f"def f():\n    return 1 / 0\n\n\n{body}")
    recorder = Path(__file__).resolve().parent.parent / "lab12/record/recorder.py"
    line = [sys.executable, str(recorder), "--engine", "keras"]
    line += ["--trace", str(tmp_path / "t.npz"), str(script)]
    done = subprocess.run(line, capture_output=True, text=True)
    assert done.returncode == 1 and "ZeroDivisionError" in done.stderr
    frames = [x for x in done.stderr.splitlines() if x.startswith("  File ")]
    assert [x.split('"')[1] for x in frames] == [str(script)] * 2
