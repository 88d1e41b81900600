"""lab12.record.trace: saved and loaded, thinned, read as text."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

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
