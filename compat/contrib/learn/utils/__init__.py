"""`tf.contrib.learn.utils`: what an exported model is given, and exports."""

from compat.contrib.learn.exporting import make_export_strategy
from compat.contrib.learn.serving import (
    InputFnOps,
    build_default_serving_input_fn,
    build_parsing_serving_input_fn,
)

__all__ = [
    "InputFnOps",
    "build_default_serving_input_fn",
    "build_parsing_serving_input_fn",
    "make_export_strategy",
]
