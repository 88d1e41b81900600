"""`HParams`: hyperparameters by name, read from text."""

from __future__ import annotations

import json
import numbers
import re
from collections.abc import Iterator
from typing import Any

from compat.contrib.training import hparam_def as proto

_LEFT = re.compile(r"\s*([A-Za-z][\w.]*)(?:\[\s*(\d+)\s*\])?\s*=\s*")


def _parse_failed(name: str, kind: type, value: str, whole: str) -> ValueError:
    return ValueError(
        f"Could not parse hparam '{name}' of type '{kind.__name__}' with value "
        f"'{value}' in {whole}"
    )


def _parse_one(name: str, kind: type, text: str, whole: str) -> Any:
    try:
        if kind is not bool:
            return kind(text)
        if text in ("true", "True"):
            return True
        if text in ("false", "False"):
            return False
        return bool(int(text))
    except ValueError:
        raise _parse_failed(name, kind, text, whole) from None


def _assignments(text: str) -> Iterator[tuple[str, int | None, str | list[str]]]:
    """The name, index (or None) and value (or values) of each assignment."""
    rest = text
    while rest:
        left = _LEFT.match(rest)
        if left is None:
            raise ValueError(f"Malformed hyperparameter value: {rest}")
        right = rest[left.end() :]
        value: str | list[str]
        if right.startswith("["):
            inside, closed, after = right[1:].partition("]")
            value = inside.replace(",", " ").split()
            fits = bool(closed) and after[:1] in ("", ",")
            after = after[1:]
        else:
            value, _, after = right.partition(",")
            fits = "[" not in value
        if not fits:
            raise ValueError(f"Malformed hyperparameter value: {rest}")
        yield left[1], None if left[2] is None else int(left[2]), value
        rest = after


def parse_values(
    values: str, type_map: dict[str, type], ignore_unknown: bool = False
) -> dict[str, Any]:
    """Read `name=value,name=[value,value],name[index]=value`.

    Args:
        values: The text.
        type_map: From name to type.
        ignore_unknown: Whether to pass over names that are not in `type_map`.

    Returns:
        Dict from name to value, list, or dict from index to value.

    Raises:
        ValueError: For text of another form, a value of another type, a name that is
            not known or comes twice.

    Source: `tf.contrib.training.parse_values`.
    """
    found: dict[str, Any] = {}
    for name, index, value in _assignments(values):
        if name not in type_map:
            if ignore_unknown:
                continue
            raise ValueError(f"Unknown hyperparameter type for {name}")
        kind = type_map[name]
        twice = ValueError(f"Multiple assignments to variable '{name}' in {values}")
        if isinstance(value, list):
            if index is not None:
                raise ValueError("Assignment of a list to a list index.")
            if name in found:
                raise twice
            found[name] = [_parse_one(name, kind, part, values) for part in value]
        elif index is not None:
            by_index = found.setdefault(name, {})
            if not isinstance(by_index, dict):
                raise twice
            if index in by_index:
                raise ValueError(
                    f"Multiple assignments to variable '{name}[{index}]' in {values}"
                )
            by_index[index] = _parse_one(name, kind, value, values)
        else:
            if name in found:
                raise twice
            found[name] = _parse_one(name, kind, value, values)
    return found


def _cast(kind: type, value: Any, name: str) -> Any:
    """`value` as the type of a hyperparameter, where no digit is lost."""
    failed = ValueError(
        f"Could not cast hparam '{name}' of type '{kind}' from value {value!r}"
    )
    if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
        return value
    if kind is type(None):
        return str(value)
    if kind in (int, float) and isinstance(value, bool):
        raise failed
    if kind is float and isinstance(value, numbers.Number):
        return float(value)  # type: ignore[arg-type]
    if kind is int and isinstance(value, numbers.Integral):
        return int(value)
    raise failed


