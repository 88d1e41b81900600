"""Whole programs in the style of their time, and their Keras 3 twins.

`legacy/` runs on 1.15.5 and under compat, step by step with the same losses; what it
printed there is in `tests/goldens/whole/`, recorded by `python -m tests.record whole`.
"""
