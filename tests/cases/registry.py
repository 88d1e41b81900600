"""Where cases register themselves, with what is allowed to differ and why."""

import collections
import importlib
import inspect
import os

HERE = os.path.dirname(os.path.abspath(__file__))
HEAD = "tests.cases."

# How far numbers may be apart: in shares of a number where it is above 1 (of a tensor's
# largest number if `whole`). float32 has six digits; gradients add up over steps and
# weights. `initial` is of initial values, which are drawn: the same bits.
Tolerance = collections.namedtuple("Tolerance", "output gradient initial whole why")
EXACT_START = Tolerance(
    1e-6, 1e-5, 0.0, False, "float32: six digits, sums in any order"
)

# `fewer` is how many ops fewer than 1.15 the gradients count, where that is known.
Case = collections.namedtuple("Case", "name function manner tolerance gradients fewer")

CASES = collections.OrderedDict()


class Family:
    """The cases of one file; called, it registers a function as a case."""

    def __init__(self, module, manner, tolerance):
        self.name = module[len(HEAD) :] if module.startswith(HEAD) else module
        self.manner = manner
        self.tolerance = tolerance

    def __call__(self, function=None, name=None, gradients=True, fewer=0, **given):
        """Register a case; as a decorator, or with its name.

        Args:
            function: From `tf` to what is to be seen; without an argument where its
                file imports TensorFlow itself.
            name: By default the function's.
            gradients: Whether gradients are taken.
            fewer: How many ops fewer than 1.15 the gradients are known to count.
            given: Parts of the tolerance, and `why` they are.
        """
        if function is None:
            return lambda made: self(made, name, gradients, fewer, **given)
        assert "why" in given or not (fewer or given), "a tolerance needs its reason"
        name = self.name + "." + (name or function.__name__)
        assert name not in CASES, "two cases are named " + name
        tolerance = self.tolerance._replace(**given)
        CASES[name] = Case(name, function, self.manner, tolerance, gradients, fewer)
        return function

    def table(self, pairs, **given):
        """Register the cases of pairs of a name and a function.

        Names are made fit to be asked for: without spaces and dots.
        """
        for name, function in pairs:
            self(function, name.replace(" ", "_").replace(".", "_"), **given)


def family(module, manner="weighted", **tolerance):
    """The decorator of a file's cases.

    Args:
        module: Its `__name__`.
        manner: How cases are run and their results added up: see `running.py`.
        tolerance: Parts of `Tolerance` that are other than the usual, and `why`.
    """
    assert "why" in tolerance or not tolerance, "a tolerance needs its reason"
    return Family(module, manner, EXACT_START._replace(**tolerance))


def families():
    """The names of all files of cases: those that a golden lies beside, or will."""
    found = []
    for folder, folders, files in os.walk(HERE):
        folders[:] = sorted(one for one in folders if one != "__pycache__")
        path = os.path.relpath(folder, HERE).split(os.sep)
        path = [] if path == ["."] else path
        for file in sorted(files) if path else ():
            if file.endswith(".py") and file != "__init__.py":
                found.append(".".join(path + [file[:-3]]))
    return found


def of_family(name):
    """Import a file of cases and give its cases, by their full names."""
    importlib.import_module(HEAD + name)
    return [one for one in CASES if one.rpartition(".")[0] == name]


def build(case, tf):
    """What a case's function gives."""
    if inspect.signature(case.function).parameters:
        return case.function(tf)
    return case.function()
