"""The command `compat check`."""

from __future__ import annotations

import argparse
import sys

from compat import words
from compat.check import show
from compat.check.checker import check


def run(given: argparse.Namespace) -> int:
    """Check, and print.

    Returns:
        0 when all of it runs under compat, 1 when something is refused or not read.

    Raises:
        UsageError: For a path that is not there, or Python 2 without its translator.
    """
    report = check(given.paths)
    print(show.as_json(report) if given.json else show.text(report, given.summary))
    for line in report.unread:
        print(words.said(f"compat: {line}"), file=sys.stderr)
    stops = any(finding.stops for finding in report.findings)
    return 1 if stops or report.unread else 0
