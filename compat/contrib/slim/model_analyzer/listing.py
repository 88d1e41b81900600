"""Lists of a graph's ops and variables with their sizes."""

from __future__ import annotations

from typing import Any

_LINE = "---------"


def _dtype(tensor: Any) -> str:
    """The type's name; a variable of the kind of 1.x is a reference."""
    name: str = tensor.dtype.name
    kind = getattr(getattr(tensor, "op", None), "type", "")
    return f"{name}_ref" if kind.startswith("Variable") and "_ref" not in name else name


def tensor_description(var: Any) -> str:
    """A tensor's type and shape, like `(float32 ?x3)`.

    Args:
        var: A tensor or a variable.

    Returns:
        The text.

    Raises:
        ValueError: Where the rank is unknown.

    Source: `tf.contrib.slim.model_analyzer.tensor_description`.
    """
    sizes = "x".join(
        "?" if size is None else str(size) for size in var.get_shape().as_list()
    )
    return f"({_dtype(var)} {sizes})"


def _elements(tensor: Any) -> int:
    return tensor.get_shape().num_elements() or 0


def analyze_ops(graph: Any, print_info: bool = False) -> int:
    """Count the elements of all ops' outputs.

    Args:
        graph: The graph.
        print_info: Whether each op is printed.

    Returns:
        How many elements the outputs of known shape have.

    Source: `tf.contrib.slim.model_analyzer.analyze_ops`.
    """
    if print_info:
        print(_LINE)
        print("Operations: name -> (type shapes) [size]")
        print(_LINE)
    total = 0
    for op in graph.get_operations():
        size = sum(_elements(output) for output in op.outputs)
        total += size
        if print_info:
            shapes = [
                "" if output.shape.rank is None else tensor_description(output)
                for output in op.outputs
            ]
            print(op.name, "\t->", ", ".join(shapes), f"[{size}]")
    return total


def analyze_vars(variables: Any, print_info: bool = False) -> tuple[int, int]:
    """Count the elements and bytes of variables.

    Args:
        variables: A list of variables.
        print_info: Whether each is printed.

    Returns:
        How many elements, and how many bytes.

    Source: `tf.contrib.slim.model_analyzer.analyze_vars`.
    """
    if print_info:
        print(_LINE)
        print("Variables: name (type shape) [size]")
        print(_LINE)
    total, total_bytes = 0, 0
    for variable in variables:
        size = _elements(variable)
        in_bytes = size * variable.dtype.size
        total += size
        total_bytes += in_bytes
        if print_info:
            described = tensor_description(variable)
            print(variable.name, described, f"[{size}, bytes: {in_bytes}]")
    if print_info:
        print(f"Total size of variables: {total}")
        print(f"Total bytes of variables: {total_bytes}")
    return total, total_bytes
