"""One process that has imported TensorFlow and Keras, for the whole session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lab12.runs import engines, fork

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def forking() -> Iterator[dict[str, str]]:
    """The environment in which `fork.command` and `compat run --warm` fork.

    Where they cannot, the same runs start cold.
    """
    environment = {**engines.environment(), "PYTHONPATH": str(ROOT)}
    with fork.server(environment) as found:
        yield found or environment
