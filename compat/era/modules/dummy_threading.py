"""`dummy_threading`, for Pythons without threads: there are none any more."""

from threading import *  # noqa: F403
