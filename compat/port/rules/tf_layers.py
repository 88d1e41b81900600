"""The layers of `tf.layers` that Keras has by another name, and savers."""

from __future__ import annotations

import ast
from typing import Any

from compat.port.rules.base import RULES, Args, Rule, method, rule
from compat.port.rules.dense import activation
from compat.port.values import Gap, Value

# name | arguments after inputs, those to be given by place first | Keras's layer
_TABLE = """
conv1d | filters,kernel_size,strides,padding | Conv1D
conv2d | filters,kernel_size,strides,padding | Conv2D
max_pooling1d | pool_size,strides,padding | MaxPooling1D
max_pooling2d | pool_size,strides,padding | MaxPooling2D
average_pooling1d | pool_size,strides,padding | AveragePooling1D
average_pooling2d | pool_size,strides,padding | AveragePooling2D
"""


def _layer(ours: str, names: list[str]) -> Any:
    def make(t: Any, node: ast.Call, a: Args) -> Value:
        a.only("inputs", *names, "activation", "use_bias")
        t.imports.add("keras")
        options = [a.text(names[0])]
        options += [f"{name}={a.text(name)}" for name in names[1:] if name in a]
        if ours.startswith("Conv"):
            options += activation(a, "activation", "")
            if "use_bias" in a:
                options.append(f"use_bias={a.text('use_bias')}")
        call = f"keras.layers.{ours}({', '.join(options)})"
        return t.tensor(f"{call}({a.text('inputs')})")  # type: ignore[no-any-return]

    return make


for _line in _TABLE.strip().splitlines():
    _name, _sig, _ours = (part.strip() for part in _line.split(" | "))
    _names = _sig.split(",")
    RULES[f"tf.layers.{_name}"] = Rule(_layer(_ours, _names), ["inputs", *_names])


_EVERY = {
    "tf.global_variables", "tf.all_variables", "tf.trainable_variables",
}  # fmt: skip


@rule("tf.train.Saver", sig="var_list,reshape,sharded,max_to_keep")
def saver(t: Any, node: ast.Call, a: Args) -> Value:
    """A model saves its own weights."""
    known = ("max_to_keep", "keep_checkpoint_every_n_hours", "save_relative_paths")
    a.only("var_list", *known)
    if "var_list" in a:
        given = a.node("var_list")
        name = t.called(given) if isinstance(given, ast.Call) else ""
        if name not in _EVERY:
            raise Gap(f"{a.name}(var_list=…)", "some of the variables")
    return Value("", "gone", data={"saver": True, "classes": ["Saver"]})


def _model(t: Any, a: Args) -> str:
    """The model whose weights are all there are."""
    models = [one.model for one in t.registry.trains.values()]
    if len(models) != 1 or models[0].startswith("self."):
        raise Gap(a.name, "the weights of one model are saved in Keras")
    return models[0]


def _path(a: Args) -> str:
    text = a.text("path")
    if text[:1] in "\"'" and text[-1:] == text[:1] and "\\" not in text:
        return f'"{text[1:-1]}.weights.h5"'
    return f'{text} + ".weights.h5"'


@method("save", "Saver", sig="sess,path,global_step")
def save(t: Any, node: ast.Call, a: Args) -> Value:
    """Its weights, in a file of their own."""
    if "save_path" in a.nodes:
        a.nodes["path"] = a.nodes["save_path"]
    t.notes[
        "Saver -> save_weights and load_weights, files that end in .weights.h5."
    ] = None
    if "global_step" in a:
        step = a.value("global_step")
        if step.kind != "plain" or not step.text:
            raise Gap("Saver.save(global_step=…)", "a step that the graph counts")
        text = f'f"{{{a.text("path")}}}-{{{step.text}}}.weights.h5"'
        if '"' in a.text("path") + step.text:
            text = f'{a.text("path")} + f"-{{{step.text}}}.weights.h5"'
        return Value(f"{_model(t, a)}.save_weights({text})")
    return Value(f"{_model(t, a)}.save_weights({_path(a)})")


@method("restore", "Saver", sig="sess,path")
def restore(t: Any, node: ast.Call, a: Args) -> Value:
    """The same weights again."""
    if "save_path" in a.nodes:
        a.nodes["path"] = a.nodes["save_path"]
    if a.value("path").data.get("weights"):
        return Value(f"{_model(t, a)}.load_weights({a.text('path')})")
    return Value(f"{_model(t, a)}.load_weights({_path(a)})")
