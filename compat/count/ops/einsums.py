"""`tf.einsum` as transposes, reshapes and one matrix product for each two inputs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import tensorflow as tf

from compat.count.ops.arrays import reshape

v1 = tf.compat.v1


def _labels(equation: str, inputs: Sequence[Any]) -> tuple[list[str], str]:
    """Return the labels of each input and of the output, an ellipsis written out.

    The axes of an ellipsis are called "0", "1", …, which sort before all letters.
    """
    text = equation.replace(" ", "")
    match = re.fullmatch(r"([A-Za-z.,]+)(?:->([A-Za-z.]*))?", text)
    if match is None:
        raise ValueError(f"Indices have incorrect format: {text}")
    terms = match[1].split(",")
    if len(terms) != len(inputs):
        raise ValueError(
            f"Got {len(inputs)} arguments for equation {text!r}, expecting {len(terms)}"
        )
    longest = 0
    for index, (term, value) in enumerate(zip(terms, inputs, strict=True)):
        if value.shape.rank is None:
            raise ValueError("Cannot take the length of shape with unknown rank.")
        if "..." in term:
            axes = value.shape.rank - len(term.replace("...", ""))
            longest = max(longest, axes)
            # The last axes of an ellipsis are the ones that meet.
            terms[index] = term.replace("...", f"<{axes}>")
    dots = [str(axis) for axis in range(longest)]
    for index, term in enumerate(terms):
        if found := re.search(r"<(\d+)>", term):
            own = "".join(dots[longest - int(found[1]) :])
            terms[index] = term.replace(found[0], own)
    if match[2] is not None:
        return terms, match[2].replace("...", "".join(dots))
    seen = "".join(terms)
    once = sorted(label for label in set(seen) if seen.count(label) == 1)
    return terms, "".join(dots + [label for label in once if label not in dots])


def _product(sizes: Iterable[Any]) -> Any:
    result: Any = 1
    for size in sizes:
        result = result * size
    return result


def _sizes(value: Any) -> list[Any]:
    """Return the sizes of `value`: numbers, and tensors where they are not known."""
    static: list[Any] = value.shape.as_list()
    if None not in static:
        return static
    shape = v1.shape(value)
    return [shape[i] if size is None else size for i, size in enumerate(static)]


def _reshaped(value: Any, sizes: list[Any]) -> Any:
    return value if value.shape.as_list() == sizes else reshape(value, sizes)


def _ordered(value: Any, labels: str, wanted: str) -> Any:
    if labels == wanted:
        return value
    return v1.transpose(value, [labels.index(label) for label in wanted])


def _expanded(value: Any, axis: int, times: int) -> Any:
    for _ in range(times):
        value = v1.expand_dims(value, axis)
    return value


def _contracted(a: Any, la: str, b: Any, lb: str, summed: set[str]) -> tuple[Any, str]:
    """Return the product of `a` and `b`, summed over `summed`, and its labels."""
    both = sorted((set(la) & set(lb)) - summed)
    left = sorted(set(la) - set(lb))
    right = sorted(set(lb) - set(la))
    over = sorted(summed)
    a = _ordered(a, la, "".join(both + left + over))
    b = _ordered(b, lb, "".join(both + over + right))
    labels = "".join(both + left + right)
    if not over:
        a = _expanded(a, -1, len(right))
        return tf.raw_ops.Mul(x=a, y=_expanded(b, len(both), len(left))), labels
    n, m, k = len(both), len(both) + len(left), len(both) + len(over)
    sizes = _sizes(a)
    kept = sizes[:m]
    rows, terms = _product(sizes[n:m]), _product(sizes[m:])
    a = _reshaped(a, [*sizes[:n], rows, terms])
    sizes = _sizes(b)
    kept += sizes[k:]
    b = _reshaped(b, [*sizes[:n], terms, _product(sizes[k:])])
    return _reshaped(tf.matmul(a, b), kept), labels


def einsum(equation: str, *inputs: Any, **kwargs: Any) -> Any:
    """Products of tensors, summed over the axes whose labels the output lacks.

    Where a label is summed over more than two inputs, TensorFlow 2's own one op.

    Args:
        equation: Like "bij,bjk->bik"; "..." stands for any further axes.
        *inputs: A tensor for each term on the left.
        **kwargs: `name`, of the scope.

    Returns:
        A tensor with the axes that the equation says.

    Raises:
        ValueError: For an equation that does not fit the inputs.
        TypeError: For another keyword.

    Source: `tf.einsum`.
    """
    name = kwargs.pop("name", None)
    if kwargs:
        unknown = ", ".join(sorted(kwargs))
        raise TypeError(
            f"invalid keyword arguments for this function: {unknown}; expected `name`"
        )
    with v1.name_scope(name, "einsum", [equation, inputs]) as scope:
        tensors = [tf.convert_to_tensor(value) for value in inputs]
        terms, output = _labels(equation, tensors)
        for term in (*terms, output):
            if len(set(term)) < len(term):
                raise ValueError(
                    f"Subscript not supported: an axis appears more than once: {term}"
                )
        if missing := sorted(set(output) - set("".join(terms))):
            raise ValueError(f"expected labels of the inputs, received {missing[0]!r}")
        count = {
            label: sum(label in term for term in terms) for label in "".join(terms)
        }
        if any(n > 2 and label not in output for label, n in count.items()):
            return v1.einsum(equation, *inputs, name=scope)
        value, labels = tensors[0], terms[0]
        for other, term in zip(tensors[1:], terms[1:], strict=True):
            summed = (set(labels) & set(term)) - set(output)
            value, labels = _contracted(value, labels, other, term, summed)
        if over := [i for i, label in enumerate(labels) if label not in output]:
            value = v1.reduce_sum(value, over)
            labels = "".join(label for label in labels if label in output)
        return _ordered(value, labels, output)
