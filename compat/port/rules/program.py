"""What is around a training: flags, summaries, the files of a saver."""

from __future__ import annotations

import ast
from typing import Any

from compat.port.rules.base import RULES, Args, Rule, method, rule
from compat.port.values import Gap, Value

_TYPES = {"string": "str", "integer": "int", "float": "float"}


def _parser(t: Any) -> str:
    """The parser's name; it is made before the first flag."""
    if not getattr(t, "parser", ""):
        t.parser = t.fresh("parser")
        t.imports.add("argparse")
        t.pending.append(f"{t.parser} = argparse.ArgumentParser()")
        t.notes["tf.app.flags -> argparse."] = None
    return str(t.parser)


def _flag(kind: str) -> Any:
    def define(t: Any, node: ast.Call, a: Args) -> Value:
        given = a.node("name")
        if not isinstance(given, ast.Constant):
            raise Gap(a.name, "a name that is not written out")
        parser = _parser(t)
        name = str(given.value)
        options = [f'"--{name}"']
        if kind == "boolean":
            options.append("action=argparse.BooleanOptionalAction")
        elif kind != "string":
            options.append(f"type={_TYPES[kind]}")
        if "default" in a:
            options.append(f"default={a.text('default')}")
        if "help" in a and isinstance(a.node("help"), ast.Constant):
            said = str(a.number("help")).replace("%", "%%")
            options.append(f"help={said!r}" if '"' in said else f'help="{said}"')
        return Value(f"{parser}.add_argument({', '.join(options)})")

    return define


for _room in ("tf.app.flags", "tf.flags"):
    for _kind in ("string", "integer", "float", "boolean"):
        _rule = Rule(_flag(_kind), ["name", "default", "help"])
        RULES[f"{_room}.DEFINE_{_kind}"] = _rule
    RULES[f"{_room}.DEFINE_bool"] = RULES[f"{_room}.DEFINE_boolean"]


def flags(t: Any) -> Value:
    """`FLAGS`, which is what the parser parses."""
    return Value(f"{_parser(t)}.parse_args()")


@rule("tf.app.run", sig="main,argv")
def run(t: Any, node: ast.Call, a: Args) -> Value:
    """A script's main function is called."""
    name = a.text("main") if "main" in a else "main"
    function = t.functions.get(name)
    takes = function is not None and bool(function.args.args)
    if takes:
        t.imports.add("sys")
    return Value(f"{name}(sys.argv)" if takes else f"{name}()")


@rule(
    "tf.summary.scalar", "tf.summary.histogram", "tf.summary.merge_all",
    "tf.summary.merge", "tf.summary.FileWriter", "tf.summary.image", "tf.summary.text",
    "tf.summary.FileWriterCache", sig="first,second,third,fourth",
)  # fmt: skip
def summary(t: Any, node: ast.Call, a: Any) -> Value:
    """What TensorBoard shows is a callback's, and changes no number."""
    t.notes["Summaries are left out: keras.callbacks.TensorBoard writes them."] = None
    return Value("", "gone", data={"summary": True, "classes": ["FileWriter"]})


@method("add_summary", "FileWriter", sig="summary,step")
@method("add_graph", "FileWriter", sig="graph,step")
@method("flush", "FileWriter")
@method("close", "FileWriter")
def written(t: Any, node: ast.Call, a: Any) -> Value:
    """The same."""
    return Value("", "gone")


@rule("tf.train.latest_checkpoint", sig="folder")
def latest(t: Any, node: ast.Call, a: Args) -> Value:
    """The newest of the files of weights."""
    t.imports |= {"glob", "os"}
    folder = a.text("folder")
    files = f'glob.glob(os.path.join({folder}, "*.weights.h5"))'
    text = f"max({files}, key=os.path.getmtime, default=None)"
    return Value(text, "plain", data={"weights": True})
