"""Processes that have imported TensorFlow, each for the whole session."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lab12.runs import engines, fork

os.environ["LANGUAGE"] = "en"  # whatever the tester's own is
ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))  # `tests` itself, where pytest is not run as a module
from tests.cases import asking  # noqa: E402

# Begun first: what is long and begins last leaves one process alone at the end.
LONG = ("test_cases", "test_networks", "test_labs", "test_keras2", "test_port")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take minutes before the others; see `--no-loadscope-reorder`."""
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONG)))


@pytest.fixture(scope="session")
def forking() -> Iterator[dict[str, str]]:
    """The environment in which `fork.command` and `compat run --warm` fork.

    Where they cannot, the same runs start cold.
    """
    environment = {**engines.environment(), "PYTHONPATH": str(ROOT)}
    with fork.server(environment) as found:
        yield found or environment


def asked_for(request: pytest.FixtureRequest, test: str, argument: str) -> list[Any]:
    """The values of a test's argument that are to be run: the others cost nothing.

    Args:
        request: Of a fixture in the test's file.
        test: The test's name.
        argument: The argument's.
    """
    return [
        item.callspec.params[argument]
        for item in request.session.items
        if isinstance(item, pytest.Function)
        and item.path == request.path
        and item.originalname == test
    ]


@pytest.fixture(scope="session")
def cases() -> Iterator[asking.Worker]:
    """Runs the cases of tests/cases under compat."""
    worker = asking.compat()
    yield worker
    worker.close()


@pytest.fixture(scope="session")
def live() -> Iterator[asking.Worker]:
    """Runs them on the real TensorFlow 1.15.5."""
    worker = asking.oracle()
    if worker is None:
        pytest.skip("no TensorFlow 1.15.5 here (make oracle)")
    yield worker
    worker.close()
