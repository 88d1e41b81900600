"""What errors of TensorFlow say: 1.15's words, and the script's own lines, once.

TensorFlow 2 begins the message of an op that failed with "Graph execution error:", the
frames of everything between Python's start and the op, and the op's name; 1.15 began
with what went wrong. `str(error)` is that message, and after it the lines of the script
that made the op.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

from compat import _private
from compat.run import error_words, frames

_TAG = re.compile(r"\{\{node ([^\s{}]+)\}\}")
_CALLED = re.compile(r"\[\[([^\s{}\[\]]+)\]\]")
_FUNCTION_TAG = re.compile(r"\{\{function_node [^{}]*\}\}")

# "'{{node MatMul}} = MatMul[T=DT_FLOAT, …](a, b)'" → "'MatMul' (op: 'MatMul')"
_NEW_OP = re.compile(r"'\{\{node ([^\s{}]+)\}\} = (\w+)\[.*?\]\([^()]*\)'", re.DOTALL)

# What TensorFlow 2's kernels say, and what those of 1.15 said.
_OF_KERNELS = [
    (
        re.compile(
            r"^Could not find variable (\S+)\. This could mean that the variable has "
            r"been deleted\..* container=(\S*), status error message=(.*?)(?=\n|$)"
        ),
        r"Error while reading resource variable \1 from Container: \2. This could mean "
        r"that the variable was uninitialized. Not found: \3",
    ),
    (
        re.compile(
            r"^Error in user-defined function passed to \S+ transformation "
            r"with iterator: \S+: "
        ),
        "",
    ),
    (
        re.compile(r"^ConcatOp : Dimension \d+ in both shapes must be equal:"),
        "ConcatOp : Dimensions of inputs should match:",
    ),
]

# What TensorFlow 2 says of a symbolic tensor as a bool or in a loop; likewise.
_OF_TENSORS = [
    (
        re.compile(r"^Using a symbolic `tf.Tensor` as a Python `bool` is.*", re.DOTALL),
        "using a `tf.Tensor` as a Python `bool` is not allowed in Graph execution. "
        "Use Eager execution or decorate this function with @tf.function.",
    ),
    (
        re.compile(r"^Iterating over a symbolic `tf.Tensor` is.*", re.DOTALL),
        "iterating over `tf.Tensor` is not allowed in Graph execution. "
        "Use Eager execution or decorate this function with @tf.function.",
    ),
]

# What TensorFlow 2 says of a variable without a shape; likewise.
_OF_VARIABLES = error_words.rows(
    (
        r"^Variable \S+ did not get an initializer, so its `shape` argument must be "
        r"specified\.$",
        "The initializer passed is not valid. It should be a callable with no "
        "arguments and the shape should not be provided or an instance of "
        "`tf.keras.initializers.*' and `shape` should be fully defined.",
    )
)

# What TensorFlow 2 says of fetches and feeds, and what 1.15 said.
_OF_RUN: list[Any] = [
    *error_words.rows(
        (
            r"^(setting an array element with a sequence\.) The requested .*",
            r"\1",
        ),
        (r"^FlattenDictItems: 'dict' must be a dict.*", "input must be a dictionary"),
        (r"^(The Session graph is empty\.) Add", r"\1  Add"),
        (
            r'^Argument `fetch` = (.*) has invalid type "ndarray" must be ',
            r"Fetch argument \1 has invalid type <class 'numpy.ndarray'>, must be ",
        ),
    ),
    (
        re.compile(r"for Tensor (\S+), which has shape (\(.*?\))$"),
        r"for Tensor '\1', which has shape '\2'",
    ),
    (
        re.compile(r"passed to the argument `feed_dict` with key"),
        "passed to the feed with key",
    ),
    (
        re.compile(r'^Argument `fetch` = (.*) has invalid type "(\w+)"\. Cannot be .*'),
        r"Fetch argument \1 has invalid type <class '\2'>",
    ),
    (
        re.compile(r'^Argument `fetch` = (.*) has invalid type "(\w+)" must be '),
        r"Fetch argument \1 has invalid type <class '\2'>, must be ",
    ),
    (
        re.compile(r'^Argument `fetch` = Tensor\("(.*?)", (.*?)(, device=.*?)?\) can'),
        lambda m: (
            f"Fetch argument <tf.Tensor {m[1]!r} {m[2].replace(', d', ' d')}> can"
        ),
    ),
    (
        re.compile(r"^Argument `fetch` = (\S+) cannot be interpreted"),
        r"Fetch argument '\1' cannot be interpreted",
    ),
]


def message(said: str, graph: Any) -> str:
    """The message of an op that failed in a session.

    Args:
        said: The runtime's message, with the names of ops in tags.
        graph: The session's graph. The first op that is named is the one that failed:
            `text` shows its lines; where others were made is said beside their names.
    """
    failed = _TAG.search(said)

    def where(name: str) -> str:
        lines = frames.of_script(graph.get_operation_by_name(name).traceback)
        place = re.match(r'\s*File "(.*)", line (\d+)', lines[-1]) if lines else None
        return f" (defined at {place[1]}:{place[2]}) " if place else ""

    def named(tag: re.Match[str]) -> str:
        shown = failed is not None and tag[1] == failed[1]
        try:
            graph.get_operation_by_name(tag[1])
            return f"node {tag[1]}" + ("" if shown else where(tag[1]))
        except (KeyError, ValueError):
            return tag[0]

    def of_dataset(tag: re.Match[str]) -> str:
        try:
            return f"[[{tag[1]}{where(tag[1])}]]"
        except (KeyError, ValueError):
            return tag[0]

    said = _TAG.sub(named, _FUNCTION_TAG.sub("", said))
    if failed is not None and failed[0] in said:  # an op of a function of a dataset's
        said = _CALLED.sub(of_dataset, said)
    return _as_in_115(said.strip(), _OF_KERNELS)


def text(error: Any) -> str:
    """`str(error)` of a `tf.errors.OpError`."""
    said = str(error.message)
    op = error.op
    lines = frames.of_script(op.traceback) if op is not None else []
    if not lines:
        return said
    said += f"\n\nOriginal stack trace for {op.name!r}:\n{''.join(lines)}"
    while (op := getattr(op, "_original_op", None)) is not None:
        before, lines = lines, frames.of_script(op.traceback)
        new = [line for line in lines if line not in before]
        place = "defined at:" if new else "in the same line."
        said += f"\n...which was originally created as op {op.name!r}, {place}\n"
        said += "".join(new)
    return said


def of_function(said: str, names: list[str], traces: dict[str, Any]) -> str:
    """The message of an op that failed in a function that was compiled from Python.

    Args:
        said: The runtime's message.
        names: The ops that it names.
        traces: The tracebacks of ops, by name.
    """
    said = said.strip()
    for name in names[:1]:
        if lines := frames.of_script(traces.get(name)):
            said += f"\n\nOriginal stack trace for {name!r}:\n{''.join(lines)}"
    return _TAG.sub(r"node \1", said)


def of_new_op(said: str) -> str:
    """What 1.15 said of inputs that an op cannot take."""
    return _NEW_OP.sub(r"'\1' (op: '\2')", said)


def of_run(said: str) -> str:
    """What 1.15 said of a fetch or feed that `Session.run` cannot take."""
    return _as_in_115(said, _OF_RUN)


def of_tensor(said: str) -> str:
    """What 1.15 said of a tensor where Python wants a value."""
    return _as_in_115(said, _OF_TENSORS)


def of_variable(said: str) -> str:
    """What 1.15 said of a variable that cannot be made."""
    return _as_in_115(said, _OF_VARIABLES)


def _as_in_115(said: str, rows: list[Any]) -> str:
    for pattern, words in rows:
        said = pattern.sub(words, said)
    return said


def _by(rows: list[Any]) -> Callable[[str], str]:
    return lambda said: _as_in_115(said, rows)


_KINDS = (ValueError, TypeError, AttributeError, RuntimeError, OSError)


def _reworded(words: Callable[[str], str]) -> Any:
    """A wrapper that has the errors of a call say what 1.15 said."""

    def wrapper(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def reworded(*args: Any, **kwargs: Any) -> Any:
            try:
                return function(*args, **kwargs)
            except _KINDS as error:
                if len(error.args) == 1 and isinstance(error.args[0], str):
                    error.args = (words(error.args[0]),)
                raise

        return reworded

    return wrapper


def _constant_reworded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Have the errors of a constant say what 1.15 said."""

    @functools.wraps(function)
    def make_tensor_proto(values: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return function(values, *args, **kwargs)
        except (ValueError, TypeError) as error:
            if len(error.args) == 1 and isinstance(error.args[0], str):
                error.args = (error_words.of_constant(error.args[0], values),)
            raise

    return make_tensor_proto


AGAIN = (
    "Two variables of one name: give one another name or scope, or share it by\n"
    "`with tf.variable_scope(…, reuse=tf.AUTO_REUSE)`. Code that runs twice, as a\n"
    "notebook's cell does, begins anew with `tf.reset_default_graph()`.\n"
)


def _defined_twice(function: Callable[..., Any]) -> Callable[..., Any]:
    """Have "Variable … already exists" show both of the script's lines."""

    @functools.wraps(function)
    def get_single_variable(store: Any, name: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return function(store, name, *args, **kwargs)
        except ValueError as error:
            said = str(error).partition(" Originally defined at:")[0]
            error.args = (of_variable(str(error)),)
            known = _private.variable_in(store, name)
            if known is None or not said.startswith(f"Variable {name} already exists"):
                raise
            first = frames.of_script(_private.op_of(known).traceback)
            again = frames.of_script(_private.traceback_now())
            error.args = (
                f"{said} Originally defined at:\n\n{''.join(first)}\n"
                f"Defined again at:\n\n{''.join(again)}\n{AGAIN}",
            )
            raise

    return get_single_variable


def install() -> bool:
    """Have TensorFlow's errors say what 1.15's said.

    Returns:
        Whether this TensorFlow has all the places where they are said.
    """
    done = [
        _private.say_errors_by(message, text, of_function),
        _private.wrap("errors of a new op", _reworded(of_new_op)),
        _private.wrap("errors of a run", _reworded(of_run)),
        _private.wrap("errors of a tensor", _reworded(of_tensor)),
        _private.wrap("variable with regularizer", _defined_twice),
        _private.wrap("constant", _constant_reworded),
    ]
    for key, rows in error_words.ROWS.items():
        done.append(_private.wrap(key, _reworded(_by(rows))))
    return all(done)
