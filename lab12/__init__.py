"""Lecture 12's labs on three engines: run, recorded and compared."""

__version__ = "0.1.0"
