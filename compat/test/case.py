"""`tf.test.TestCase` with the names of assertions that Python 3.12 took away."""

from __future__ import annotations

import functools
import unittest
from typing import Any

import tensorflow as tf

# Old name → today's, as `unittest` had them until 3.11, and Python 2's.
_OLD = {
    "assertAlmostEquals": "assertAlmostEqual",
    "assertEquals": "assertEqual",
    "assertItemsEqual": "assertCountEqual",
    "assertNotAlmostEquals": "assertNotAlmostEqual",
    "assertNotEquals": "assertNotEqual",
    "assertNotRegexpMatches": "assertNotRegex",
    "assertRaisesRegexp": "assertRaisesRegex",
    "assertRegexpMatches": "assertRegex",
    "assert_": "assertTrue",
    "failIf": "assertFalse",
    "failUnless": "assertTrue",
}


@functools.cache
def test_case() -> Any:
    """The class: TensorFlow's own where nothing is missing."""
    missing = {
        old: getattr(unittest.TestCase, new)
        for old, new in _OLD.items()
        if not hasattr(tf.test.TestCase, old)
    }
    return type("TestCase", (tf.test.TestCase,), missing)
