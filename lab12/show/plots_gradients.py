"""The plot of rnn_14: how the gradient's norm falls over the time steps."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lab12.labs.rules_language import CELLS, norms
from lab12.record.trace import Trace

COLOURS = dict(zip(CELLS, ("#d55e00", "#0072b2", "#009e73"), strict=True))
# wide below, narrow on top, as in lab12.show.curves
LINES = {
    "tf115": (6.0, "-", 0.3),
    "compat": (2.4, "-", 0.7),
    "keras": (1.2, "--", 1.0),
    "keras-jax": (1.2, ":", 1.0),
    "keras-torch": (1.2, "-.", 1.0),
}
PRINTED = 0.05  # the norms are printed with two digits


def gradients(traces: Mapping[str, Trace]) -> Figure:
    """Draw each cell's gradient norms before and after training, for every engine.

    Args:
        traces: The traces of rnn_14 by engine.
    """
    figure = Figure(figsize=(9.0, 6.4), layout="constrained")
    panels = figure.subplots(2, 2, height_ratios=[3, 2], sharex=True, sharey="row")
    for (above, below), title, column in zip(
        panels.T, ("untrained", "trained"), (1, 2), strict=True
    ):
        for engine, (width, style, alpha) in LINES.items():
            if engine not in traces:
                continue
            for cell, rows in norms(traces[engine]).items():
                above.plot(
                    [row[0] for row in rows],
                    [row[column] for row in rows],
                    color=COLOURS[cell],
                    linewidth=width,
                    linestyle=style,
                    alpha=alpha,
                    label=f"{cell}, {engine}",
                )
        above.set_yscale("log")
        above.set_ylim(1e-7, 10)
        above.set_title(f"norm of the gradient, {title}")
        above.grid(alpha=0.3)
        _apart(below, traces, column)
        below.set_xlabel("time steps back")
        below.grid(alpha=0.3)
    panels[1, 1].annotate(
        "the vanilla RNN has not learned the task: runs that\n"
        "differ by rounding end with gradients far apart",
        (0.03, 0.97),
        va="top",
        xycoords="axes fraction",
        fontsize="small",
        color=COLOURS["vanilla"],
    )
    panels[1, 0].set_ylabel("times 1.15.5's")
    figure.legend(
        *panels[0, 0].get_legend_handles_labels(),
        loc="outside lower center",
        ncols=max(1, len([engine for engine in LINES if engine in traces])),
        fontsize="small",
    )
    return figure


def _apart(axes: Axes, traces: Mapping[str, Trace], column: int) -> None:
    """How many times 1.15.5's norm each run's is; a band for two printed digits."""
    axes.axhspan(1 - PRINTED, 1 + PRINTED, color="#dddddd")
    axes.set_yscale("log")
    axes.set_ylim(1e-6, 1e6)
    if "tf115" not in traces:
        return
    theirs = norms(traces["tf115"])
    for engine, (_, style, _) in LINES.items():
        if engine == "tf115" or engine not in traces:
            continue
        for cell, rows in norms(traces[engine]).items():
            pairs = zip(rows, theirs[cell], strict=True)
            axes.plot(
                [row[0] for row in rows],
                [ours[column] / other[column] for ours, other in pairs],
                color=COLOURS[cell],
                linestyle=style,
                linewidth=1.2,
            )
