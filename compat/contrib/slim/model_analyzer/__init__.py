"""`tf.contrib.slim.model_analyzer`."""

from compat.contrib.slim.model_analyzer.listing import (
    analyze_ops,
    analyze_vars,
    tensor_description,
)

__all__ = ["analyze_ops", "analyze_vars", "tensor_description"]
