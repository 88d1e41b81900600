"""The stock lab's data, read once more: a check of the scripts, and the price plot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lab12.record.trace import Array

WINDOW = 7


@dataclass(frozen=True)
class Stock:
    """What a forecast of the test days is held against.

    Attributes:
        true: Scaled closes of the test days, `[days]`.
        yesterday: Scaled close of the day before each, `[days]`.
        mean: Mean scaled close of the training days.
        low: The smallest close, in dollars.
        dollars: Dollars in one scaled unit.
    """

    true: Array
    yesterday: Array
    mean: float
    low: float
    dollars: float

    def rmse(self, predicted: Array) -> float:
        """Root mean square error, in scaled units."""
        return float(np.sqrt(np.mean((predicted.ravel() - self.true) ** 2)))


def linear(path: Path) -> Array:
    """The closes of the test days that scikit-learn's LinearRegression predicts.

    Args:
        path: As for `read`.

    Returns:
        Scaled closes, `[days]`.
    """
    from sklearn.linear_model import LinearRegression

    prices = np.loadtxt(path, delimiter=",")[::-1]
    scaled = (prices - prices.min(axis=0)) / np.ptp(prices, axis=0)
    count = len(scaled) - WINDOW
    windows = np.stack([scaled[i : i + WINDOW].ravel() for i in range(count)])
    first = int(count * 0.7)
    fitted = LinearRegression().fit(windows[:first], scaled[WINDOW:, -1][:first])
    predicted: Array = fitted.predict(windows[first:])
    return predicted


def read(path: Path) -> Stock:
    """Closes of the test days out of a CSV of Open, High, Low, Volume, Close.

    Args:
        path: The CSV, newest day first, `#` before comments.
    """
    prices = np.loadtxt(path, delimiter=",")[::-1]
    close = prices[:, -1]
    low, dollars = close.min(), np.ptp(close)
    scaled = (close - low) / dollars
    first = WINDOW + int((len(close) - WINDOW) * 0.7)
    return Stock(
        true=scaled[first:],
        yesterday=scaled[first - 1 : -1],
        mean=float(scaled[WINDOW:first].mean()),
        low=float(low),
        dollars=float(dollars),
    )
