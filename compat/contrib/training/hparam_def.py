"""`HParamDef`: hyperparameters as a protocol buffer, with the field numbers of 1.15."""

from __future__ import annotations

from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_Field = descriptor_pb2.FieldDescriptorProto
_KINDS = {
    "int64": (_Field.TYPE_INT64, 1, 4),
    "float": (_Field.TYPE_FLOAT, 2, 5),
    "bytes": (_Field.TYPE_BYTES, 3, 6),
    "bool": (_Field.TYPE_BOOL, 7, 8),
}
_OF_TYPE = {int: "int64", float: "float", str: "bytes", bool: "bool"}


def _described() -> Any:
    """The description of the message's file."""
    file = descriptor_pb2.FileDescriptorProto(
        name="tensorflow/contrib/training/python/training/hparam.proto",
        package="tensorflow",
        syntax="proto3",
    )
    whole = file.message_type.add(name="HParamDef")
    path = ".tensorflow.HParamDef"
    lists = {name: f"{name.capitalize()}List" for name in _KINDS}
    for name in ("bytes", "float", "int64", "bool"):
        values = whole.nested_type.add(name=lists[name])
        values.field.add(
            name="value",
            number=1,
            type=_KINDS[name][0],
            label=_Field.LABEL_REPEATED,
        )
    one = whole.nested_type.add(name="HParamType")
    one.oneof_decl.add(name="kind")
    for name, (kind, number, number_of_list) in _KINDS.items():
        common = {"label": _Field.LABEL_OPTIONAL, "oneof_index": 0}
        one.field.add(name=f"{name}_value", number=number, type=kind, **common)
        one.field.add(
            name=f"{name}_list",
            number=number_of_list,
            type=_Field.TYPE_MESSAGE,
            type_name=f"{path}.{lists[name]}",
            **common,
        )
    entry = whole.nested_type.add(name="HparamEntry")
    entry.options.map_entry = True
    entry.field.add(
        name="key", number=1, type=_Field.TYPE_STRING, label=_Field.LABEL_OPTIONAL
    )
    entry.field.add(
        name="value",
        number=2,
        type=_Field.TYPE_MESSAGE,
        type_name=f"{path}.HParamType",
        label=_Field.LABEL_OPTIONAL,
    )
    whole.field.add(
        name="hparam",
        number=1,
        type=_Field.TYPE_MESSAGE,
        type_name=f"{path}.HparamEntry",
        label=_Field.LABEL_REPEATED,
    )
    return file


_pool = descriptor_pool.DescriptorPool()
_pool.Add(_described())
HParamDef: Any = message_factory.GetMessageClass(
    _pool.FindMessageTypeByName("tensorflow.HParamDef")
)


def written(values: dict[str, Any], types: dict[str, tuple[type, bool]]) -> Any:
    """The message of hyperparameters.

    Args:
        values: From name to value.
        types: From name to type, and whether the value is a list of that.

    Raises:
        ValueError: For a type that the message has no field for.
    """
    message = HParamDef()
    for name, (kind, is_list) in types.items():
        if kind not in _OF_TYPE:
            raise ValueError(f"Unsupported parameter type: {kind}")
        value, field = values[name], _OF_TYPE[kind]
        one = message.hparam[name]
        if is_list:
            parts = [part.encode() if kind is str else part for part in value]
            getattr(one, f"{field}_list").value.extend(parts)
        else:
            value = value.encode() if kind is str else value
            setattr(one, f"{field}_value", value)
    return message


def read(message: Any) -> dict[str, Any]:
    """The hyperparameters of a message, from name to value or list.

    Raises:
        AssertionError: For another type of message.
    """
    if not isinstance(message, HParamDef):
        raise AssertionError
    found = {}
    for name, one in message.hparam.items():
        kind = one.WhichOneof("kind")
        value = getattr(one, kind)
        parts = list(value.value) if kind.endswith("_list") else [value]
        if kind.startswith("bytes"):
            parts = [part.decode() for part in parts]
        found[name] = parts if kind.endswith("_list") else parts[0]
    return found
