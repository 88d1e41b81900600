"""The rules of `compat check`, one a file, in the order in which they are asked."""

from compat.check.rules import (
    arguments,
    changed,
    core,
    gone,
    inside,
    keras2,
    missing,
    table,
)

RULES = (
    gone.find,
    missing.find,
    table.find,
    core.find,
    inside.find,
    keras2.find,
    arguments.find,
    changed.find,
)

__all__ = ["RULES"]
