"""Curves over training steps: what each run says, and below how far they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib import ticker
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lab12.judge.compare import astray, differences
from lab12.labs.catalogue import Lab
from lab12.record.trace import Array, Trace

# wide below, narrow on top: lines that coincide can all be seen
STYLES = {
    "tf115": ("TensorFlow 1.15.5", "#bbbbbb", 6.0, "-"),
    "compat": ("compat, TensorFlow 2", "#0072b2", 2.4, "-"),
    "keras": ("Keras 3 twin", "#d55e00", 1.2, "--"),
    "keras-jax": ("Keras 3 twin on JAX", "#009e73", 1.2, ":"),
    "keras-torch": ("Keras 3 twin on PyTorch", "#cc79a7", 1.2, "-."),
}
# Keras 2.3.1 and a Sequence of batches: tests/test_keras_labs.py
LAST_BATCH = "the last batch alone, as Keras 2.3.1 told it"
LAST_BATCH_TOLD = ("tf115", "compat")  # the legacy script's, whose Keras it is
NOT_SMALLER = 1e-9  # differences are drawn from here on


def twins(traces: Mapping[str, Trace], compared: bool) -> tuple[Figure, Axes, Axes]:
    """A figure with room for curves and, below, for their differences.

    Args:
        traces: By engine.
        compared: Whether there is anything to compare.
    """
    height = 6.2 if compared else 4.4
    figure = Figure(figsize=(7.6, height), layout="constrained")
    if not compared:
        axes = figure.subplots()
        return figure, axes, axes
    above, below = figure.subplots(2, 1, height_ratios=[3, 2], sharex=True)
    return figure, above, below


def losses(lab: Lab, traces: Mapping[str, Trace]) -> Figure:
    """Draw the losses of a lab's runs over each other, and their differences.

    Where Keras tells the mean of each epoch, that is drawn, at the epoch's last step:
    the differences below are of the single steps all the same.

    Args:
        lab: The lab.
        traces: Its traces by engine.
    """
    trained = {engine: one for engine, one in traces.items() if len(one.loss)}
    reference = trained.get("tf115")
    figure, above, below = twins(trained, reference is not None)
    told = {engine: _told(trace, "loss") for engine, trace in trained.items()}
    by_epoch = len({len(one) for one in told.values()}) == 1
    by_epoch = by_epoch and all(
        0 < len(v) < len(trained[k].loss) for k, v in told.items()
    )
    if by_epoch:
        epochs(above, lab, trained, "loss")
    else:
        for engine, trace in trained.items():
            label, colour, width, style = STYLES[engine]
            steps = np.arange(1, len(trace.loss) + 1)
            above.plot(
                apart(steps, lab),
                apart(trace.loss, lab),
                style,
                color=colour,
                linewidth=width,
                label=label,
            )
    drawn = [line.get_ydata() for line in above.lines]
    readable(above, np.concatenate(drawn) if drawn else np.ones(1))
    above.set_title(f"{lab.name}\n{lab.title}")
    above.set_ylabel("loss, mean of an epoch" if by_epoch else "loss")
    parts(above, lab, len(next(iter(trained.values())).loss))
    if lab.curve:
        above.text(0.02, 0.05, lab.curve, transform=above.transAxes, fontsize="small")
    if reference is not None:
        _apart(below, trained, reference, lab)
    below.set_xlabel("training step")
    legend(figure)
    return figure


def legend(figure: Figure) -> None:
    """One legend for all panels, below them: over no curve."""
    labels = [
        label for one in figure.axes for label in one.get_legend_handles_labels()[1]
    ]
    long = max(map(len, labels), default=0) > 60
    figure.legend(loc="outside lower center", ncols=1 if long else 2, fontsize="small")


def apart(values: Array, lab: Lab) -> Array:
    """The values with a gap after each model of a lab that trains several."""
    count = max(1, len(lab.parts))
    if len(values) % count:
        return values
    gaps = [
        np.append(one, np.nan) for one in np.split(np.asarray(values, float), count)
    ]
    return np.concatenate(gaps)


def _told(trace: Trace, name: str) -> Array:
    return np.asarray(trace.epochs.get(name, np.zeros(0)))


def epochs(axes: Axes, lab: Lab, traces: Mapping[str, Trace], name: str) -> None:
    """Draw what Keras says of each epoch and, where there are any, of held-out data."""
    for engine, (label, colour, width, style) in STYLES.items():
        found = traces[engine].epochs if engine in traces else {}
        for key in (name, f"val_{name}"):
            if key not in found:
                continue
            ends = len(traces[engine].loss) / len(found[key])
            held_out = key != name
            said = f"{label}, held out" if held_out else label
            if held_out and name == "loss" and engine in LAST_BATCH_TOLD:
                said = f"{label}, held out: {LAST_BATCH}"
            steps = np.arange(1, len(found[key]) + 1) * ends
            axes.plot(
                apart(steps, lab),
                apart(found[key], lab),
                style,
                marker="os"[held_out] if len(found[key]) < 10 else None,
                markersize=2 + width,
                markerfacecolor="white" if held_out else colour,
                color=colour,
                alpha=0.6 if held_out else 1.0,
                linewidth=width / 2 if held_out else width,
                label=said,
            )


def epochs_apart(axes: Axes, lab: Lab, traces: Mapping[str, Trace], name: str) -> None:
    """Draw how far what Keras says of each epoch is from what 1.15.5's said."""
    theirs, differs = traces["tf115"].epochs, False
    for engine, trace in traces.items():
        for key in (name, f"val_{name}"):
            ours = trace.epochs.get(key, np.zeros(0))
            same = len(ours) == len(theirs.get(key, ())) and len(ours)
            if engine == "tf115" or not same:
                continue
            _, colour, width, _ = STYLES[engine]
            steps = np.arange(1, len(ours) + 1) * len(trace.loss) / len(ours)
            differs |= not np.array_equal(ours, theirs[key])
            axes.plot(
                steps,
                relative(ours, theirs[key]),
                "os"[key != name],
                markersize=2 + width,
                markerfacecolor=colour if key == name else "white",
                color=colour,
            )
    if differs:
        axes.set_title("an epoch without a mark: the same number", fontsize="small")
    else:  # an empty panel would look like a missing one
        said = "no epoch differs: the same numbers in every run"
        axes.text(0.5, 0.5, said, transform=axes.transAxes, ha="center", va="center")
    axes.set_ylabel("difference from 1.15.5,\nof its largest")
    decades(axes)


