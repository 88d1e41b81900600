"""Tests that run twice: in a graph, and eagerly."""

from __future__ import annotations

import functools
import unittest
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat import _private


def run_test_in_graph_and_eager_modes(
    func: Callable[..., Any] | None = None,
    config: Any = None,
    use_gpu: bool = True,
    reset_test: bool = True,
    assert_no_eager_garbage: bool = False,
) -> Any:
    """Run a method of a test in a graph with a session, and then eagerly.

    Args:
        func: The method; without it, a decorator is given back.
        config: Of the session.
        use_gpu: Whether GPUs may be used.
        reset_test: Whether to set the test up anew in between.
        assert_no_eager_garbage: Whether to look for tensors that are left over.

    Source: `tf.contrib.eager.run_test_in_graph_and_eager_modes`.
    """
    del assert_no_eager_garbage

    def decorator(method: Callable[..., Any]) -> Callable[..., Any]:
        if isinstance(method, type):
            raise ValueError(
                "`run_in_graph_and_eager_modes` only supports test methods. Did you "
                "mean to use `run_all_in_graph_and_eager_modes`?"
            )

        @functools.wraps(method)
        def twice(self: Any, *args: Any, **kwargs: Any) -> None:
            try:
                with (
                    tf.Graph().as_default(),
                    self.test_session(use_gpu=use_gpu, config=config),
                ):
                    method(self, *args, **kwargs)
            except unittest.SkipTest:
                pass
            if reset_test:
                self.tearDown()
                self._tempdir = None
            with _private.eager_mode():
                if reset_test:
                    self.setUp()
                if use_gpu:
                    method(self, *args, **kwargs)
                else:
                    with tf.device("/device:CPU:0"):
                        method(self, *args, **kwargs)

        return twice

    return decorator if func is None else decorator(func)


def run_all_tests_in_graph_and_eager_modes(cls: type) -> type:
    """Run all tests of a class in a graph, and then eagerly.

    Args:
        cls: The class.

    Source: `tf.contrib.eager.run_all_tests_in_graph_and_eager_modes`.
    """
    for name in dir(cls):
        if name.startswith(unittest.TestLoader.testMethodPrefix) and not (
            name.startswith("testSkipEager")
            or name.startswith("test_skip_eager")
            or name == "test_session"
        ):
            value = getattr(cls, name)
            if callable(value):
                setattr(cls, name, run_test_in_graph_and_eager_modes(value))
    return cls
