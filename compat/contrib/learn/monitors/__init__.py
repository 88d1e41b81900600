"""`tf.contrib.learn.monitors`: what looks on while a model is trained."""

from compat.contrib.learn.monitors.base import BaseMonitor, EveryN, NanLoss, StopAtStep
from compat.contrib.learn.monitors.hooks import (
    RunHookAdapterForMonitors,
    get_default_monitors,
    replace_monitors_with_hooks,
)
from compat.contrib.learn.monitors.validation import ValidationMonitor
from compat.contrib.learn.monitors.watching import (
    CaptureVariable,
    CheckpointSaver,
    GraphDump,
    LoggingTrainable,
    PrintTensor,
    StepCounter,
    SummarySaver,
)

__all__ = [
    "BaseMonitor",
    "CaptureVariable",
    "CheckpointSaver",
    "EveryN",
    "GraphDump",
    "LoggingTrainable",
    "NanLoss",
    "PrintTensor",
    "RunHookAdapterForMonitors",
    "StepCounter",
    "StopAtStep",
    "SummarySaver",
    "ValidationMonitor",
    "get_default_monitors",
    "replace_monitors_with_hooks",
]
