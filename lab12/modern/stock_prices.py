"""The CSV of rnn_06 and rnn_07: a share's prices, a line a day, the newest day first.

Both labs import it; it is no lab.
"""

import math
import sys
from pathlib import Path

import numpy as np

columns = ["Open", "High", "Low", "Volume", "Close"]


def stop(expected, received, place=""):
    script = Path(sys.argv[0]).name
    where = f"{place}: " if place else ""
    print(f"{script}: {where}expected {expected}, received {received}", file=sys.stderr)
    sys.exit(2)


def read(at_least):
    """The prices [days, columns], oldest day first, of the file that was named.

    Without one, of the file that comes with the labs.
    """
    if len(sys.argv) > 2:
        stop("one CSV file", f"{len(sys.argv) - 1} arguments")
    above = Path(__file__).resolve().parents
    path = above[1] / "data" / "data-02-stock_daily.csv"
    if not path.exists():
        path = above[2] / "data" / "data-02-stock_daily.csv"
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else path
    if not path.is_file():
        stop("a CSV file", f"{str(path)!r}, which is not there")

    prices = []
    csv = path.read_bytes().decode("utf-8", "replace")
    for line_number, line in enumerate(csv.split("\n"), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        try:
            day = [float(field) for field in line.split(",")]
        except ValueError:
            day = []
        if len(day) != len(columns) or not all(map(math.isfinite, day)):
            stop("five numbers", repr(line), f"{path}, line {line_number}")
        prices.append(day)
    if not prices:
        stop("lines of five numbers", "no such line", path)
    if len(prices) < at_least:
        stop(f"{at_least} days or more", f"{len(prices)}", path)

    prices = np.array(prices[::-1])
    for column, values in zip(columns, prices.T, strict=True):
        if values.min() == values.max():
            stop(f"a {column} that changes", f"{values[0]:g} on every day", path)
    return prices
