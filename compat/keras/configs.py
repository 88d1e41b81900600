"""A model's architecture as Keras 2 wrote it, and back: `model_config` of a file."""

from __future__ import annotations

from typing import Any

import keras

from compat.keras import layers, symbolic

# What some versions wrote into a layer's config and Keras 3 does not take.
_GONE = {"time_major", "ragged", "input_dtype", "build_config", "groups"}
# What Keras 3 adds to a config, and Keras 2 would not take back.
_NEW = ("quantization_config", "zero_output_for_mask", "synchronized", "groups") + (
    "renorm",
    "renorm_clipping",
    "renorm_momentum",
    "optional",
    "seed_generator",
    "autocast",
)
_WRAPPED = ("layer", "backward_layer", "cell")

# The classes of models of a flavour; `models`, which is made of this, puts it here.
classes: Any = None


def of_model(model: Any) -> dict[str, Any]:
    """The config of a model, for `model_config` or `to_json`."""
    if isinstance(model, keras.Sequential):
        listed = [of_layer(layer) for layer in model.layers]
        if listed and model.inputs:
            shape = list(model.inputs[0].shape)
            listed[0]["config"]["batch_input_shape"] = shape
        return _named("Sequential", {"name": model.name, "layers": listed})
    if not model.inputs:
        raise NotImplementedError(
            "a subclassed model has no config: save its weights, by save_weights"
        )
    plain = symbolic.functional()(model.inputs, model.outputs).get_config()
    by_name = {layer.name: layer for layer in model.layers}
    return _named(
        "Model",
        {
            "name": model.name,
            "layers": [
                of_layer(by_name[one["name"]])
                | {
                    "name": one["name"],
                    "inbound_nodes": [_node(node) for node in one["inbound_nodes"]],
                }
                for one in plain["layers"]
            ],
            "input_layers": _listed(plain["input_layers"]),
            "output_layers": _listed(plain["output_layers"]),
        },
    )


def _listed(places: Any) -> list[Any]:
    """One place `[layer, node, tensor]`, or several, as a list of places."""
    if isinstance(places, (list, tuple)) and places and isinstance(places[0], str):
        return [list(places)]
    values = places.values() if isinstance(places, dict) else places
    return [list(place) for place in values]


def _named(class_name: str, config: dict[str, Any]) -> dict[str, Any]:
    return {"class_name": class_name, "config": config}


def of_layer(layer: Any) -> dict[str, Any]:
    """The config of a layer, which may be a model."""
    if isinstance(layer, keras.Model):
        return of_model(layer)
    name = type(layer).__name__
    config = _plain(layer.get_config())
    for key in _NEW:
        config.pop(key, None)
    for key in _WRAPPED:
        if getattr(layer, "forward_layer", None) is not None and key == "layer":
            config[key] = of_layer(layer.forward_layer)
            inner = config[key]["config"]
            inner["name"] = inner["name"].removeprefix("forward_")
        elif key in config and getattr(layer, key, None) is not None:
            config[key] = of_layer(getattr(layer, key))
    if hasattr(layer, "forward_layer"):
        config.pop("backward_layer", None)
    if isinstance(layer, keras.layers.RNN):
        config.pop("seed", None)
    if name == "InputLayer":
        config["batch_input_shape"] = config.pop("batch_shape", None)
        config = {
            key: config[key] for key in ("batch_input_shape", "dtype", "sparse", "name")
        }
    return _named(name, config)


def _plain(value: Any) -> Any:
    """A Keras 3 config without module paths and registered names."""
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, str):
        return value.removeprefix("compat>").removeprefix("compat.tf>")
    if not isinstance(value, dict):
        return value
    if value.get("class_name") == "DTypePolicy":
        return value["config"]["name"]
    if value.get("class_name") == "function":
        return _plain(value["config"])
    if value.get("class_name") in {"L1", "L2"}:
        given = {"l1": 0.0, "l2": 0.0} | value["config"]
        return _named("L1L2", {key: float(one) for key, one in given.items()})
    if {"class_name", "config"} <= set(value):
        return _named(value["class_name"], _plain(value["config"]))
    return {key: _plain(one) for key, one in value.items()}


def _node(node: dict[str, Any]) -> list[Any]:
    """A call of a layer as a list of `[layer, node, tensor, arguments]`."""
    kwargs = {
        key: value
        for key, value in node["kwargs"].items()
        if value is not None and not list(_histories(value))
    }
    tensors = [*_histories(node["args"]), *_histories(node["kwargs"])]
    return [[*place, kwargs if at == 0 else {}] for at, place in enumerate(tensors)]


