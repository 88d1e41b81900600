"""Write a public object down: kind, signature and, for a class, its members.

The same code describes the names of TensorFlow 1.15.5 (in the oracle, Python 3.7) and
those of the facade (Python 3.10 to 3.13), so that the two can be compared as text.
"""

import enum
import inspect
import types

# Members that every 1.15 cell and layer has from these bases are not the cell's own.
BASE_MODULES = (
    "builtins",
    "python.keras.engine.",
    "python.layers.base",
    "python.module.",
    "python.training.tracking.",
    "tensorflow.python.training.optimizer",
    "tensorflow_core.python.training.optimizer",
    "compat.layers.base",
)


class _Text:
    """A default value that prints as the given text."""

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


def show_default(value):
    """Write a default value without what differs from run to run or by version."""
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, (list, tuple)) and type(value) in (list, tuple):
        shown = [_Text(show_default(item)) for item in value]
        return repr(type(value)(shown))
    if callable(value) and hasattr(value, "__qualname__"):
        outer, closure, _ = value.__qualname__.partition(".<locals>")
        return outer + "()" if closure else value.__name__
    if isinstance(value, enum.Enum):
        return str(value).replace("V2.", ".")
    text = repr(value)
    return type(value).__name__ + "()" if " object at 0x" in text else text


def show_signature(function):
    """Give str(inspect.signature(function)), its defaults through `show_default`."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return ""
    parameters = []
    for parameter in signature.parameters.values():
        parameter = parameter.replace(annotation=inspect.Parameter.empty)
        if parameter.default is not inspect.Parameter.empty:
            shown = _Text(show_default(parameter.default))
            parameter = parameter.replace(default=shown)
        parameters.append(parameter)
    return str(inspect.Signature(parameters))


def show_constructor(cls):
    """Give the signature of __init__, of __new__ for a named tuple, or ''."""
    if cls.__init__ is not object.__init__:
        return show_signature(cls.__init__)
    if cls.__new__ is not object.__new__:
        return show_signature(cls.__new__)
    return ""


def show_accepted(cls):
    """Give the first signature of __init__ that is not (self, *args, **kwargs).

    The wrappers (DropoutWrapper, ...) hand everything on to a base class: what they
    accept is what that one accepts.
    """
    for base in cls.__mro__[:-1]:
        if "__init__" in vars(base):
            shown = show_signature(base.__init__)
            if shown != "(self, *args, **kwargs)":
                return shown
    return show_constructor(cls)


def members(cls):
    """Give a class's public members but for those of Keras's bases: name to shape.

    `build` is left out: TensorFlow wraps it in a decorator of its own.
    """
    found = {}
    for base in reversed(cls.__mro__):
        if base is object or (
            base is not cls and any(part in base.__module__ for part in BASE_MODULES)
        ):
            continue
        for name, member in vars(base).items():
            if (name.startswith("_") and name != "__call__") or name == "build":
                continue
            if isinstance(member, (staticmethod, classmethod)):
                member = member.__func__
            if isinstance(member, property) or type(member).__name__ == "_tuplegetter":
                found[name] = "property"
            elif callable(member):
                found[name] = show_signature(member)
            else:
                found[name] = "value"
    return dict(sorted(found.items()))


def describe(thing):
    """Describe a public object: kind, signature, and for a class its members."""
    if isinstance(thing, types.ModuleType) or type(thing).__name__ == "LazyLoader":
        return {"kind": "module", "signature": "module"}
    if inspect.isclass(thing):
        return {
            "kind": "class",
            "signature": show_constructor(thing) or "class",
            "accepts": show_accepted(thing) or "class",
            "members": members(thing),
        }
    if callable(thing):
        return {"kind": "function", "signature": show_signature(thing)}
    return {"kind": "value", "signature": "value"}


def resolve(root, name):
    """Follow a dotted name that starts with `tf` from the root module."""
    thing = root
    for part in name.split(".")[1:]:
        thing = getattr(thing, part)
    return thing
