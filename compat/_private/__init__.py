"""TensorFlow's private names, with their price: no other place may reach for one.

Every function here says in which TensorFlow versions its private name was seen and what
is lost where it is missing. All of them degrade to nothing done.
"""

from compat._private.columns import (
    is_sequence_column,
    scope_of_column,
    sequence_of_column,
    shape_of_column,
    transformed_by_column,
)
from compat._private.copies import CopiedNodes, run_copies, runs_copies
from compat._private.counted import wrap, wrapped
from compat._private.datasets import shuffled_parts
from compat._private.errors import say_errors_by, traceback_now
from compat._private.functions import called_with, captured_by, graph_function
from compat._private.gradients import find_gradients_by, watch_gradients
from compat._private.graphs import (
    awaited_outside,
    building_control_flow,
    has_control_dependencies,
    has_functions,
    in_control_flow,
    is_in_a_loop,
    op_of,
)
from compat._private.kernels import has_onednn, onednn_matmul
from compat._private.modules import (
    internal,
    old_keras,
    restore_late,
    saveable_object,
    trackable,
)
from compat._private.printing import print_as_1x
from compat._private.runs import callable_of, eager_mode
from compat._private.seeds import take_op_seeds_from
from compat._private.settings import (
    is_injective,
    kept_loss,
    lower_triangle,
    read_global_step,
    setting,
    variable_in,
)

__all__ = [
    "is_sequence_column",
    "scope_of_column",
    "sequence_of_column",
    "shape_of_column",
    "transformed_by_column",
    "is_injective",
    "lower_triangle",
    "kept_loss",
    "setting",
    "variable_in",
    "CopiedNodes",
    "awaited_outside",
    "building_control_flow",
    "callable_of",
    "eager_mode",
    "called_with",
    "captured_by",
    "find_gradients_by",
    "graph_function",
    "has_control_dependencies",
    "has_functions",
    "has_onednn",
    "in_control_flow",
    "internal",
    "is_in_a_loop",
    "old_keras",
    "onednn_matmul",
    "op_of",
    "restore_late",
    "run_copies",
    "print_as_1x",
    "read_global_step",
    "runs_copies",
    "shuffled_parts",
    "saveable_object",
    "say_errors_by",
    "take_op_seeds_from",
    "traceback_now",
    "trackable",
    "watch_gradients",
    "wrap",
    "wrapped",
]
