"""Runs a TensorFlow 1.x notebook top to bottom, by IPython, as Jupyter would."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from compat.era import code as era
from compat.errors import UsageError
from compat.keras import mode
from compat.run import importing


class CellError(Exception):
    """A cell failed; its cause is the cell's own error.

    Args:
        where: Which cell, for the user.
    """

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


def cells(path: str) -> list[tuple[int, str]]:
    """The code cells of a notebook.

    Args:
        path: An .ipynb file, of format 3 or 4.

    Returns:
        Pairs of a cell's number among all cells, from 1, and its source.

    Raises:
        UsageError: When the file is no notebook.
    """
    try:
        with open(path, encoding="utf-8") as stream:
            notebook = json.load(stream)
        sheets = notebook["worksheets"] if "worksheets" in notebook else [notebook]
        every = [cell for sheet in sheets for cell in sheet["cells"]]
        return [
            (number, _source(cell))
            for number, cell in enumerate(every, start=1)
            if cell["cell_type"] == "code" and _source(cell).strip()
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        said = f"{type(error).__name__}: {error}"
        raise UsageError(
            f"{path}: expected a Jupyter notebook, received {said}"
        ) from None


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"] if "source" in cell else cell["input"]
    return source if isinstance(source, str) else "".join(source)


def run(path: str, argv: list[str]) -> None:
    """Run every code cell, in the notebook's own folder, until one fails.

    Args:
        path: The notebook.
        argv: `sys.argv[1:]` for it.

    Raises:
        UsageError: When the file is no notebook, or IPython is not installed.
        CellError: When a cell failed; `__cause__` says why.
    """
    code = cells(path)
    shell = _shell()
    importing.tell(shell.user_ns)
    mode.remember([source for _, source in code])
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
