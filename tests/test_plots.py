"""The labs' plots: one axis for all, differences below, no legend over a curve."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from lab12.labs import catalogue
from lab12.record.trace import Trace
from lab12.show import curves, plots, plots_gradients

LABS = [lab for lab in catalogue.LABS if len(Trace.load(lab.golden).loss)]


def runs(lab):
    """1.15.5's run, and one whose losses are a millionth more at every step."""
    golden = Trace.load(lab.golden)
    epochs = {name: value * (1 + 1e-6) for name, value in golden.epochs.items()}
    other = replace(golden, loss=golden.loss * (1 + 1e-6), epochs=epochs)
    return {"tf115": golden, "keras": other}


@pytest.fixture
def drawn(monkeypatch):
    kept = []
    monkeypatch.setattr(plots, "save", lambda figure, path: kept.append(figure))
    return kept


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.name)
def test_curves_and_their_differences_have_one_axis(lab):
    traces = runs(lab)
    figure = curves.losses(lab, traces)
    above, below = figure.axes
    steps = len(traces["tf115"].loss)
    for line in above.lines[:2]:
        x = np.asarray(line.get_xdata(), float)
        assert np.nanmax(x) == steps  # of epochs, too: at their last steps
    assert below.get_yscale() == "log"
    [seen] = [one for one in below.lines if len(one.get_xdata()) == steps]
    told = np.asarray(seen.get_ydata(), float)
    assert np.nanmedian(told) == pytest.approx(1e-6, rel=0.2)
    legends = [one for one in figure.axes if one.get_legend() is not None]
    assert not legends and len(figure.legends) == 1
    figure.draw_without_rendering()
    low = above.get_position().y0
    box = (
        figure.legends[0].get_window_extent().transformed(figure.transFigure.inverted())
    )
    assert box.y1 < below.get_position().y0 < low  # below all curves
    for axis in (above.xaxis, above.yaxis):
        said = [one.get_text() for one in axis.get_ticklabels()]
        assert not any("mathdefault" in one or "\\times" in one for one in said), said


@pytest.mark.parametrize("name", ["rnn_11", "rnn_12"])
def test_whose_held_out_loss_is_the_last_batch_s_is_said(name):
    lab = catalogue.lab_named(name)
    traces = {**runs(lab), "compat": Trace.load(lab.golden)}
    labels = curves.losses(lab, traces).axes[0].get_legend_handles_labels()[1]
    assert [one for one in labels if curves.LAST_BATCH in one] == [
        f"{curves.STYLES[engine][0]}, held out: {curves.LAST_BATCH}"
        for engine in ("tf115", "compat")
    ]


@pytest.mark.parametrize("name", ["rnn_09", "rnn_11_sentiment"])
def test_accuracies_and_their_differences(drawn, name, tmp_path):
    lab = catalogue.lab_named(name)
    plots.accuracy(lab, runs(lab), tmp_path / "one.png")
    above, below = drawn[0].axes
    values = np.concatenate([one.get_ydata() for one in below.lines])
    assert np.nanmax(values) == pytest.approx(1e-6, rel=0.2)
    assert np.nanmax(above.lines[0].get_xdata()) == len(Trace.load(lab.golden).loss)
    assert "the same number" in below.get_title()
    golden = Trace.load(lab.golden)
    plots.accuracy(lab, {"tf115": golden, "keras": golden}, tmp_path / "same.png")
    below = drawn[1].axes[1]  # no empty panel without a word
    assert not below.get_title()
    assert ["no epoch differs" in one.get_text() for one in below.texts] == [True]


def test_a_curve_with_saw_teeth_says_why():
    """Its figures are the data's: batches in an epoch, phrases in the last."""
    lab = catalogue.lab_named("rnn_13_shapes_attention")
    golden = Trace.load(lab.golden)
    figure = curves.losses(lab, {"tf115": golden})
    assert lab.curve in [one.get_text() for one in figure.axes[0].texts]
    count = int(re.search(r"training: (\d+)", golden.stdout)[1])
    assert f"every {-(-count // 64)}th step" in lab.curve
    assert f"{count % 64} phrases; 64 in" in lab.curve


def test_why_the_engines_gradients_differ_is_said():
    golden = Trace.load(catalogue.lab_named("rnn_14").golden)
    figure = plots_gradients.gradients({"tf115": golden, "keras": golden})
    said = " ".join(text.get_text() for axes in figure.axes for text in axes.texts)
    assert "has not learned the task" in " ".join(said.split())
