"""Make data-02-stock_daily.csv again from the PyPI package bokeh-sampledata.

Usage: python data/make_stock_daily.py [OUT.csv]

Needs `pip install bokeh-sampledata` (not a dependency of this project). Written for
its release 2026.1, whose GOOG series ends on 2013-03-01; another release may carry
another snapshot of the same days, and README.md says which one the file came from.
"""

import csv
import gzip
import importlib.util
import sys
from pathlib import Path

ROWS = 732
LAST_DAY = "2013-03-01"
COLUMNS = ("Open", "High", "Low", "Volume", "Close")


def google_days() -> list[dict[str, str]]:
    """All GOOG days of the package as text, oldest first."""
    # The file is read as it lies in the package: importing the package itself would
    # pull in pandas and turn the numbers' text into floats.
    package = importlib.util.find_spec("bokeh_sampledata")
    if package is None or package.origin is None:
        print("make_stock_daily.py: pip install bokeh-sampledata", file=sys.stderr)
        sys.exit(2)
    source = Path(package.origin).parent / "_data" / "stocks.csv.gz"
    with gzip.open(source, "rt", encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["Ticker"] == "GOOG"]


def main(argv: list[str]) -> int:
    """Write the last ROWS days up to LAST_DAY, newest first."""
    out = (
        Path(argv[1])
        if len(argv) > 1
        else Path(__file__).with_name("data-02-stock_daily.csv")
    )
    days = [day for day in google_days() if day["Date"] <= LAST_DAY][-ROWS:]
    if len(days) != ROWS:
        print(
            f"make_stock_daily.py: expected {ROWS} days up to {LAST_DAY}, "
            f"received {len(days)}",
            file=sys.stderr,
        )
        return 1
    text = [
        f"# Google (GOOG), {days[0]['Date']} to {days[-1]['Date']}, unadjusted US "
        "dollars, newest day first",
        "# Quandl WIKI Prices (public domain) as packaged in bokeh-sampledata; "
        "see README.md",
        "# " + ",".join(COLUMNS),
    ]
    text += [",".join(day[column] for column in COLUMNS) for day in reversed(days)]
    out.write_text("\n".join(text) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
