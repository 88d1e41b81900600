"""`pytest --compat`: a project and its tests are TensorFlow 1.x code.

Loaded by every pytest where compat is installed: nothing is imported until asked for.
"""

from __future__ import annotations

import os
from typing import Any


def pytest_addoption(parser: Any) -> None:
    """`--compat`, and `--compat-root FOLDER` where the code is elsewhere."""
    group = parser.getgroup("compat", "TensorFlow 1.x on TensorFlow 2")
    group.addoption(
        "--compat",
        action="store_true",
        help="the project's modules are TensorFlow 1.x code",
    )
    group.addoption(
        "--compat-root",
        action="append",
        default=[],
        metavar="FOLDER",
        help="a further folder of TensorFlow 1.x code",
    )


def pytest_load_initial_conftests(early_config: Any, parser: Any, args: Any) -> None:
    """Begin before the project's first module is imported, its conftest.py among them.

    pytest's own loader, which shows the values in a failed `assert`, makes way.
    """
    given = early_config.known_args_namespace
    if not given.compat:
        return
    import compat

    given.assertmode = "plain"
    root = str(getattr(early_config, "rootpath", os.getcwd()))
    compat.install(root, *map(os.path.abspath, given.compat_root))


def pytest_report_header(config: Any) -> str | None:
    """A line in the report's head."""
    if not config.getoption("compat"):
        return None
    from compat import __version__

    return f"compat: TensorFlow 1.x code of {config.rootpath}, by lab12 {__version__}"