class HParams:
    """Hyperparameters, each an attribute of a fixed type.

    Args:
        hparam_def: An `HParamDef` of `to_proto`, instead of names and values.
        model_structure: Anything, kept.
        **kwargs: Names and values: int, float, bool, str or None, or a list of one.

    Source: `tf.contrib.training.HParams`.
    """

    _HAS_DYNAMIC_ATTRIBUTES = True

    def __init__(
        self, hparam_def: Any = None, model_structure: Any = None, **kwargs: Any
    ) -> None:
        self._hparam_types: dict[str, tuple[type, bool]] = {}
        self._model_structure = model_structure
        if hparam_def:
            given = proto.read(hparam_def)
            if kwargs:
                raise ValueError(
                    "hparam_def and initialization values are mutually exclusive"
                )
            kwargs = given
        for name, value in kwargs.items():
            self.add_hparam(name, value)

    def add_hparam(self, name: str, value: Any) -> None:
        """Add a hyperparameter.

        Raises:
            ValueError: For a name that is taken, or an empty list.
        """
        if getattr(self, name, None) is not None:
            raise ValueError(f"Hyperparameter name is reserved: {name}")
        if isinstance(value, (list, tuple)):
            if not value:
                raise ValueError(
                    f"Multi-valued hyperparameters cannot be empty: {name}"
                )
            self._hparam_types[name] = type(value[0]), True
        else:
            self._hparam_types[name] = type(value), False
        setattr(self, name, value)

    def set_hparam(self, name: str, value: Any) -> None:
        """Set a hyperparameter, cast to its type.

        Raises:
            KeyError: For a name that was never added.
            ValueError: For a value of another type.
        """
        kind, is_list = self._hparam_types[name]
        if isinstance(value, list):
            if not is_list:
                raise ValueError(
                    f"Must not pass a list for single-valued parameter: {name}"
                )
            setattr(self, name, [_cast(kind, one, name) for one in value])
            return
        if is_list:
            raise ValueError(f"Must pass a list for multi-valued parameter: {name}.")
        setattr(self, name, _cast(kind, value, name))

    def del_hparam(self, name: str) -> None:
        """Take a hyperparameter out."""
        if hasattr(self, name):
            delattr(self, name)
            del self._hparam_types[name]

    def parse(self, values: str) -> HParams:
        """Set hyperparameters from text; see `parse_values`."""
        types = {name: kind for name, (kind, _) in self._hparam_types.items()}
        return self.override_from_dict(parse_values(values, types))

    def override_from_dict(self, values_dict: dict[str, Any]) -> HParams:
        """Set hyperparameters from a dict."""
        for name, value in values_dict.items():
            self.set_hparam(name, value)
        return self

    def set_from_map(self, values_map: dict[str, Any]) -> HParams:
        """The same under its older name."""
        return self.override_from_dict(values_map)

    def parse_json(self, values_json: str) -> HParams:
        """Set hyperparameters from JSON."""
        return self.override_from_dict(json.loads(values_json))

    def to_json(
        self, indent: Any = None, separators: Any = None, sort_keys: bool = False
    ) -> str:
        """The hyperparameters as JSON; functions are left out."""
        kept = {name: value for name, value in self.values().items()}
        shown = {n: v for n, v in kept.items() if not callable(v)}
        return json.dumps(
            shown, indent=indent, separators=separators, sort_keys=sort_keys
        )

    def values(self) -> dict[str, Any]:
        """Dict from name to value."""
        return {name: getattr(self, name) for name in self._hparam_types}

    def get(self, key: str, default: Any = None) -> Any:
        """A hyperparameter's value, or `default` where there is none of that name.

        Raises:
            ValueError: For a default of another type than the hyperparameter.
        """
        if key not in self._hparam_types:
            return default
        if default is not None:
            kind, is_list = self._hparam_types[key]
            shown = f"list<{kind}>" if is_list else str(kind)
            failed = (
                f"Hparam '{key}' of type '{shown}' is incompatible with "
                f"default={default}"
            )
            if is_list != isinstance(default, list):
                raise ValueError(failed)
            try:
                for one in default if is_list else [default]:
                    _cast(kind, one, key)
            except ValueError as error:
                raise ValueError(f"{failed}. {error}") from None
        return getattr(self, key)

    def get_model_structure(self) -> Any:
        """What was given as model structure."""
        return self._model_structure

    def set_model_structure(self, model_structure: Any) -> None:
        """Keep another model structure."""
        self._model_structure = model_structure

    def to_proto(self, export_scope: Any = None) -> Any:
        """The hyperparameters as an `HParamDef`.

        Raises:
            ValueError: For a value that is no int, float, bool, text or list of one.
        """
        return proto.written(self.values(), self._hparam_types)

    @staticmethod
    def from_proto(hparam_def: Any, import_scope: Any = None) -> HParams:
        """The hyperparameters of an `HParamDef`."""
        return HParams(hparam_def=hparam_def)

    def __contains__(self, key: str) -> bool:
        return key in self._hparam_types

    def __str__(self) -> str:
        return ",".join(f"{name}={value}" for name, value in self.values().items())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._sorted()!r})"

    def _sorted(self) -> list[tuple[str, Any]]:
        return sorted(self.values().items())
