"""The command `compat check`."""

from __future__ import annotations

import argparse
import sys

from compat import words
from compat.check import fixes, sarif, show
from compat.check.checker import Report, check


def run(given: argparse.Namespace) -> int:
    """Check, and print.

    Returns:
        0 when all of it runs under compat, 1 when something is refused or not read.

    Raises:
        UsageError: For a path that is not there, or Python 2 without its translator.
    """
    report = check(given.paths)
    if given.fix:
        _show_patch(report)
    elif given.sarif:
        print(sarif.text(report))
    else:
        print(show.as_json(report) if given.json else show.text(report, given.summary))
    for line in report.unread:
        print(words.said(f"compat: {line}"), file=sys.stderr)
    if not report.findings and None not in report.second:
        for place in filter(None, report.second):
            said = f"a TensorFlow 2 script, nothing of TensorFlow 1.x: {place}"
            print(words.said(f"compat: {said}"), file=sys.stderr)
    stops = any(finding.stops for finding in report.findings)
    return 1 if stops or report.unread else 0


def _show_patch(report: Report) -> None:
    """Print what can safely be written otherwise as a patch, and how much is left."""
    done = [finding for finding in report.findings if finding.edits]
    for path, text in report.texts.items():
        edits = [e for f in done if f.path == path for e in f.edits]
        print(fixes.patch(path, text, edits), end="")
    left = len(report.findings) - len(done)
    said = f"{len(done)} uses rewritten, {left} left, which take thought"
    print(words.said(f"compat: {said}"), file=sys.stderr)
