"""The errors that `compat` raises on its own behalf."""

from __future__ import annotations


class UsageError(Exception):
    """Wrong use of a command; its text is the one line to show."""


class Refused(AttributeError):
    """A TensorFlow 1.x name that is not provided, or never was."""


class RefusedImport(ModuleNotFoundError):
    """The same, from an import statement."""
