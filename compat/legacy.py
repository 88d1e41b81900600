"""The mark of modules that are legacy code."""

from __future__ import annotations

from typing import Any

MARK = "__lab12_legacy__"


def tell(namespace: dict[str, Any]) -> None:
    """Make the module with these globals legacy code."""
    namespace[MARK] = True
