"""Models and weights in .h5 files, in the layout that Keras 2 wrote and read."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import keras

from compat import writing
from compat.keras import weights


def save_model(
    model: Any,
    filepath: Any,
    overwrite: bool = True,
    include_optimizer: bool = True,
) -> None:
    """`keras.models.save_model`: architecture, weights, and what it was compiled with.

    Args:
        model: The model.
        filepath: Where to, or an open `h5py.File`.
        overwrite: Whether a file that is there is replaced.
        include_optimizer: Whether the optimizer's state is kept too.
    """
    with _written(filepath, overwrite) as file:
        _heading(file)
        file.attrs["model_config"] = json.dumps(_config(model)).encode()
        weights.save(file.create_group("model_weights"), model.layers)
        compiled = getattr(model, "_compiled_with", None)
        if include_optimizer and compiled:
            training = _training_config(compiled)
            file.attrs["training_config"] = json.dumps(training).encode()
            weights.save_optimizer(file, compiled["optimizer"])


def load_model(
    filepath: Any, custom_objects: Any = None, compile: bool = True, *, flavour: str
) -> Any:
    """`keras.models.load_model`, of a file that Keras 2 or compat wrote.

    Args:
        filepath: The file, or an open `h5py.File`.
        custom_objects: From a name to a class or function of the script's own.
        compile: Whether to compile it as it was.
        flavour: `keras` or `tf.keras`.

    Raises:
        ValueError: When the file holds weights alone.
    """
    from compat.keras import configs

    custom = dict(custom_objects or {})
    with _read(filepath) as file:
        if "model_config" not in file.attrs:
            raise ValueError(
                f"{filepath}: expected a model, received weights alone: build the "
                "model and call load_weights"
            )
        model = configs.model_of(_json(file.attrs["model_config"]), custom, flavour)
        weights.load(file["model_weights"], model.layers)
        if compile and "training_config" in file.attrs:
            training = _json(file.attrs["training_config"])
            with keras.saving.custom_object_scope(custom):
                _compile(model, training)
            weights.load_optimizer(file, model)
    return model


def save_weights(model: Any, filepath: Any, overwrite: bool = True) -> None:
    """The weights alone."""
    with _written(filepath, overwrite) as file:
        weights.save(file, model.layers)


def load_weights(
    model: Any, filepath: Any, by_name: bool = False, skip_mismatch: bool = False
) -> None:
    """Weights of a file of `save_weights`, or of a whole model."""
    with _read(filepath) as file:
        group = file
        if "layer_names" not in file.attrs and "model_weights" in file:
            group = file["model_weights"]
        if by_name:
            weights.load_by_name(group, model.layers, skip_mismatch)
        else:
            weights.load(group, model.layers)


def to_json(model: Any, **kwargs: Any) -> str:
    """`model.to_json()`."""
    return json.dumps(_config(model) | _versions(), **kwargs)


def model_from_json(text: str, custom_objects: Any = None, *, flavour: str) -> Any:
    """`keras.models.model_from_json`."""
    from compat.keras import configs

    return configs.model_of(json.loads(text), dict(custom_objects or {}), flavour)


def model_from_config(config: Any, custom_objects: Any = None, *, flavour: str) -> Any:
    """`keras.models.model_from_config`."""
    from compat.keras import configs

    return configs.model_of(config, dict(custom_objects or {}), flavour)


def clone_model(model: Any, input_tensors: Any = None) -> Any:
    """`keras.models.clone_model`: the same architecture with weights of its own."""
    from compat.keras import configs

    if input_tensors is not None:
        given = input_tensors if isinstance(input_tensors, list) else [input_tensors]
        clone = configs.model_of(configs.of_model(model), {}, model.flavour)
        return type(model)(given, clone(*given))
    return configs.model_of(configs.of_model(model), {}, model.flavour)


_MODELS: dict[str, Callable[..., Any]] = {
    "load_model": load_model,
    "model_from_json": model_from_json,
    "model_from_config": model_from_config,
}


def keras2_name(name: str, flavour: str) -> Any:
    """A name of `keras.models` that saves or loads, or `None`."""
    if name in _MODELS:
        return functools.partial(_MODELS[name], flavour=flavour)
    return {"save_model": save_model, "clone_model": clone_model}.get(name)


def _config(model: Any) -> dict[str, Any]:
    from compat.keras import configs

    return configs.of_model(model)


def _versions() -> dict[str, str]:
    return {"keras_version": "2.3.1", "backend": "tensorflow"}


def _heading(file: Any) -> None:
    for name, value in _versions().items():
        file.attrs[name] = value.encode()


def _json(text: Any) -> Any:
    return json.loads(text.decode() if isinstance(text, bytes) else text)


def _training_config(compiled: dict[str, Any]) -> dict[str, Any]:
    optimizer = compiled["optimizer"]
    return {
        "optimizer_config": {
            "class_name": type(optimizer).__name__,
            "config": {  # keras 2.3.1 takes no name, and no clipping by None
                key: value
                for key, value in optimizer.get_config().items()
                if key != "name" and value is not None
            },
        },
        "loss": _name(compiled["loss"]),
        "metrics": _name(compiled["metrics"]) or [],
        "weighted_metrics": _name(compiled["weighted_metrics"]),
        "sample_weight_mode": None,
        "loss_weights": compiled["loss_weights"],
    }


def _name(value: Any) -> Any:
    """Functions and metrics by their names, in a structure of any depth."""
    if isinstance(value, (list, tuple)):
        return [_name(one) for one in value]
    if isinstance(value, dict):
        return {key: _name(one) for key, one in value.items()}
    if value is None or isinstance(value, str):
        return value
    return getattr(value, "__name__", None) or value.name


def _compile(model: Any, training: dict[str, Any]) -> None:
    model.compile(
        optimizer=training["optimizer_config"],
        loss=training["loss"],
        metrics=training.get("metrics"),
        loss_weights=training.get("loss_weights"),
        weighted_metrics=training.get("weighted_metrics"),
    )


@contextmanager
def _written(filepath: Any, overwrite: bool) -> Iterator[Any]:
    """An .h5 file that is written beside its place and renamed when it is whole."""
    import h5py

    if isinstance(filepath, h5py.Group):
        yield filepath
        return
    path = os.fspath(filepath)
    if not overwrite and os.path.isfile(path) and not _agreed(path):
        return
    with writing.whole(path) as beside, h5py.File(beside, "w") as file:
        yield file


def _agreed(path: str) -> bool:
    print(f"[WARNING] {path} already exists - overwrite? [y/n]", file=sys.stderr)
    return sys.stdin.readline().strip().lower() == "y"


@contextmanager
def _read(filepath: Any) -> Iterator[Any]:
    import h5py

    if isinstance(filepath, h5py.Group):
        yield filepath
        return
    path = os.fspath(filepath)
    if not os.path.isfile(path):
        raise OSError(f"{path}: expected an .h5 file, received: no such file")
    try:
        file = h5py.File(path, "r")
    except OSError as error:
        raise OSError(f"{path}: expected an .h5 file, received: {error}") from None
    with file:
        yield file


class Saved:
    """Methods of a model that read and write its files."""

    def save(
        self, filepath: Any, overwrite: bool = True, include_optimizer: bool = True
    ) -> None:
        """`model.save`: an .h5 file as Keras 2 wrote it."""
        save_model(self, filepath, overwrite, include_optimizer)

    def save_weights(self, filepath: Any, overwrite: bool = True, **_: Any) -> None:
        """`model.save_weights`: an .h5 file as Keras 2 wrote it."""
        save_weights(self, filepath, overwrite)

    def load_weights(
        self,
        filepath: Any,
        by_name: bool = False,
        skip_mismatch: bool = False,
        reshape: bool = False,
    ) -> None:
        """`model.load_weights`, of an .h5 file."""
        load_weights(self, filepath, by_name, skip_mismatch)

    def to_json(self, **kwargs: Any) -> str:
        """The architecture as Keras 2 wrote it."""
        return to_json(self, **kwargs)
