"""Lecture 12's labs on three engines: run, recorded and compared."""

from compat import __version__

__all__ = ["__version__"]
