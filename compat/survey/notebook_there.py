"""Runs a notebook in the Python of the real TensorFlow 1.15, by its IPython.

Python 3.7: `PYTHON notebook_there.py NOTEBOOK`, in the notebook's own folder.
"""

import json
import os
import sys
import traceback


def main(path):
    try:
        from IPython.core.interactiveshell import InteractiveShell
        from traitlets.config import Config
    except ImportError:
        sys.stderr.write("survey: the real one's Python has no IPython\n")
        return 3
    with open(path, encoding="utf-8") as stream:
        notebook = json.load(stream)
    sheets = notebook.get("worksheets", [notebook])
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"

    class Shell(InteractiveShell):
        def enable_gui(self, gui=None):
            pass

        def showtraceback(self, *args, **kwargs):
            pass

        def showsyntaxerror(self, *args, **kwargs):
            pass

    shell = Shell.instance(config=config)
    sys.argv = [path] + sys.argv[2:]
    os.chdir(os.path.dirname(os.path.abspath(path)))
    sys.path[0] = os.getcwd()
    for cell in (cell for sheet in sheets for cell in sheet["cells"]):
        source = cell["source"] if "source" in cell else cell.get("input", "")
        source = source if isinstance(source, str) else "".join(source)
        if cell["cell_type"] != "code" or not source.strip():
            continue
        result = shell.run_cell(source, store_history=True)
        error = result.error_before_exec or result.error_in_exec
        if error is not None:
            traceback.print_exception(type(error), error, error.__traceback__)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
