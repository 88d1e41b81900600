"""Plots of a comparison: losses over each other, and the stock lab's prices."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from compat import writing
from lab12.labs import stock
from lab12.labs.catalogue import SINE, Lab, lab_named
from lab12.labs.rules_keras import before_and_after
from lab12.record.trace import Array, Trace
from lab12.show import curves, plots_gradients
from lab12.show.curves import STYLES


def losses(lab: Lab, traces: Mapping[str, Trace], path: Path) -> None:
    """Draw the losses of a lab's runs over each other, and how far they differ.

    Args:
        lab: The lab.
        traces: Its traces by engine.
        path: The PNG to write.
    """
    save(curves.losses(lab, traces), path)


def prices(lab: Lab, traces: Mapping[str, Trace], path: Path) -> None:
    """Draw the true closes of the test days and those that the runs predicted.

    Args:
        lab: A lab with a stock CSV.
        traces: Its traces by engine.
        path: The PNG to write.
    """
    if lab.data is None:
        raise ValueError(f"expected a lab with data, received {lab.name}")
    days = stock.read(lab.data)
    told = _told(traces, len(days.true))
    figure, axes, below = curves.twins(traces, "tf115" in told and len(told) > 1)
    axes.plot(days.true * days.dollars + days.low, color="black", label="true close")
    for engine, values in told.items():
        label, colour, width, style = STYLES[engine]
        error = days.rmse(values) * days.dollars
        axes.plot(
            values * days.dollars + days.low,
            color=colour,
            linewidth=width,
            linestyle=style,
            label=f"{label}: RMSE ${error:.2f}",
        )
    if lab.name == "rnn_07_stock_linear":  # beside the LSTM of rnn_06, as recorded
        recorded = Trace.load(lab_named("rnn_06_stock_prediction").golden)
        network = list(recorded.outputs.values())[-1].ravel()
        axes.plot(
            network * days.dollars + days.low,
            color="#56b4e9",
            linewidth=1.0,
            label=f"LSTM of rnn_06: RMSE ${days.rmse(network) * days.dollars:.2f}",
        )
    naive = days.rmse(days.yesterday) * days.dollars
    axes.plot([], [], " ", label=f"same as yesterday: RMSE ${naive:.2f}")
    axes.set_title(f"{lab.name}: closes of the test days")
    axes.set_ylabel("close in dollars")
    axes.grid(alpha=0.3)
    if below is not axes:
        _apart(below, told)
    below.set_xlabel("test day")
    curves.legend(figure)
    save(figure, path)


def _told(traces: Mapping[str, Trace], size: int) -> dict[str, Array]:
    """The last output of so many numbers, of each run that has one."""
    found = {}
    for engine in STYLES:
        outputs = traces[engine].outputs.values() if engine in traces else ()
        of_size = [value.ravel() for value in outputs if value.size == size]
        if of_size:
            found[engine] = of_size[-1]
    return found


def _apart(axes: Axes, told: Mapping[str, Array], marker: str = "") -> None:
    """How far each run is from 1.15.5, as a part of the largest of its numbers."""
    for engine, values in told.items():
        if engine != "tf115":
            label, colour, width, _ = STYLES[engine]
            apart = curves.relative(values, told["tf115"])
            axes.plot(apart, marker=marker, color=colour, linewidth=width / 2)
    axes.set_ylabel("difference from 1.15.5,\nof its largest")
    curves.decades(axes)


def fit(lab: Lab, traces: Mapping[str, Trace], path: Path) -> None:
    """Draw the sine's next samples, and what the runs say before and after training.

    Args:
        lab: The lab.
        traces: Its traces by engine.
        path: The PNG to write.
    """
    pairs = {}
    for engine in STYLES:
        if engine in traces:
            pair = before_and_after(traces[engine], len(SINE))
            if pair is not None:
                pairs[engine] = pair
    figure, axes, below = curves.twins(traces, "tf115" in pairs and len(pairs) > 1)
    axes.plot(SINE, "ko-", label="targets")
    for engine, pair in pairs.items():
        label, colour, width, style = STYLES[engine]
        for when, values, marker in zip(("before", "after"), pair, "sx", strict=True):
            axes.plot(
                values,
                marker=marker,
                markersize=5 + width,  # seen beside the wide line, too
                color=colour,
                linewidth=width,
                linestyle=style,
                label=f"{label}: {when}",
            )
    axes.set_title(f"{lab.name}\n{lab.title}")
    axes.set_ylabel("next sample")
    axes.grid(alpha=0.3)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    if below is not axes:
        for which, marker in enumerate("sx"):
            one = {engine: pair[which] for engine, pair in pairs.items()}
            _apart(below, one, marker)
    below.set_xlabel("window")
    figure.legend(loc="outside lower center", ncols=3, fontsize="small")
    save(figure, path)


def accuracy(lab: Lab, traces: Mapping[str, Trace], path: Path) -> None:
    """Draw each epoch's accuracy, that on held-out data, and how far the runs differ.

    Args:
        lab: A lab whose script asks Keras for the accuracy.
        traces: Its traces by engine.
        path: The PNG to write.
    """
    figure, axes, below = curves.twins(traces, "tf115" in traces and len(traces) > 1)
    curves.epochs(axes, lab, traces, "accuracy")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_title(f"{lab.name}\n{lab.title}")
    axes.set_ylabel("accuracy, of an epoch")
    steps = max(len(trace.loss) for trace in traces.values())
    curves.parts(axes, lab, steps)
    axes.set_xlim(0, 1.03 * steps)
    axes.grid(alpha=0.3)
    if below is not axes:
        curves.epochs_apart(below, lab, traces, "accuracy")
    below.set_xlabel("training step")
    curves.legend(figure)
    save(figure, path)


def gradients(lab: Lab, traces: Mapping[str, Trace], path: Path) -> None:
    """Draw how the gradient's norm falls over the time steps.

    Args:
        lab: A lab that prints these norms.
        traces: Its traces by engine.
        path: The PNG to write.
    """
    save(plots_gradients.gradients(traces), path)


def draw(lab: Lab, traces: Mapping[str, Trace], folder: Path) -> list[Path]:
    """Draw all that there is to draw of a lab.

    Args:
        lab: The lab.
        traces: Its traces by engine.
        folder: Where the PNGs go; made if need be.

    Returns:
        The files written.
    """
    written = []
    folder.mkdir(parents=True, exist_ok=True)
    if any(len(trace.loss) for trace in traces.values()):
        written.append(folder / f"{lab.name}.loss.png")
        losses(lab, traces, written[-1])
    for name in lab.plots:
        written.append(folder / f"{lab.name}.{name}.png")
        globals()[name](lab, traces, written[-1])
    return written


def save(figure: Figure, path: Path) -> None:
    """Write a figure as a PNG, beside `path` first."""
    with writing.whole(path) as beside:
        figure.savefig(beside, dpi=120, format="png")
