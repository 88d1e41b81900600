"""keras.models: Sequential and Model with Keras 2's methods, on Keras 3's."""

from __future__ import annotations

import functools
from collections import Counter
from typing import Any

import keras
import numpy as np

from compat.keras import calls, configs, initializers, opcounts, saving, symbolic
from compat.keras.base import Legacy
from compat.keras.closures import WithTensors
from compat.keras.training import Training


@functools.cache
def classes(flavour: str) -> dict[str, Any]:
    """Model, Functional and Sequential of a flavour."""

    class Model(Training, WithTensors, Legacy, keras.Model):  # type: ignore[misc]
        """`keras.models.Model`: of inputs and outputs, or a base class."""

        def __new__(cls, *args: Any, **kwargs: Any) -> Any:
            if cls is Model and (len(args) > 1 or {"input", "inputs"} & set(kwargs)):
                return super().__new__(Functional)
            return super().__new__(cls)

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            for old in ("input", "output"):
                if old in kwargs:
                    kwargs[f"{old}s"] = kwargs.pop(old)
            if isinstance(self, Functional):
                ends = dict(zip(("inputs", "outputs"), args, strict=False)) | kwargs
                symbolic.connect(ends["inputs"], ends["outputs"])
            super().__init__(*args, **kwargs)

        @property
        def weights(self) -> list[Any]:
            """The variables, in keras 2.3.1 those that are trained first."""
            every = super().weights
            if flavour != "keras":
                return every
            trained = {id(one) for one in self.trainable_variables}
            return sorted(every, key=lambda variable: id(variable) not in trained)

        def get_weights(self) -> list[Any]:
            """Layer by layer."""
            if flavour != "keras":
                opcounts.lose()
            return [np.asarray(variable) for variable in super().weights]

        def set_weights(self, weights: Any) -> None:
            """Layer by layer."""
            own = super().weights
            shapes = [tuple(variable.shape) for variable in own]
            if shapes != [np.shape(value) for value in weights]:
                raise ValueError(
                    f"expected weights of shapes {shapes}, received "
                    f"{[np.shape(value) for value in weights]}"
                )
            for variable, value in zip(own, weights, strict=True):
                variable.assign(value)

        @property
        def input_names(self) -> list[str]:
            return _names_of(self.inputs)

        @property
        def output_names(self) -> list[str]:
            """Of the layers that give the outputs, numbered where one gives several."""
            return _names_of(self.outputs)

        @output_names.setter
        def output_names(self, names: Any) -> None:
            """Keras 3 sets them as they are here."""

        @property
        def input(self) -> Any:
            return _one(self.inputs)

        @property
        def output(self) -> Any:
            return _one(self.outputs)

        @property
        def input_shape(self) -> Any:
            return _shapes(self.inputs)

        @property
        def output_shape(self) -> Any:
            return _shapes(self.outputs)

    plain: Any = symbolic.functional()

    class Graph(calls.Numbered, plain):  # type: ignore[misc]
        """What Keras 3 has in a Sequential."""

    class Functional(Model, calls.Numbered, plain):  # type: ignore[misc]
        """A model of inputs and outputs."""

    class Sequential(Model, keras.Sequential):
        """`keras.models.Sequential`."""

        def __init__(self, layers: Any = None, name: str | None = None) -> None:
            super().__init__(layers=layers, name=name)

        def add(self, layer: Any, rebuild: bool = True) -> None:
            """Put `layer` on top; the first one may say the shape of the input."""
            shape, dtype = getattr(layer, "_first_shape", None), None
            inner = getattr(layer, "inputs", None)
            if isinstance(layer, keras.Model) and inner and len(inner) == 1:
                shape, dtype = tuple(inner[0].shape), inner[0].dtype
            if not self._layers and shape is not None:
                if flavour != "keras":
                    opcounts.input_made()
                super().add(
                    keras.layers.InputLayer(
                        batch_shape=shape, dtype=dtype, name=f"{layer.name}_input"
                    )
                )
            with opcounts.of_add(), calls.of_add(self._layers):
                super().add(layer, rebuild=rebuild)
            self._forget_steps()

        def _maybe_rebuild(self) -> None:
            super()._maybe_rebuild()
            if type(self._functional) is plain:
                self._functional.__class__ = Graph

        def pop(self, rebuild: bool = True) -> Any:
            """Take the layer on top away."""
            with calls.of_add(self._layers):
                layer = super().pop(rebuild=rebuild)
            self._forget_steps()
            return layer

    for cls in (Model, Functional, Sequential):
        cls.flavour = flavour
        cls.__module__ = __name__
        cls.__qualname__ = cls.__name__
    package = initializers.registered(flavour)
    for cls in (Functional, Sequential):
        keras.saving.register_keras_serializable(package)(cls)
    return {"Model": Model, "Functional": Functional, "Sequential": Sequential}


configs.classes = classes


def _one(tensors: Any) -> Any:
    """One tensor, or a list of several."""
    if not tensors:
        raise AttributeError("this model has not seen data yet: its input is open")
    return tensors[0] if len(tensors) == 1 else list(tensors)


def _names_of(tensors: Any) -> list[str]:
    """The names of the layers that symbolic tensors come from."""
    if not tensors:
        raise AttributeError("this model has not seen data yet: its ends are open")
    seen: Counter[str] = Counter()
    found = []
    for tensor in tensors:
        name = tensor._keras_history.operation.name
        found.append(f"{name}_{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return found


def _shapes(tensors: Any) -> Any:
    """The shape of one tensor, or a list of the shapes of several."""
    if not tensors:
        raise AttributeError("this model has not seen data yet: its shapes are open")
    shapes = [tuple(tensor.shape) for tensor in tensors]
    return shapes[0] if len(shapes) == 1 else shapes


def keras2_name(name: str, flavour: str) -> Any:
    """A name of `keras.models`, or `None`."""
    if name == "Functional":
        return None
    return classes(flavour).get(name) or saving.keras2_name(name, flavour)
