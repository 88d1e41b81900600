"""Goldens: recorded runs of the real TensorFlow 1.15.5, which stand in for it."""

from __future__ import annotations

import hashlib

from lab12.labs.catalogue import Lab
from lab12.record.trace import Trace, TraceError


class GoldenError(Exception):
    """A golden that is missing or was recorded from another script."""


def golden(lab: Lab) -> Trace:
    """The recorded run of the real TensorFlow 1.15.5.

    Args:
        lab: The lab.

    Raises:
        GoldenError: When it is missing or its script has changed since.
    """
    renew = f"record it with: lab12 record {lab.name}"
    try:
        trace = Trace.load(lab.golden)
    except TraceError as error:
        raise GoldenError(f"{error}; {renew}") from None
    digest = hashlib.sha256(lab.legacy.read_bytes()).hexdigest()
    recorded = trace.meta["script_sha256"]
    if recorded != digest:
        raise GoldenError(
            f"the golden of {lab.name} was recorded from another script: expected "
            f"sha256 {digest[:12]}…, the golden has {recorded[:12]}…; {renew}"
        )
    return trace
