"""Runs what a command line names, in this process."""

from __future__ import annotations

import sys
from typing import Any

from compat import words
from compat.errors import UsageError
from compat.run.running import run
from compat.run.targets import Job


def run_cold(job: dict[str, Any]) -> int:
    """Run a script in this process: 0, what the script says, or 2 for wrong use.

    Args:
        job: The fields of a `compat.run.targets.Job`.
    """
    try:
        return run(Job(**job))
    except UsageError as error:
        print(words.said(f"compat: {error}"), file=sys.stderr)
        return 2
