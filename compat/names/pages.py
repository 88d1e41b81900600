"""Where the reference, the site of `make docs`, has a name: a family a page."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby

from compat.names import surface

# What is only refused as a whole is on one page.
_SMALL = 4


def family(name: str) -> str:
    """The page that a name is on, as a dotted path: `tf.contrib.rnn`."""
    parts = name.split(".")
    if parts[1] == "contrib":
        return ".".join(parts[:3])
    if parts[:3] == ["tf", "nn", "rnn_cell"]:
        return "tf.nn"
    return ".".join(parts[:2]) if len(parts) > 2 else "tf"


@cache
def families() -> dict[str, list[surface.Row]]:
    """The rows of each page; families of few rows are together on `others`."""
    rows = sorted(surface.table().values(), key=lambda row: family(row.name))
    found = {key: list(group) for key, group in groupby(rows, lambda r: family(r.name))}
    small = [key for key, group in found.items() if len(group) < _SMALL]
    others = [row for key in small for row in found.pop(key)]
    return {**dict(sorted(found.items())), "others": others}


@cache
def stems() -> dict[str, str]:
    """The page's name for each name, without its ending: `tf_contrib_rnn`."""
    return {
        row.name: key.replace(".", "_")
        for key, rows in families().items()
        for row in rows
    }


def anchor(name: str) -> str:
    """Where on its page a name is."""
    return re.sub(r"\W+", "-", name)  # the case stays: learn.Estimator, learn.estimator


def page(name: str) -> str | None:
    """A name's place below the reference's top, or `None` for one without a row.

    Args:
        name: As `check` says it: `tf.contrib.rnn.GRUCell`, `tf.nn.f(argument=)`.
    """
    plain = surface.canonical(name.partition("(")[0])
    stem = stems().get(plain)
    return None if stem is None else f"names/{stem}.html#{anchor(plain)}"
