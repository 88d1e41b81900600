"""`tf.contrib.eager`."""

from compat.contrib.eager.functions import custom_gradient, defun, function
from compat.contrib.eager.gradients import (
    gradients_function,
    implicit_gradients,
    implicit_value_and_gradients,
    value_and_gradients_function,
)
from compat.contrib.eager.iterator import Iterator
from compat.contrib.eager.running import (
    ASYNC,
    DEVICE_PLACEMENT_EXPLICIT,
    DEVICE_PLACEMENT_SILENT,
    DEVICE_PLACEMENT_WARN,
    SYNC,
    get_optimizer_variables,
    list_devices,
    num_gpus,
    py_func,
    run,
)
from compat.contrib.eager.saving import (
    EagerVariableStore,
    Saver,
    restore_variables_on_create,
)
from compat.contrib.eager.testing import (
    run_all_tests_in_graph_and_eager_modes,
    run_test_in_graph_and_eager_modes,
)
from compat.contrib.eager.variable import Variable

__all__ = [
    "ASYNC",
    "DEVICE_PLACEMENT_EXPLICIT",
    "DEVICE_PLACEMENT_SILENT",
    "DEVICE_PLACEMENT_WARN",
    "EagerVariableStore",
    "Iterator",
    "SYNC",
    "Saver",
    "Variable",
    "custom_gradient",
    "defun",
    "function",
    "get_optimizer_variables",
    "gradients_function",
    "implicit_gradients",
    "implicit_value_and_gradients",
    "list_devices",
    "num_gpus",
    "py_func",
    "restore_variables_on_create",
    "run",
    "run_all_tests_in_graph_and_eager_modes",
    "run_test_in_graph_and_eager_modes",
    "value_and_gradients_function",
]
