"""Nested structures: flattened, packed, mapped, compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import tensorflow as tf

Path = tuple[Any, ...]


def is_sequence(o: Any) -> bool:
    """Whether a value is a nested structure: a list, tuple, dict, …

    Source: `tf.contrib.framework.nest.is_sequence`.
    """
    return bool(tf.nest.is_nested(o)) and not _is_composite(o)


def is_nested(seq: Any) -> bool:
    """The same as `is_sequence`.

    Source: `tf.contrib.framework.nest.is_nested`.
    """
    return is_sequence(seq)


def is_sequence_or_composite(o: Any) -> bool:
    """Whether a value is a nested structure, or made of tensors (`tf.SparseTensor`).

    Source: `tf.contrib.framework.nest.is_sequence_or_composite`.
    """
    return bool(tf.nest.is_nested(o)) or _is_composite(o)


def _is_composite(o: Any) -> bool:
    composites = (tf.SparseTensor, tf.IndexedSlices, tf.RaggedTensor)
    return isinstance(o, (*composites, tf.SparseTensorSpec, tf.RaggedTensorSpec))


def children(structure: Any) -> Iterator[tuple[Any, Any]]:
    """The keys and values one level down, dicts in the order of their keys."""
    if isinstance(structure, Mapping):
        for key in sorted(structure):
            yield key, structure[key]
    elif hasattr(structure, "_fields"):
        yield from zip(structure._fields, structure, strict=True)
    elif hasattr(structure, "__attrs_attrs__"):
        for attribute in structure.__attrs_attrs__:
            yield attribute.name, getattr(structure, attribute.name)
    else:
        yield from enumerate(structure)


def flatten(structure: Any, expand_composites: bool = False) -> list[Any]:
    """The leaves of a nested structure.

    Source: `tf.contrib.framework.nest.flatten`.
    """
    return tf.nest.flatten(structure, expand_composites)


def pack_sequence_as(
    structure: Any, flat_sequence: Any, expand_composites: bool = False
) -> Any:
    """Leaves put into the form of a nested structure.

    Source: `tf.contrib.framework.nest.pack_sequence_as`.
    """
    return tf.nest.pack_sequence_as(structure, flat_sequence, expand_composites)


def map_structure(func: Callable[..., Any], *structure: Any, **kwargs: Any) -> Any:
    """A function of the leaves of one or more structures of the same form.

    Source: `tf.contrib.framework.nest.map_structure`.
    """
    return tf.nest.map_structure(func, *structure, **kwargs)


def assert_same_structure(
    nest1: Any, nest2: Any, check_types: bool = True, expand_composites: bool = False
) -> None:
    """Raise where two structures differ in form.

    Source: `tf.contrib.framework.nest.assert_same_structure`.
    """
    tf.nest.assert_same_structure(nest1, nest2, check_types, expand_composites)


def flatten_dict_items(dictionary: dict[Any, Any]) -> dict[Any, Any]:
    """A dict whose nested keys and values are both flattened.

    Raises:
        TypeError: For no dict.
        ValueError: For a key and value of other forms, or a key that comes twice.

    Source: `tf.contrib.framework.nest.flatten_dict_items`.
    """
    if not isinstance(dictionary, (dict, Mapping)):
        raise TypeError("input must be a dictionary")
    flat: dict[Any, Any] = {}
    for key, value in dictionary.items():
        keys = flatten(key) if is_sequence(key) else [key]
        values = flatten(value) if is_sequence(key) else [value]
        if len(keys) != len(values):
            raise ValueError(
                f"Could not flatten dictionary. Key had {len(keys)} elements, but "
                f"value had {len(values)} elements. Key: {keys}, value: {values}."
            )
        for one, other in zip(keys, values, strict=True):
            if one in flat:
                raise ValueError(
                    f"Could not flatten dictionary: key {one} is not unique."
                )
            flat[one] = other
    return flat


def _is(structure: Any, expand_composites: bool) -> bool:
    return (is_sequence_or_composite if expand_composites else is_sequence)(structure)


def assert_shallow_structure(
    shallow_tree: Any,
    input_tree: Any,
    check_types: bool = True,
    expand_composites: bool = False,
    check_subtrees_length: bool = True,
) -> None:
    """Raise where the upper levels of a structure do not have a form.

    Args:
        shallow_tree: The form.
        input_tree: The structure, which may go deeper.
        check_types: Whether lists and tuples differ.
        expand_composites: Whether to look into sparse tensors.
        check_subtrees_length: Whether numbers of elements must agree.

    Raises:
        TypeError: For other types.
        ValueError: For another number of elements, or other keys.

    Source: `tf.contrib.framework.nest.assert_shallow_structure`.
    """
    if not _is(shallow_tree, expand_composites):
        return
    if not _is(input_tree, expand_composites):
        raise TypeError(
            "If shallow structure is a sequence, input must also be a sequence. Input "
            f"has type: {type(input_tree)}."
        )
    both_maps = isinstance(shallow_tree, Mapping) and isinstance(input_tree, Mapping)
    if check_types and not isinstance(input_tree, type(shallow_tree)) and not both_maps:
        raise TypeError(
            "The two structures don't have the same sequence type. Input structure has "
            f"type {type(input_tree)}, while shallow structure has type "
            f"{type(shallow_tree)}."
        )
    if check_subtrees_length and len(input_tree) != len(shallow_tree):
        raise ValueError(
            "The two structures don't have the same sequence length. Input structure "
            f"has length {len(input_tree)}, while shallow structure has length "
            f"{len(shallow_tree)}."
        )
    if both_maps:
        absent = sorted(set(shallow_tree) - set(input_tree))
        if absent:
            raise ValueError(
                "The shallow_tree's keys are not a subset of the input_tree's keys. "
                "The shallow_tree has the following keys that are not in the "
                f"input_tree: {absent}."
            )
    below = dict(children(input_tree))
    for key, branch in children(shallow_tree):
        assert_shallow_structure(
            branch, below[key], check_types, expand_composites, check_subtrees_length
        )


def down_to(
    shallow: Any, structure: Any, path: Path = ()
) -> Iterator[tuple[Path, Any]]:
    """The parts of a structure at the leaves of a form, each with its path."""
    if not is_sequence(shallow):
        yield path, structure
        return
    below = dict(children(structure))
    for key, branch in children(shallow):
        yield from down_to(branch, below[key], (*path, key))


def flatten_up_to(
    shallow_tree: Any,
    input_tree: Any,
    check_types: bool = True,
    expand_composites: bool = False,
    check_subtrees_length: bool = True,
) -> list[Any]:
    """The parts of a structure at the leaves of a form.

    Args: as for `assert_shallow_structure`.

    Source: `tf.contrib.framework.nest.flatten_up_to`.
    """
    assert_shallow_structure(
        shallow_tree, input_tree, check_types, expand_composites, check_subtrees_length
    )
    return [part for _, part in down_to(shallow_tree, input_tree)]


def map_structure_up_to(
    shallow_tree: Any, func: Callable[..., Any], *inputs: Any, **kwargs: Any
) -> Any:
    """A function of the parts of structures at the leaves of a form.

    Raises:
        ValueError: For no structure.

    Source: `tf.contrib.framework.nest.map_structure_up_to`.
    """
    if not inputs:
        raise ValueError("Cannot map over no sequences")
    check = kwargs.pop("check_types", True)
    parts = [flatten_up_to(shallow_tree, tree, check) for tree in inputs]
    return pack_sequence_as(
        shallow_tree, [func(*several) for several in zip(*parts, strict=True)]
    )


def get_traverse_shallow_structure(
    traverse_fn: Callable[[Any], Any], structure: Any, expand_composites: bool = False
) -> Any:
    """The form in which a function says to go down into a structure.

    Args:
        traverse_fn: From a part to whether to go down: a bool, or a structure of them.
        structure: The structure.
        expand_composites: Whether to look into sparse tensors.

    Returns:
        A structure of bools: `False` where to stop.

    Source: `tf.contrib.framework.nest.get_traverse_shallow_structure`.
    """
    down = traverse_fn(structure)
    if not _is(structure, expand_composites):
        if not isinstance(down, bool):
            raise TypeError(f"traverse_fn returned structure: {down} for: {structure}")
        return down
    if isinstance(down, bool):
        if not down:
            return False
        below = [
            get_traverse_shallow_structure(traverse_fn, part, expand_composites)
            for _, part in children(structure)
        ]
    else:
        assert_shallow_structure(down, structure, expand_composites=expand_composites)
        answers = dict(children(down))
        below = [
            get_traverse_shallow_structure(traverse_fn, part, expand_composites)
            if answers[key]
            else False
            for key, part in children(structure)
        ]
    return _like(structure, below)


def _like(structure: Any, values: list[Any]) -> Any:
    if isinstance(structure, Mapping):
        return type(structure)(  # type: ignore[call-arg]
            zip([key for key, _ in children(structure)], values, strict=True)
        )
    if hasattr(structure, "_fields"):
        return type(structure)(*values)
    return type(structure)(values)
