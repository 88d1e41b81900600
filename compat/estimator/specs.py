"""`tf.estimator.TrainSpec` and `EvalSpec`: the two halves of `train_and_evaluate`."""

from __future__ import annotations

import collections
from typing import Any

from compat.estimator import checks
from compat.estimator.exporters import Exporter


def _check_input_fn(input_fn: Any) -> None:
    if not callable(input_fn):
        raise TypeError(f"`input_fn` must be callable, given: {input_fn}")


HOOKS = "All hooks must be `SessionRunHook` instances"


class TrainSpec(collections.namedtuple("TrainSpec", "input_fn max_steps hooks")):
    """How to train.

    Args:
        input_fn: To features and labels, or a dataset of such.
        max_steps: Up to which global step; without end by default.
        hooks: `SessionRunHook`s.

    Raises:
        TypeError: For what is of a wrong type.
        ValueError: For steps that make no sense.

    Source: `tf.estimator.TrainSpec`.
    """

    def __new__(cls, input_fn: Any, max_steps: Any = None, hooks: Any = None) -> Any:
        _check_input_fn(input_fn)
        if max_steps is not None and max_steps <= 0:
            raise ValueError(f"Must specify max_steps > 0, given: {max_steps}")
        return super().__new__(
            cls,
            input_fn=input_fn,
            max_steps=max_steps,
            hooks=checks.hooks(hooks, HOOKS),
        )


class EvalSpec(
    collections.namedtuple(
        "EvalSpec",
        "input_fn steps name hooks exporters start_delay_secs throttle_secs",
    )
):
    """How to evaluate and export while a model is trained.

    Args:
        input_fn: To features and labels, or a dataset of such.
        steps: How many batches; until the input ends for `None`.
        name: Of the evaluation: a part of its folder's name.
        hooks: `SessionRunHook`s.
        exporters: `Exporter`s with names of their own.
        start_delay_secs: After which time the first evaluation may begin.
        throttle_secs: Least time between two.

    Raises:
        TypeError: For what is of a wrong type.
        ValueError: For numbers and names that make no sense.

    Source: `tf.estimator.EvalSpec`.
    """

    def __new__(
        cls,
        input_fn: Any,
        steps: Any = 100,
        name: Any = None,
        hooks: Any = None,
        exporters: Any = None,
        start_delay_secs: Any = 120,
        throttle_secs: Any = 600,
    ) -> Any:
        _check_input_fn(input_fn)
        if steps is not None and steps <= 0:
            raise ValueError(f"Must specify steps > 0, given: {steps}")
        if name is not None and not isinstance(name, str):
            raise TypeError(f"`name` must be string, given: {name}")
        if start_delay_secs < 0:
            raise ValueError(
                f"Must specify start_delay_secs >= 0, given: {start_delay_secs}"
            )
        if throttle_secs < 0:
            raise ValueError(f"Must specify throttle_secs >= 0, given: {throttle_secs}")
        return super().__new__(
            cls,
            input_fn=input_fn,
            steps=steps,
            name=name,
            hooks=checks.hooks(hooks, HOOKS),
            exporters=_checked_exporters(exporters),
            start_delay_secs=start_delay_secs,
            throttle_secs=throttle_secs,
        )


def _checked_exporters(exporters: Any) -> tuple[Any, ...]:
    if not exporters:
        return ()
    if isinstance(exporters, Exporter):
        exporters = [exporters]
    names: list[str] = []
    try:
        for exporter in exporters:
            if not isinstance(exporter, Exporter):
                raise TypeError
            _check_name(exporter.name, names)
            names.append(exporter.name)
    except TypeError:
        raise TypeError(
            "`exporters` must be an Exporter, an iterable of Exporter, or `None`, "
            f"found {exporters}."
        ) from None
    return tuple(exporters)


def _check_name(name: Any, names: list[str]) -> None:
    if name in names:
        raise ValueError(
            "`exporters` must have unique names. Such a name cannot be `None`. All "
            f"exporter names must be unique: {name!r} is there twice."
        )
    if not name:
        raise ValueError(
            "An Exporter cannot have a name that is `None` or empty. All exporter "
            "names must be non-empty."
        )
    if not isinstance(name, str):
        raise ValueError(f"An Exporter must have a string name. Given: {type(name)}")
