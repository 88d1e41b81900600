"""`strtobool` and what else scripts take from `distutils.util`."""

from __future__ import annotations

import os
import sysconfig

get_platform = sysconfig.get_platform


def strtobool(val: str) -> int:
    """1 for yes, 0 for no.

    Raises:
        ValueError: It is neither.
    """
    val = val.lower()
    if val in ("y", "yes", "t", "true", "on", "1"):
        return 1
    if val in ("n", "no", "f", "false", "off", "0"):
        return 0
    raise ValueError(f"invalid truth value {val!r}")


def convert_path(pathname: str) -> str:
    """A path written with `/`, as this system writes it."""
    return os.path.join(*pathname.split("/")) if pathname else pathname
