"""Plots of a comparison: losses over each other, and the stock lab's prices."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from compat import writing
from lab12.labs import stock
from lab12.labs.catalogue import SINE, Lab, lab_named
from lab12.labs.rules_keras import before_and_after
from lab12.record.trace import Trace
from lab12.show import plots_gradients

# wide below, narrow on top: three lines that coincide can all be seen
STYLES = {
    "tf115": ("TensorFlow 1.15.5", "#bbbbbb", 6.0, "-"),
    "compat": ("compat, TensorFlow 2", "#0072b2", 2.4, "-"),
    "keras": ("Keras 3 twin", "#d55e00", 1.2, "--"),
}


def losses(lab: Lab, traces: Mapping[str, Trace], path: Path) -> None:
    """Draw the losses of a lab's runs over each other.

    Args:
        lab: The lab.
        traces: Its traces by engine.
        path: The PNG to write.
    """
    figure = Figure(figsize=(7.0, 4.2), layout="constrained")
    axes = figure.subplots()
    trained = {engine: one for engine, one in traces.items() if len(one.loss)}
    if all(
        0 < len(one.epochs.get("loss", [])) < len(one.loss) for one in trained.values()
    ):
        _epochs(axes, trained, "loss")  # of all the batches in each
    else:
        for engine, (label, colour, width, style) in STYLES.items():
            if engine in trained:
                axes.plot(
                    trained[engine].loss,
                    label=label,
                    color=colour,
                    linewidth=width,
                    linestyle=style,
                )
        axes.set_xlabel("training step")
    spread = [float(t.loss.max() / max(t.loss.min(), 1e-9)) for t in trained.values()]
    if max(spread) > 20:
        axes.set_yscale("log")
    axes.set_title(f"{lab.name}\n{lab.title}")
    axes.set_ylabel("loss")
    axes.grid(alpha=0.3)
    axes.legend()
    save(figure, path)


def _epochs(axes: Axes, traces: Mapping[str, Trace], name: str) -> None:
    """Draw what Keras says of each epoch and, where there are any, of held-out data."""
    for engine, (label, colour, width, style) in STYLES.items():
        epochs = traces[engine].epochs if engine in traces else {}
        for key, alpha in ((name, 1.0), (f"val_{name}", 0.5)):
            if key in epochs:
                axes.plot(
                    range(1, len(epochs[key]) + 1),
                    epochs[key],
                    color=colour,
                    alpha=alpha,
                    linewidth=width,
                    linestyle=style,
                    label=label if key == name else f"{label}, held out",
                )
    axes.set_xlabel("epoch")


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
    figure = Figure(figsize=(8.0, 4.4), layout="constrained")
    axes = figure.subplots()
    axes.plot(days.true * days.dollars + days.low, color="black", label="true close")
    for engine, (label, colour, width, style) in STYLES.items():
        if engine not in traces:
            continue
        outputs = traces[engine].outputs.values()
        found = [v.ravel() for v in outputs if v.size == len(days.true)]
        if found:
            error = days.rmse(found[-1]) * days.dollars
            axes.plot(
                found[-1] * days.dollars + days.low,
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
            color="#009e73",
            linewidth=1.0,
            label=f"LSTM of rnn_06: RMSE ${days.rmse(network) * days.dollars:.2f}",
        )
    naive = days.rmse(days.yesterday) * days.dollars
    axes.plot([], [], " ", label=f"same as yesterday: RMSE ${naive:.2f}")
    axes.set_title(f"{lab.name}: closes of the test days")
    axes.set_xlabel("test day")
    axes.set_ylabel("close in dollars")
    axes.grid(alpha=0.3)
    axes.legend()
    save(figure, path)


def fit(lab: Lab, traces: Mapping[str, Trace], path: Path) -> None:
    """Draw the sine's next samples, and what the runs say before and after training.

    Args:
        lab: The lab.
        traces: Its traces by engine.
        path: The PNG to write.
    """
    figure = Figure(figsize=(8.0, 4.4), layout="constrained")
    axes = figure.subplots()
    axes.plot(SINE, "ko-", label="targets")
    for engine, (label, colour, width, style) in STYLES.items():
        pair = before_and_after(traces[engine], len(SINE)) if engine in traces else None
        if pair is None:
            continue
        for when, values, marker in zip(("before", "after"), pair, "sx", strict=True):
            axes.plot(
                values,
                marker=marker,
                color=colour,
                linewidth=width,
                linestyle=style,
                label=f"{label}: {when}",
            )
    axes.set_title(f"{lab.name}\n{lab.title}")
    axes.set_xlabel("window")
    axes.set_ylabel("next sample")
    axes.grid(alpha=0.3)
    figure.legend(loc="outside lower center", ncols=4, fontsize="small")
    save(figure, path)


def accuracy(lab: Lab, traces: Mapping[str, Trace], path: Path) -> None:
    """Draw the accuracy of each epoch, and that on held-out data where there is one.

    Args:
        lab: A lab whose script asks Keras for the accuracy.
        traces: Its traces by engine.
        path: The PNG to write.
    """
    figure = Figure(figsize=(7.0, 4.2), layout="constrained")
    axes = figure.subplots()
    _epochs(axes, traces, "accuracy")
    axes.set_title(f"{lab.name}\n{lab.title}")
    axes.set_ylabel("accuracy")
    axes.grid(alpha=0.3)
    axes.legend()
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