def _apart(axes: Axes, traces: Mapping[str, Trace], reference: Trace, lab: Lab) -> None:
    """Draw how far each run is from 1.15.5's, and how far rounding alone leads that."""
    steps = np.arange(1, len(reference.loss) + 1)
    golden = Trace.load(lab.golden) if lab.golden.is_file() else None
    own = astray(golden, len(reference.loss))
    if own.any():
        axes.fill_between(
            steps[: len(own)],
            NOT_SMALLER,
            np.maximum(own, NOT_SMALLER),
            color="#dddddd",
            label="rounding alone: 1.15.5 from weights whose last bits differ",
        )
    for engine, trace in traces.items():
        if engine == "tf115":
            continue
        _, colour, width, _ = STYLES[engine]
        apart = differences(trace, reference)
        seen = np.where(apart > NOT_SMALLER, apart, np.nan)
        axes.plot(steps[: len(seen)], seen, color=colour, linewidth=width / 2)
    axes.set_ylabel("relative difference\nfrom 1.15.5")
    decades(axes)
    if lab.draws:
        axes.set_title(f"{lab.draws}: not the same losses", fontsize="small")


def decades(axes: Axes) -> None:
    """Differences on a logarithmic scale: from rounding to another number."""
    axes.set_yscale("log")
    axes.set_ylim(NOT_SMALLER, 10)
    axes.yaxis.set_major_locator(ticker.LogLocator(numticks=6))
    axes.yaxis.set_minor_locator(ticker.NullLocator())
    axes.grid(alpha=0.3)


def readable(axes: Axes, values: Array) -> None:
    """A logarithmic scale where one is needed, with ticks that people read."""
    values = values[np.isfinite(values)]
    if values.max() > 20 * max(values.min(), 1e-9):
        axes.set_yscale("log")
        decades = np.log10(values.max() / max(values.min(), 1e-9))
        subs = (1.0, 2.0, 5.0) if decades < 3 else (1.0,)
        axes.yaxis.set_major_locator(ticker.LogLocator(subs=subs, numticks=12))
        axes.yaxis.set_major_formatter(ticker.FuncFormatter(lambda v, _: f"{v:g}"))
        axes.yaxis.set_minor_locator(ticker.NullLocator())
    axes.xaxis.set_major_locator(ticker.MaxNLocator(integer=True))
    axes.grid(alpha=0.3)


def parts(axes: Axes, lab: Lab, steps: int) -> None:
    """Say which model is trained where a lab trains several, one after the other."""
    for i, title in enumerate(lab.parts):
        if i:
            axes.axvline(steps * i / len(lab.parts), color="black", linewidth=0.7)
        axes.annotate(
            title,
            (steps * (i + 0.5) / len(lab.parts), 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, -4),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize="small",
        )


def relative(ours: Sequence[float] | Array, theirs: Sequence[float] | Array) -> Array:
    """|ours - theirs| over the largest of |theirs|: values near 0 say nothing."""
    one, other = np.ravel(ours).astype(np.float64), np.ravel(theirs).astype(np.float64)
    apart = np.abs(one - other) / max(float(np.abs(other).max()), 1e-12)
    return np.where(apart > NOT_SMALLER, apart, np.nan)