def _histories(value: Any) -> Any:
    """Where the tensors among a call's arguments come from."""
    if isinstance(value, dict):
        if value.get("class_name") == "__keras_tensor__":
            yield value["config"]["keras_history"]
            return
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for one in value:
            yield from _histories(one)


def model_of(config: dict[str, Any], custom: dict[str, Any], flavour: str) -> Any:
    """Build a model from its config.

    Args:
        config: `{"class_name": …, "config": …}`, of Keras 2 or ours.
        custom: Classes and functions that a script names itself.
        flavour: `keras` or `tf.keras`.
    """
    with keras.saving.custom_object_scope(custom):
        return layer_of(config, custom, flavour)


def layer_of(config: dict[str, Any], custom: dict[str, Any], flavour: str) -> Any:
    """Build a layer, or a model, from its config."""
    name, inner = config["class_name"], config["config"]
    name = name.rpartition(">")[2]
    if name == "Sequential":
        return _sequential(inner, custom, flavour)
    if name in {"Model", "Functional"} and name not in custom:
        return _functional(inner, custom, flavour)
    given = {key: value for key, value in inner.items() if key not in _GONE}
    for key in _WRAPPED:
        if isinstance(given.get(key), dict):
            given[key] = layer_of(given[key], custom, flavour)
    if isinstance(given.get("cells"), list):
        given["cells"] = [layer_of(one, custom, flavour) for one in given["cells"]]
    cls = custom.get(name) or keras.saving.get_custom_objects().get(name)
    if cls is not None:
        return cls.from_config(given) if hasattr(cls, "from_config") else cls(**given)
    if name == "InputLayer":
        shape = given.get("batch_input_shape") or given["batch_shape"]
        kept = {key: given.get(key) for key in ("dtype", "name")}
        return keras.layers.InputLayer(batch_shape=tuple(shape), **kept)
    if name == "Lambda":
        return _lambda(given, custom, flavour)
    cls = layers.keras2_name(name, flavour)
    if cls is None:
        raise ValueError(
            f"Unknown layer: {name}: expected a layer of Keras 2 or one of "
            "custom_objects={'name': class}"
        )
    return cls(**given)


def _lambda(config: dict[str, Any], custom: dict[str, Any], flavour: str) -> Any:
    function = config.get("function")
    known = {**keras.saving.get_custom_objects(), **custom}
    if isinstance(function, str) and function in known:
        return layers.keras2_name("Lambda", flavour)(
            known[function], name=config["name"], arguments=config.get("arguments")
        )
    if isinstance(function, dict):
        cls = layers.keras2_name("Lambda", flavour)
        return cls.from_config(config, safe_mode=False)
    raise ValueError(
        f"{config['name']}: a Lambda saved by another Python holds its bytecode, which "
        "this one cannot run: build the model by its code and call load_weights"
    )


def _sequential(config: Any, custom: dict[str, Any], flavour: str) -> Any:
    listed = config if isinstance(config, list) else config["layers"]
    name = None if isinstance(config, list) else config.get("name")
    model = classes(flavour)["Sequential"](name=name)
    for one in listed:
        model.add(layer_of(one, custom, flavour))
    shape = None if isinstance(config, list) else config.get("build_input_shape")
    if not model.built and shape:
        model.build(tuple(shape))
    return model


def _functional(config: dict[str, Any], custom: dict[str, Any], flavour: str) -> Any:
    made: dict[str, Any] = {}
    outputs: dict[tuple[str, int], list[Any]] = {}
    waiting: list[tuple[str, int, Any]] = []
    for one in config["layers"]:
        name = one["name"]
        made[name] = layer_of(one, custom, flavour)
        if one["class_name"] == "InputLayer":
            outputs[name, 0] = [made[name].output]
        waiting += [(name, i, node) for i, node in enumerate(one["inbound_nodes"])]
    while waiting:
        ready = [w for w in waiting if all((n[0], n[1]) in outputs for n in w[2])]
        if not ready:
            raise ValueError("expected a model without circles, received one with them")
        for name, index, node in ready:
            tensors = [outputs[n[0], n[1]][n[2]] for n in node]
            kwargs = node[0][3] if len(node[0]) > 3 else {}
            result = made[name](tensors[0] if len(node) == 1 else tensors, **kwargs)
            several = isinstance(result, (list, tuple))
            outputs[name, index] = list(result) if several else [result]
        waiting = [w for w in waiting if w not in ready]
    ends = [
        [outputs[name, node][tensor] for name, node, tensor in _listed(config[key])]
        for key in ("input_layers", "output_layers")
    ]
    inputs, results = (one[0] if len(one) == 1 else one for one in ends)
    return classes(flavour)["Model"](inputs, results, name=config.get("name"))
