"""What Keras 2's `compile` gave a model: its losses, metrics and steps."""

from __future__ import annotations

import inspect
from functools import cached_property
from typing import Any

import numpy as np

from compat.keras import batches, loops, losses, metrics, optimizers
from compat.keras.optimizer import Optimizer


class Compiled:
    """Methods of a model; `self` is one of Keras 3's too."""

    flavour = "keras"

    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        metrics: Any = None,
        loss_weights: Any = None,
        sample_weight_mode: Any = None,
        weighted_metrics: Any = None,
        target_tensors: Any = None,
        **kwargs: Any,
    ) -> None:
        """`model.compile`; a model without a known input waits for its first data."""
        self._compiled_with = _Args(
            optimizer=optimizers.get(optimizer, self.flavour),
            loss=loss,
            metrics=metrics,
            loss_weights=loss_weights,
            weighted_metrics=weighted_metrics,
        )
        for gone in ("distribute", "feed_dict", "fetches", "options", "run_metadata"):
            kwargs.pop(gone, None)
        self._compile_options = _Args(**kwargs)
        self._compile_now()

    def _compile_now(self) -> None:
        given = self._compiled_with
        names, shapes = _outputs(self)
        plain, weighted = (
            metrics.resolve(given[kind], given["loss"], shapes, names, one)
            for kind, one in zip(
                ("metrics", "weighted_metrics"),
                metrics.spellings(self.flavour),
                strict=True,
            )
        )
        super().compile(  # type: ignore[misc]
            optimizer=given["optimizer"],
            loss=losses.get(given["loss"]),
            metrics=plain,
            loss_weights=given["loss_weights"],
            weighted_metrics=weighted,
            jit_compile=False,
            **self._compile_options,
        )
        if isinstance(self.optimizer, Optimizer):  # type: ignore[attr-defined]
            self.optimizer.begin()  # type: ignore[attr-defined]
        self._compiled_for = shapes
        self._logged = _Names(
            metrics.order(plain, names) + metrics.order(weighted, names)
        )
        self._last_batch = batches.Batch()
        self._forget_steps()

    @cached_property
    def _steps(self) -> loops.Steps:
        return loops.Steps(self)

    def _forget_steps(self) -> None:
        """Compile them anew: the model, or what it is trained for, has changed."""
        self.__dict__.pop("_steps", None)

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
        **kwargs: Any,
    ) -> Any:
        """The loss of a batch, which callbacks will be told."""
        above = super().compute_loss  # type: ignore[misc]
        if "training" in inspect.signature(above).parameters:
            kwargs["training"] = training
        loss = above(x, y, y_pred, sample_weight, **kwargs)
        if training and loss is not None and hasattr(self, "_last_batch"):
            self._last_batch.found_loss = loss
        return loss

    def train_step(self, batch: Any) -> Any:
        """A step over a generator's batch, of which callbacks are told later."""
        logs = super().train_step(batch)  # type: ignore[misc]
        self._last_batch.keep(batch)
        return logs

    def _ready(self, x: Any) -> None:
        """Build a model that waited for data, and choose its accuracy by its shape."""
        if not self.built and isinstance(x, np.ndarray):  # type: ignore[attr-defined]
            self.build((None, *x.shape[1:]))  # type: ignore[attr-defined]
        if hasattr(self, "_compiled_for") and self._compiled_for != _outputs(self)[1]:
            self._compile_now()

    @property
    def metrics_names(self) -> list[str]:
        """What `evaluate` gives, by name."""
        names, _ = _outputs(self)
        losses_of = [f"{name}_loss" for name in names] if len(names) > 1 else []
        return ["loss", *losses_of, *getattr(self, "_logged", _Names(())).names]

    def _logged_names(self, validated: bool) -> list[str]:
        names = self.metrics_names
        return names + [f"val_{name}" for name in names if validated]

    def _in_order(self, logs: dict[str, Any]) -> Any:
        """Values as 2.3.1 listed them: the loss, of each output, then the metrics."""
        values = [logs[name] for name in self.metrics_names if name in logs]
        return values[0] if len(values) == 1 else values


class _Args(dict):  # type: ignore[type-arg]
    """A dict that Keras does not track: `_compile_options` and the like."""


class _Names:
    """A list of names that Keras does not track."""

    def __init__(self, names: Any) -> None:
        self.names = list(names)


def _outputs(model: Any) -> tuple[list[str], list[Any]]:
    """The names and shapes of a model's outputs, as far as they are known."""
    names = list(getattr(model, "output_names", None) or ["output"])
    outputs = getattr(model, "outputs", None)
    if not outputs:
        return names, [None] * len(names)
    return names, [tuple(tensor.shape) for tensor in outputs]
