"""keras.callbacks: Keras 3's, under Keras 2's arguments and names in the logs."""

from __future__ import annotations

from typing import Any


def name_as_of_old(history: Any, flavour: str) -> None:
    """Order and name what a history holds as Keras 2 did.

    Args:
        history: What `fit` gives back.
        flavour: `keras` put the validation first, `tf.keras` the training.
    """
    held = history.history
    if "learning_rate" in held:
        held["lr"] = held.pop("learning_rate")
    validated = [name for name in held if name.startswith("val_")]
    trained = [name for name in held if name not in validated and name != "lr"]
    trained.sort(key=lambda name: name != "loss")
    validated.sort(key=lambda name: name != "val_loss")
    order = (
        [*validated, *trained] if flavour == "keras" else [*trained, *validated]
    ) + [name for name in held if name == "lr"]
    history.history = {name: held[name] for name in order}


def find(name: str, flavour: str) -> Any:
    """A name of `keras.callbacks`, or `None`."""
    return None
