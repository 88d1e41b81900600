"""Runs a TensorFlow 1.x notebook top to bottom, by IPython, as Jupyter would."""

from __future__ import annotations

import logging
import os
import sys
from typing import Any

from compat.era import code as era
from compat.errors import UsageError
from compat.keras import mode
from compat.run import importing
from compat.script import Script


class CellError(Exception):
    """A cell failed; its cause is the cell's own error.

    Args:
        where: Which cell, for the user.
    """

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


def run(path: str, argv: list[str]) -> None:
    """Run every code cell, in the notebook's own folder, until one fails.

    Args:
        path: The notebook.
        argv: `sys.argv[1:]` for it.

    Raises:
        UsageError: When the file is no notebook, or IPython is not installed.
        CellError: When a cell failed; `__cause__` says why.
    """
    script = Script.read(path)
    code = script.cells
    shell = _shell()
    _show_logs()
    importing.tell(shell.user_ns)
    mode.remember([script])
    sys.argv = [path, *argv]
    os.chdir(os.path.dirname(os.path.abspath(path)))
    era.look([])  # a cell may bring what another one computes with
    shell.ast_transformers.append(AsThen())
    for order, (number, source) in enumerate(code, start=1):
        result = shell.run_cell(source, store_history=True)
        error = result.error_before_exec or result.error_in_exec
        if error is not None:
            where = f"{path}: cell {number} (code cell {order} of {len(code)}) failed"
            raise CellError(where) from error


class AsThen:
    """Changes each cell's tree so that it runs as with NumPy 1."""

    def visit(self, tree: Any) -> Any:
        return era.rewritten(tree)


def _show_logs() -> None:
    """Have TensorFlow log to stdout, from INFO on, as where it found a shell.

    A warm server's has begun to log before there was one.
    """
    logger = logging.getLogger("tensorflow")
    for handler in logger.handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(sys.stdout)
            logger.setLevel(logging.INFO)


def _shell() -> Any:
    try:
        from IPython.core.interactiveshell import InteractiveShell
        from traitlets.config import Config
    except ImportError:
        raise UsageError(
            "a notebook needs IPython, which is not installed: "
            "pip install 'lab12[notebook]'"
        ) from None
    config = Config()
    config.HistoryManager.enabled = False  # no file in the user's home
    config.InteractiveShell.colors = "nocolor"
    os.environ.setdefault("MPLBACKEND", "Agg")

    class Shell(InteractiveShell):
        """No windows, and no tracebacks: compat shows them, without the machinery."""

        def enable_gui(self, gui: Any = None) -> None:
            pass

        def showtraceback(self, *args: Any, **kwargs: Any) -> None:
            pass

        def showsyntaxerror(self, *args: Any, **kwargs: Any) -> None:
            pass

    return Shell.instance(config=config)
