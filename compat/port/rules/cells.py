"""Cells: a recurrent layer each, where the script makes them."""

from __future__ import annotations

import ast
from typing import Any

from compat.port.rules.base import VALUES, Args, rule
from compat.port.rules.dense import activation
from compat.port.values import Gap, Value

_LSTM = "num_units,forget_bias,state_is_tuple,activation,reuse,name,dtype"
_LSTM_FULL = (
    "num_units,use_peepholes,cell_clip,initializer,num_proj,proj_clip,"
    "num_unit_shards,num_proj_shards,forget_bias,state_is_tuple,activation,reuse,name"
)


def _layer(t: Any, node: ast.Call, name: str, options: list[str]) -> Value:
    """A layer, with the options that its use asks for."""
    t.imports.add("keras")
    t.notes[
        "The weights start elsewhere: Keras's recurrent kernels are orthogonal."
    ] = None
    flags = t.flags(node)
    options = [*options, "return_sequences=True"]
    if "state" in flags:
        options.append("return_state=True")
    if "lengths" in flags:
        options.append("zero_output_for_mask=True")
    called = f"keras.layers.{name}"
    if t.is_indirect(node.func):  # of a dictionary of kinds, or under another name
        called = t.text(node.func)
        options = [one for one in options if one != "reset_after=False"]
        return Value(f"{called}({', '.join(options)})", "layers", data={"any": True})
    return Value(f"{called}({', '.join(options)})", "layers")


VALUES["tf.nn.rnn_cell.BasicLSTMCell"] = "keras.layers.LSTM"
VALUES["tf.nn.rnn_cell.LSTMCell"] = "keras.layers.LSTM"
VALUES["tf.nn.rnn_cell.BasicRNNCell"] = "keras.layers.SimpleRNN"
VALUES["tf.nn.rnn_cell.GRUCell"] = (
    "functools.partial(keras.layers.GRU, reset_after=False)"
)


def _forget(t: Any, a: Args) -> list[str]:
    """The forget bias: added at run time in 1.x, stored in the bias by Keras."""
    if "forget_bias" not in a.nodes:
        return []
    given = a.number("forget_bias")
    if given == 1:
        return []
    if given == 0:
        return ["unit_forget_bias=False"]
    raise Gap(f"{a.name}(forget_bias=…)", "another forget bias than 1 or 0")


@rule("tf.nn.rnn_cell.BasicLSTMCell", sig=_LSTM)
def basic_lstm(t: Any, node: ast.Call, a: Args) -> Value:
    """The LSTM; its gates are in another order, which no one sees."""
    a.only("num_units", "forget_bias", "activation")
    options = [a.text("num_units"), *_activation(a), *_forget(t, a)]
    return _layer(t, node, "LSTM", options)


@rule("tf.nn.rnn_cell.LSTMCell", sig=_LSTM_FULL)
def lstm(t: Any, node: ast.Call, a: Args) -> Value:
    """Without peepholes, clipping and projection the same."""
    for name in ("use_peepholes", "num_proj", "cell_clip", "proj_clip"):
        if name in a and a.number(name) not in (False, None):
            raise Gap(f"{a.name}({name}=…)", "`compat.migrate.cells` has such a cell")
    options = [a.text("num_units"), *_activation(a), *_forget(t, a)]
    if "initializer" in a:
        initializer = a.value("initializer").data.get("initializer")
        if initializer is None:
            raise Gap(f"{a.name}(initializer=…)", "an initializer of the script's own")
        if initializer:
            options += [f"kernel_initializer={initializer}"]
            options += [f"recurrent_initializer={initializer}"]
    return _layer(t, node, "LSTM", options)


@rule("tf.nn.rnn_cell.GRUCell", sig="num_units,activation,reuse,kernel_initializer,"
      "bias_initializer,name,dtype")  # fmt: skip
def gru(t: Any, node: ast.Call, a: Args) -> Value:
    """The GRU of 2014, whose reset gate works before the product."""
    a.only("num_units", "activation")
    t.notes["GRUCell's reset gate works before the product: reset_after=False."] = None
    options = [a.text("num_units"), *_activation(a), "reset_after=False"]
    return _layer(t, node, "GRU", options)


@rule("tf.nn.rnn_cell.BasicRNNCell", sig="num_units,activation,reuse,name,dtype")
def simple(t: Any, node: ast.Call, a: Args) -> Value:
    """Elman's."""
    a.only("num_units", "activation")
    return _layer(t, node, "SimpleRNN", [a.text("num_units"), *_activation(a)])


def _activation(a: Args) -> list[str]:
    found = activation(a, "activation", "")
    return [] if found == ['activation="tanh"'] else found


@rule("tf.nn.rnn_cell.MultiRNNCell", sig="cells,state_is_tuple")
def multi(t: Any, node: ast.Call, a: Args) -> Value:
    """A list of layers, called one after the other."""
    given = a.value("cells")
    t.notes["MultiRNNCell -> one layer after the other."] = None
    return Value(given.text, "layers")


@rule("tf.nn.rnn_cell.DropoutWrapper",
      sig="cell,input_keep_prob,output_keep_prob,state_keep_prob,variational_recurrent,"
      "input_size,dtype,seed")  # fmt: skip
def dropout(t: Any, node: ast.Call, a: Args) -> Value:
    """Dropout layers before and after, at work in training alone."""
    a.only("cell", "input_keep_prob", "output_keep_prob")
    cell = a.value("cell")
    before = after = ""
    if "input_keep_prob" in a and a.number("input_keep_prob") != 1:
        before = f"keras.layers.Dropout({t.rate(a, 'input_keep_prob')})"
    if "output_keep_prob" in a and a.number("output_keep_prob") != 1:
        after = f"keras.layers.Dropout({t.rate(a, 'output_keep_prob')})"
    parts = [part for part in (before, cell.text, after) if part]
    if len(parts) == 1:
        return cell
    if "state" in t.flags(node):  # the layer alone: dropout stands where it is called
        for fact in t.facts.all_of(node):
            t.registry.drops[fact["id"]] = (before, after)
        return cell
    return Value(f"keras.Sequential([{', '.join(parts)}])", "layers")
