"""The rules of `compat check`, one a file, in the order in which they are asked."""

from compat.check.rules import arguments, changed, core, gone, inside, table

RULES = (
    table.find,
    core.find,
    gone.find,
    inside.find,
    arguments.find,
    changed.find,
)

__all__ = ["RULES"]
