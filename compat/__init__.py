"""Run TensorFlow 1.x scripts, `tf.contrib` among them, unchanged on TensorFlow 2.

    compat run SCRIPT [ARGS…]

or, in a program or a notebook, before `import tensorflow`:

    import compat
    compat.install()          # %load_ext compat
"""

from __future__ import annotations

import sys

MYPY = False
if MYPY:  # nothing is imported here: the path may be the script's
    from typing import Any

__version__ = "0.1.0"

__all__ = ["install", "load_ipython_extension", "run_path"]


def install(*folders: str) -> None:
    """Make the calling module, and the modules below `folders`, TensorFlow 1.x code.

    From here on `import tensorflow` gives them the TensorFlow 1.x facade; the rest of
    the process keeps the real TensorFlow, with version 2 behaviour off once the facade
    is used.

    Args:
        *folders: Folders whose modules are legacy code too.
    """
    from compat.keras import mode
    from compat.run import importing, loading

    caller = sys._getframe(1).f_globals
    importing.tell(caller)
    if caller.get("__file__"):
        mode.look(caller["__file__"])
    for folder in folders:
        importing.add_root(folder)
    importing.install()
    loading.install()


def load_ipython_extension(ipython: Any) -> None:
    """`%load_ext compat`: the notebook's own cells become TensorFlow 1.x code."""
    from compat.run import importing, notebook_errors
    from compat.run.notebook import AsThen

    importing.tell(ipython.user_ns)
    importing.install()
    notebook_errors.install(ipython)
    if hasattr(ipython, "ast_transformers"):
        ipython.ast_transformers.append(AsThen())


def run_path(script: str, argv: list[str] | None = None) -> None:
    """Run a TensorFlow 1.x script as `__main__`, as `compat run` does.

    Args:
        script: Path of the script.
        argv: Its arguments, without its name.

    Raises:
        FileNotFoundError: When there is no such file.
        SyntaxError: When it is not Python 3.
        Exception: Whatever the script raises.
    """
    from compat.run.running import run_path

    run_path(script, argv or [])
