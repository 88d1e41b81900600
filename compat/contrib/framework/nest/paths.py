"""Nested structures with the path to each leaf."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from compat.contrib.framework.nest.structures import (
    Path,
    assert_same_structure,
    assert_shallow_structure,
    children,
    down_to,
    is_sequence,
    pack_sequence_as,
)


def yield_flat_paths(nest: Any, expand_composites: bool = False) -> Iterator[Path]:
    """The path to each leaf, in the order of `flatten`.

    Source: `tf.contrib.framework.nest.yield_flat_paths`.
    """
    for path, _ in _leaves(nest):
        yield path


def _leaves(structure: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if not is_sequence(structure):
        yield path, structure
        return
    for key, part in children(structure):
        yield from _leaves(part, (*path, key))


def flatten_with_tuple_paths(
    structure: Any, expand_composites: bool = False
) -> list[tuple[Path, Any]]:
    """The leaves, each after its path.

    Source: `tf.contrib.framework.nest.flatten_with_tuple_paths`.
    """
    return list(_leaves(structure))


def flatten_with_joined_string_paths(
    structure: Any, separator: str = "/", expand_composites: bool = False
) -> list[tuple[str, Any]]:
    """The leaves, each after its path as one string.

    Source: `tf.contrib.framework.nest.flatten_with_joined_string_paths`.
    """
    return [(separator.join(map(str, path)), leaf) for path, leaf in _leaves(structure)]


def flatten_with_tuple_paths_up_to(
    shallow_tree: Any,
    input_tree: Any,
    check_types: bool = True,
    expand_composites: bool = False,
    check_subtrees_length: bool = True,
) -> list[tuple[Path, Any]]:
    """The parts of a structure at the leaves of a form, each after its path.

    Source: `tf.contrib.framework.nest.flatten_with_tuple_paths_up_to`.
    """
    assert_shallow_structure(
        shallow_tree, input_tree, check_types, expand_composites, check_subtrees_length
    )
    return list(down_to(shallow_tree, input_tree))


def map_structure_with_tuple_paths_up_to(
    shallow_tree: Any, func: Callable[..., Any], *inputs: Any, **kwargs: Any
) -> Any:
    """A function of path and parts, at the leaves of a form.

    Source: `tf.contrib.framework.nest.map_structure_with_tuple_paths_up_to`.
    """
    if not inputs:
        raise ValueError("Cannot map over no sequences")
    check = kwargs.pop("check_types", True)
    for tree in inputs:
        assert_shallow_structure(shallow_tree, tree, check)
    parts = [list(down_to(shallow_tree, tree)) for tree in inputs]
    results = [
        func(several[0][0], *[part for _, part in several], **kwargs)
        for several in zip(*parts, strict=True)
    ]
    return pack_sequence_as(shallow_tree, results)


def map_structure_with_tuple_paths(
    func: Callable[..., Any], *structure: Any, **kwargs: Any
) -> Any:
    """A function of path and leaves of one or more structures of the same form.

    Source: `tf.contrib.framework.nest.map_structure_with_tuple_paths`.
    """
    for other in structure[1:]:
        assert_same_structure(structure[0], other, kwargs.get("check_types", True))
    return map_structure_with_tuple_paths_up_to(
        structure[0], func, *structure, **kwargs
    )


def map_structure_with_paths(
    func: Callable[..., Any], *structure: Any, **kwargs: Any
) -> Any:
    """The same with the path as one string.

    Source: `tf.contrib.framework.nest.map_structure_with_paths`.
    """

    def with_string(path: Path, *parts: Any, **given: Any) -> Any:
        return func("/".join(map(str, path)), *parts, **given)

    return map_structure_with_tuple_paths(with_string, *structure, **kwargs)
