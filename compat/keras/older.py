"""What was older than `fit`, `evaluate`, `predict`, and still there in Keras 2.3.1."""

from __future__ import annotations

from typing import Any

from compat.keras.ahead import QUEUE

# Keras 1's names, which 2.3.1 still took.
_KEYWORDS = {
    "nb_epoch": "epochs",
    "samples_per_epoch": "steps_per_epoch",
    "nb_val_samples": "validation_steps",
    "val_samples": "steps",
    "max_q_size": "max_queue_size",
    "nb_worker": "workers",
    "pickle_safe": "use_multiprocessing",
}


def today(kwargs: dict[str, Any]) -> dict[str, Any]:
    """Keyword arguments by their later names, without those of queues."""
    return {name: value for name, value in later(kwargs).items() if name not in QUEUE}


def later(kwargs: dict[str, Any]) -> dict[str, Any]:
    """Keyword arguments by their later names."""
    return {_KEYWORDS.get(name, name): value for name, value in kwargs.items()}


class Older:
    """Methods of a model that has `fit`, `evaluate` and `predict`."""

    fit: Any
    evaluate: Any
    predict: Any

    def predict_proba(self, x: Any, batch_size: int = 32, verbose: int = 0) -> Any:
        """`predict`, as it was called for classifiers."""
        return self.predict(x, batch_size, verbose)

    def predict_classes(self, x: Any, batch_size: int = 32, verbose: int = 0) -> Any:
        """The most likely class of each sample, or whether one output is above 0.5."""
        probabilities = self.predict(x, batch_size, verbose)
        if probabilities.shape[-1] > 1:
            return probabilities.argmax(axis=-1)
        return (probabilities > 0.5).astype("int32")

    def fit_generator(
        self, generator: Any, steps_per_epoch: Any = None, *args: Any, **kwargs: Any
    ) -> Any:
        """`model.fit_generator`."""
        order = ("epochs", "verbose", "callbacks", "validation_data") + (
            "validation_steps",
            "validation_freq",
            "class_weight",
            *QUEUE,
            "shuffle",
            "initial_epoch",
        )
        given = dict(zip(order, args, strict=False)) | later(kwargs)
        if steps_per_epoch is not None:
            given["steps_per_epoch"] = steps_per_epoch
        return self.fit(generator, **given)

    def evaluate_generator(
        self,
        generator: Any,
        steps: int | None = None,
        callbacks: Any = None,
        *queue: Any,
        verbose: int = 0,
        **kwargs: Any,
    ) -> Any:
        """`model.evaluate_generator`."""
        given = dict(zip(QUEUE, queue, strict=False)) | later(kwargs)
        given.setdefault("steps", steps)
        return self.evaluate(generator, verbose=verbose, callbacks=callbacks, **given)

    def predict_generator(
        self,
        generator: Any,
        steps: int | None = None,
        callbacks: Any = None,
        *queue: Any,
        verbose: int = 0,
        **kwargs: Any,
    ) -> Any:
        """`model.predict_generator`."""
        given = dict(zip(QUEUE, queue, strict=False)) | later(kwargs)
        given.setdefault("steps", steps)
        return self.predict(generator, verbose=verbose, callbacks=callbacks, **given)
