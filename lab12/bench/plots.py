"""The picture of a benchmark: seconds and memory as the work grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator

from lab12.bench import figures
from lab12.show.plots import save

STYLES = {
    "tf115": ("TensorFlow 1.15.5", "#888888", "s-"),
    "compat plain": ("compat, plain loop", "#56b4e9", "^--"),
    "compat": ("compat", "#0072b2", "o-"),
    "keras": ("Keras 3", "#d55e00", "D-"),
}
AXES = {
    "time": "time steps",
    "hidden": "hidden size",
    "batch": "batch size",
    "layers": "layers",
}
ROWS = {
    "growth seconds": "seconds per step",
    "growth memory": "peak memory, MB",
    "growth private": "private memory, MB",
    "growth own": "the peak above the imports, MB",
}


def _lines(axes: Axes, rows: Sequence[Mapping[str, Any]]) -> None:
    for engine, (label, colour, style) in STYLES.items():
        points = [
            (row["value"], row["engines"][engine])
            for row in rows
            if engine in row["engines"]
        ]
        if not points:
            continue
        values = [value for value, _ in points]
        axes.plot(
            values,
            [one["median"] for _, one in points],
            style,
            color=colour,
            label=label,
            markersize=4,
            linewidth=1.4,
        )
        low, high = ([one[k] for _, one in points] for k in ("low", "high"))
        axes.fill_between(values, low, high, color=colour, alpha=0.2, linewidth=0)
    axes.set_xscale("log")
    axes.set_yscale("log")
    ticks = sorted({row["value"] for row in rows})
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    axes.minorticks_off()
    axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.grid(alpha=0.3)


def growth(tables: Sequence[figures.Table], path: Path) -> None:
    """Draw seconds and memory against each size, log by log.

    Args:
        tables: Those of the part `growth`.
        path: The PNG to write.
    """
    shown = {t["name"]: t["rows"] for t in tables if t["name"] in ROWS}
    found = {row["axis"] for rows in shown.values() for row in rows}
    sizes = [axis for axis in AXES if axis in found]
    figure = Figure(figsize=(1 + 3 * len(sizes), 3 * len(shown)), layout="constrained")
    grid = figure.subplots(len(shown), len(sizes), squeeze=False, sharey="row")
    for above, (name, rows) in zip(grid, shown.items(), strict=True):
        for axes, size in zip(above, sizes, strict=True):
            _lines(axes, [row for row in rows if row["axis"] == size])
            axes.set_xlabel(AXES[size])
        above[0].set_ylabel(ROWS[name])
    grid[0, 0].legend(fontsize="small")
    save(figure, path)
