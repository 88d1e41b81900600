"""The plot of rnn_14: how the gradient's norm falls over the time steps."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure

from lab12.labs.rules_language import CELLS, norms
from lab12.record.trace import Trace

COLOURS = dict(zip(CELLS, ("#d55e00", "#0072b2", "#009e73"), strict=True))
# wide below, narrow on top, as in lab12.show.plots
LINES = {"tf115": (6.0, "-", 0.3), "compat": (2.4, "-", 0.7), "keras": (1.2, "--", 1.0)}


def gradients(traces: Mapping[str, Trace]) -> Figure:
    """Draw each cell's gradient norms before and after training, for every engine.

    Args:
        traces: The traces of rnn_14 by engine.
    """
    figure = Figure(figsize=(9.0, 4.2), layout="constrained")
    panels = figure.subplots(1, 2)
    for axes, title, column in zip(
        panels, ("untrained", "trained"), (1, 2), strict=True
    ):
        for engine, (width, style, alpha) in LINES.items():
            if engine not in traces:
                continue
            for cell, rows in norms(traces[engine]).items():
                axes.plot(
                    [row[0] for row in rows],
                    [row[column] for row in rows],
                    color=COLOURS[cell],
                    linewidth=width,
                    linestyle=style,
                    alpha=alpha,
                    label=f"{cell}, {engine}",
                )
        axes.set_yscale("log")
        axes.set_ylim(1e-6, 10)
        axes.set_title(f"norm of the gradient, {title}")
        axes.set_xlabel("time steps back")
        axes.grid(alpha=0.3)
    panels[0].legend(fontsize="small")
    return figure
