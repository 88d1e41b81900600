"""A TensorFlow 1.x script that writes down what it sees of TensorFlow, as JSON.

    python -m compat run tests/surface_probe.py OUT.json MODULES IMPORTS

MODULES and IMPORTS are JSON lists: modules to look into, import statements to try.

One process answers every question of test_surface.py.
"""

import csv
import importlib
import json
import pathlib
import sys

import tensorflow as tf
from check_expressions import complaints, roots
from describe_surface import describe, resolve

HERE = pathlib.Path(__file__).resolve().parent


def see(name):
    """Describe a name, or say which part of it was refused and with what text."""
    thing = tf
    path = "tf"
    for part in name.split(".")[1:]:
        path += "." + part
        try:
            thing = getattr(thing, part)
        except Exception as error:
            bases = [base.__name__ for base in type(error).__mro__]
            return {"refused": path, "text": str(error), "bases": bases}
    return describe(thing)


def visible(module):
    """Give the public names of a module of the facade: as dir and as __all__ say."""
    try:
        thing = resolve(tf, module)
    except AttributeError:
        return []
    names = set(dir(thing)) | set(getattr(thing, "__all__", ()))
    return sorted(name for name in names if not name.startswith("_"))


def same(names):
    """Whether all these names are one object."""
    return len({id(resolve(tf, name)) for name in names}) == 1


def deep(path, names):
    """Import a deep path; per name, whether it is the public object."""
    try:
        module = importlib.import_module(path)
    except ImportError as error:
        return str(error)
    return {
        name: getattr(module, name, None) is resolve(tf, public)
        for name, public in names.items()
    }


def spell(statement):
    """Run an import statement; give None, or the kind and text of its error."""
    try:
        exec(statement, globals().copy())
    except Exception as error:
        bases = [base.__name__ for base in type(error).__mro__]
        return {"bases": bases, "text": str(error)}
    return None


def main():
    golden = json.loads((HERE / "goldens" / "signatures.json").read_text())
    table = HERE.parent / "compat" / "names" / "surface.csv"
    with table.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    provided = {row["name"] for row in rows if row["state"] != "refused"}
    seen = {row["name"]: see(row["name"]) for row in rows}
    there = {name for name in provided if "refused" not in seen[name]}
    groups = [[n for n in group if n in there] for group in golden["same"]]
    answer = {
        "seen": seen,
        "visible": {module: visible(module) for module in json.loads(sys.argv[2])},
        "same": {" ".join(group): same(group) for group in groups if len(group) > 1},
        "spelled": {line: spell(line) for line in json.loads(sys.argv[3])},
        "deep": {},
        "keras3": {},
    }
    for path, names in golden["deep"].items():
        names = {name: public for name, public in names.items() if public in there}
        if names:
            answer["deep"][path] = deep(path, names)
    known = roots()
    for row in rows:
        wrong = complaints(row["keras3"], known)
        if wrong:
            answer["keras3"][row["name"]] = wrong
    pathlib.Path(sys.argv[1]).write_text(json.dumps(answer))


main()
