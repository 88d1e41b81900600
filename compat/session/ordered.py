"""`tf.Session`, set up so that random ops in a loop draw in the order they did in 1.15.

The iterations of a while loop may overlap, and whichever reaches a random op first gets
its first numbers. Who that is depends on the ops around it, and so on what the graph
optimizer makes of them: TensorFlow 2's reverses the order of nearly every dropout in a
`dynamic_rnn` of known batch size. Without it, of 128 cases measured (cells × kinds of
dropout × layers × known and unknown batch), 5 to 10 differ from a run of 1.15; two runs
of 1.15 differ from each other in 5 to 12. With `parallel_iterations=1` all agree.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.session.prepared import Runs, draws_in_a_loop

v1 = tf.compat.v1
_Session: Any = v1.Session
_InteractiveSession: Any = v1.InteractiveSession


def settled(graph: Any, config: Any) -> Any:
    """The configuration of a session that is to draw as 1.15 did.

    Args:
        graph: What it runs; the default graph, by default.
        config: A `tf.ConfigProto`, or `None`.
    """
    if not draws_in_a_loop(graph or v1.get_default_graph()):
        return config
    copy = v1.ConfigProto()
    if config is not None:
        copy.CopyFrom(config)
    copy.graph_options.rewrite_options.disable_meta_optimizer = True
    return copy


class Session(Runs, _Session):
    """`tf.Session`.

    Args:
        target: Where to run; here, by default.
        graph: What to run; the default graph, by default.
        config: A `tf.ConfigProto`.
    """

    def __init__(self, target: str = "", graph: Any = None, config: Any = None) -> None:
        super().__init__(target, graph, settled(graph, config))


class InteractiveSession(Runs, _InteractiveSession):
    """`tf.InteractiveSession`: a session that is the default from its start."""

    def __init__(self, target: str = "", graph: Any = None, config: Any = None) -> None:
        super().__init__(target, graph, settled(graph, config))
