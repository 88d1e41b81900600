"""What functions of TensorFlow 2 say of wrong arguments, and what 1.15 said.

A row a message, by the key in `_private` of the function that says it.
"""

from __future__ import annotations

import re
from typing import Any

Row = tuple[re.Pattern[str], Any]


def rows(*pairs: tuple[str, str]) -> list[Row]:
    """Pairs of a pattern and 1.15's words."""
    return [(re.compile(pattern, re.DOTALL), words) for pattern, words in pairs]


ROWS: dict[str, list[Row]] = {
    "attribute of a tensor": rows(
        (
            r"^'?(?:Symbolic)?Tensor'? object has no attribute '(\w+)'.*",
            r"'Tensor' object has no attribute '\1'",
        )
    ),
    "name of a scope": rows(
        (
            r"^(.* is not a valid )root (scope name)\. .*",
            r"\1\2",
        )
    ),
    "array of a tensor": rows(
        (
            r"^Cannot convert a symbolic tf\.Tensor \((\S+)\) to a numpy array\..*",
            r"Cannot convert a symbolic Tensor (\1) to a numpy array.",
        )
    ),
    "length of a tensor": rows(
        (
            r"^len is not well defined for a symbolic Tensor \((\S+)\)\.",
            r"len is not well defined for symbolic Tensors. (\1)",
        )
    ),
    "unstack": rows((r"^Cannot infer argument `num`", "Cannot infer num")),
    "truediv": rows(
        (
            r"^`x` and `y` must have the same dtype, got (\S+) != (\S+)\.$",
            r"x and y must have the same dtype, got \1 != \2",
        )
    ),
    "add_n": rows(
        (
            r"^Inputs must be an iterable of (.*)\.$",
            r"inputs must be a list of \1",
        )
    ),
    "cond": rows(
        (
            r"^Outputs of 'true_fn' and 'false_fn' must have the same type\(s\)\. "
            r"Received (\S+) from 'true_fn' and (\S+) from 'false_fn'\.$",
            r"Outputs of true_fn and false_fn must have the same type: \1, \2",
        ),
        (r"^'(\w+_fn)' must be callable\.$", r"\1 must be callable."),
        (r"^'pred' must not be a Python bool\.$", "pred must not be a Python bool"),
    ),
    "read_meta_graph_file": rows(
        (
            r"^File does not exist\. Received: (.*)\.$",
            r"File \1 does not exist.",
        )
    ),
    "one shot iterator": rows(
        (
            r"^(.*?): A likely cause of this error is that the dataset for which .*",
            r"Failed to create a one-shot iterator for a dataset. "
            r"`Dataset.make_one_shot_iterator()` does not support datasets that "
            r"capture stateful objects, such as a `Variable` or `LookupTable`. In "
            r"these cases, use `Dataset.make_initializable_iterator()`. (Original "
            r"error: \1)",
        )
    ),
}

_INSTEAD = re.compile(r"^Expected (\w+), but got (.*) of type '(\w+)'\.$", re.DOTALL)
_TOO_MANY = re.compile(
    r"^Too many elements provided\. Takes at most (\d+), but got (\d+)\.$"
)


def of_constant(said: str, value: Any) -> str:
    """What 1.15 said of a value that no constant can be made of.

    Args:
        said: TensorFlow 2's words.
        value: What it was given.
    """
    if found := _INSTEAD.match(said):
        shown = repr(found[2]) if found[3] == "str" else found[2]
        return f"Expected {found[1]}, got {shown} of type '{found[3]}' instead."
    if found := _TOO_MANY.match(said):
        most, received = found.groups()
        return (
            f"Too many elements provided. Needed at most {most}, "
            f"but received {received}"
        )
    if said.startswith("Failed to convert elements of"):
        return (
            f"Failed to convert object of type {type(value)} to Tensor. Contents: "
            f"{value}. Consider casting elements to a supported type."
        )
    if said.startswith("setting an array element with a sequence"):
        wanted, part = [], value
        while isinstance(part, (list, tuple)) and part:
            wanted.append(len(part))
            part = part[0]
        return (
            f"Argument must be a dense tensor: {value} - got shape "
            f"{_shape(value)}, but wanted {wanted}."
        )
    return said


def _shape(value: Any) -> list[int]:
    """As far as the parts of a list are all of one length."""
    sizes: list[int] = []
    level = [value]
    while level and all(isinstance(one, (list, tuple)) for one in level):
        if len({len(one) for one in level}) > 1:
            break
        sizes.append(len(level[0]))
        level = [part for one in level for part in one]
    return sizes
