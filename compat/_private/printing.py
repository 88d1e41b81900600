"""What TensorFlow's objects print: their classes, datasets, protocol messages."""

from __future__ import annotations

import functools
import io
from typing import Any


def print_as_1x() -> bool:
    """Have `print` of a tensor's class, a dataset and a message say what 1.15 said.

    Private names: ``ops.SymbolicTensor``, ``ref_variable.RefVariable``,
    ``resource_variable_ops.BaseResourceVariable``, seen in 2.16 to 2.21. Without them
    classes print by TensorFlow 2's names, and a resource variable is no `tf.Variable`.

    Returns:
        Whether it worked.
    """
    import tensorflow as tf
    from google.protobuf import message

    tf.compat.v1.data.Dataset.__repr__ = _dataset
    tf.compat.v1.data.Dataset.__str__ = _dataset
    base: Any = tf.compat.v1.GraphDef.__mro__[1]
    try:
        if base is not message.Message:  # the parsers in C print maps in any order
            base.__str__ = base.__repr__ = _message
        from tensorflow.python.framework import ops
        from tensorflow.python.ops import ref_variable, resource_variable_ops

        symbolic: Any = ops.SymbolicTensor
        symbolic.__name__ = symbolic.__qualname__ = "Tensor"
        ref_variable.RefVariable.__module__ = "tensorflow.python.ops.variables"
        variable: Any = tf.compat.v1.Variable
        variable.register(resource_variable_ops.BaseResourceVariable)
    except (ImportError, AttributeError, TypeError):
        return False
    return True


@functools.cache
def _printer() -> Any:
    """Prints floats as Python does; `None` where protobuf has another printer.

    Private name: ``text_format._Printer``, seen in protobuf 4 to 7. Without it floats
    print with as few digits as they need.
    """
    from google.protobuf import text_format

    printer: Any = getattr(text_format, "_Printer", None)
    if printer is None:
        return None

    class Printer(printer):  # type: ignore[misc]
        def PrintFieldValue(self, field: Any, value: Any) -> None:
            if field.cpp_type == field.CPPTYPE_FLOAT:
                self.out.write(str(value))
            else:
                super().PrintFieldValue(field, value)

    return Printer


def _message(self: Any) -> str:
    """A message with its maps in the order of their keys."""
    from google.protobuf import text_format

    printer = _printer()
    if printer is None:
        return text_format.MessageToString(self)
    said = io.StringIO()
    printer(said).PrintMessage(self)
    return said.getvalue()


def _dataset(self: Any) -> str:
    """A dataset by the shapes and types of its elements."""
    import tensorflow as tf

    data = tf.compat.v1.data
    shapes = tf.nest.map_structure(str, data.get_output_shapes(self))
    types = tf.nest.map_structure(repr, data.get_output_types(self))
    said = f"shapes: {shapes}, types: {types}".replace("'", "")
    return f"<{type(self).__name__} {said}>"
