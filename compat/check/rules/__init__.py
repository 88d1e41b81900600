"""The rules of `compat check`, one a file, in the order in which they are asked."""

from compat.check.rules import (
    arguments,
    changed,
    core,
    gone,
    inside,
    keras2,
    methods,
    missing,
    older,
    table,
)

RULES = (
    gone.judge,
    missing.judge,
    table.judge,
    core.judge,
    inside.judge,
    keras2.judge,
    older.judge,
    arguments.judge,
    changed.judge,
)

__all__ = ["RULES", "methods"]
