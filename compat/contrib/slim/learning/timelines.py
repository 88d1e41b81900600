"""What a step took, for `chrome://tracing`."""

from __future__ import annotations

import json
from typing import Any


def chrome_trace(step_stats: Any) -> str:
    """Write a step's statistics as JSON that Chrome shows.

    Args:
        step_stats: The `step_stats` of a `tf.RunMetadata`.
    """
    events: list[dict[str, Any]] = []
    for pid, device in enumerate(step_stats.dev_stats):
        named = {"name": device.device}
        events.append({"name": "process_name", "ph": "M", "pid": pid, "args": named})
        for node in device.node_stats:
            label = node.timeline_label
            kind = label.partition("=")[2].partition("(")[0].strip()
            events.append(
                {
                    "ph": "X",
                    "cat": "Op",
                    "name": kind or node.node_name,
                    "pid": pid,
                    "tid": node.thread_id,
                    "ts": node.all_start_micros,
                    "dur": node.all_end_rel_micros,
                    "args": {"name": node.node_name, "op": kind},
                }
            )
    return json.dumps({"traceEvents": events}, indent=4)
