"""Runs under compat: what of compat/check/core.csv is not there; lines into a file."""

import csv
import inspect
import pathlib
import sys

import tensorflow as tf

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from check_expressions import complaints, roots  # noqa: E402


def resolve(name):
    thing = tf
    for part in name.split(".")[1:]:
        thing = getattr(thing, part)
    return thing


def wrong(name):
    """Give a list of sentences."""
    found = []
    name, _, argument = name.partition("(")
    try:
        thing = resolve(name)
    except AttributeError as error:
        return [str(error)]
    if argument:
        taken = inspect.signature(thing.__init__ if inspect.isclass(thing) else thing)
        if argument.rstrip("=)") not in taken.parameters:
            found.append("no such argument")
    return found


def main():
    with open(ROOT / "compat" / "check" / "core.csv", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    known = roots()
    lines = [f"{len(rows)} names"]
    # first: to look at tf.compat.v1.lite puts another tf.lite into TensorFlow
    for row in rows:
        said = complaints(row["keras3"], known)
        lines += [f"{row['name']}: {text}" for text in said]
    for row in rows:
        lines += [f"{row['name']}: {text}" for text in wrong(row["name"])]
    pathlib.Path(sys.argv[1]).write_text("\n".join(lines))


main()
