"""Modules of Python 3.6 that are gone, as far as scripts use them."""
