"""keras.backend."""
from __future__ import annotations
from typing import Any
def find(name: str, flavour: str) -> Any:
    return None
