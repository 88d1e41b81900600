"""What a Python's standard library has: names, methods, arguments; as JSON on stdout.

Run by any Python from 3.6 on:

    python tests/describe_stdlib.py
"""

import inspect
import json
import os
import pkgutil
import sys
import sysconfig
import types
import warnings

# Tests, other systems, graphical ones, and what runs when it is imported.
_LEFT_OUT = set(
    "antigravity this idlelib test tests turtledemo lib2to3 ensurepip pydoc_data venv "
    "site sitecustomize usercustomize __main__ __phello__ tkinter turtle msilib winreg "
    "msvcrt winsound nt _winapi curses command encodings macholib xxlimited "
    "multiprocessing.dummy".split()
)


def _modules():
    library = sysconfig.get_paths()["stdlib"]
    dynamic = os.path.join(library, "lib-dynload")
    names = set(sys.builtin_module_names)
    waiting = [(library, ""), (dynamic, "")]
    while waiting:
        folder, prefix = waiting.pop()
        for found in pkgutil.iter_modules([folder]):
            parts = set((prefix + found.name).split("."))
            if parts & _LEFT_OUT or found.name.startswith(("_", "test")):
                continue
            names.add(prefix + found.name)
            if found.ispkg:
                waiting.append(
                    (os.path.join(folder, found.name), f"{prefix}{found.name}.")
                )
    return sorted(name for name in names if not name.startswith("_"))


def _arguments(function):
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    kinds = {one.kind for one in parameters}
    if inspect.Parameter.VAR_KEYWORD in kinds:
        return None
    return [one.name for one in parameters if one.kind not in (0, 2)]


def _described(value):
    if isinstance(value, type):
        methods = {}
        for name in dir(value):
            if not name.startswith("_"):
                method = getattr(value, name, None)
                methods[name] = _arguments(method) if callable(method) else None
        return {"methods": methods, "arguments": _arguments(value)}
    return {"arguments": _arguments(value) if callable(value) else None}


def _is_others(value, module):
    """Whether a module only imported a value: a helper of its own."""
    if isinstance(value, types.ModuleType):
        return True
    home = getattr(value, "__module__", module)
    if not isinstance(home, str) or home == "builtins":
        return False
    return home.split(".")[0].lstrip("_") != module.split(".")[0]


def describe():
    """Module → name → what it is."""
    found = {}
    for name in _modules():
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                __import__(name)
                module = sys.modules[name]
                named = set(getattr(module, "__all__", ()))
                names = {}
                for one in sorted({*dir(module), *named}):
                    value = getattr(module, one, None)
                    if (
                        one.startswith("_")
                        or one not in named
                        and _is_others(value, name)
                    ):
                        continue
                    names[one] = _described(value)
                found[name] = names
        except BaseException:  # for another system
            continue
    return found


if __name__ == "__main__":
    result = describe()
    sys.stdout.write(json.dumps({"python": sys.version.split()[0], "modules": result}))
