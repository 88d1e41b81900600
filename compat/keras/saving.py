"""Models in .h5 files, as Keras 2 wrote them."""
from __future__ import annotations
from typing import Any
def save_model(*a): raise NotImplementedError
def save_weights(*a): raise NotImplementedError
def load_weights(*a): raise NotImplementedError
def to_json(*a): raise NotImplementedError
def find(name: str, flavour: str) -> Any:
    return None
