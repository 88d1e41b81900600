"""Sessions that run a copy of their graph."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

_copying: list[Any] = []


def run_copies(copy_of: Callable[[Any], Any]) -> bool:
    """Let a session run a copy of its graph.

    Private names: ``BaseSession._extend_graph``, ``_session``, ``_graph``, ``_target``
    and ``_config``; ``Graph._session_run_lock``; of ``pywrap_tf_session`` what
    `CopiedNodes` uses; seen in 2.16 to 2.21. Without them no network over time runs in
    a faster way.

    Args:
        copy_of: From a session that did not run yet to the copy that it is to run, or
            `None`: what has `graph`, and `extend()`, called before each run.

    Returns:
        Whether it worked.
    """
    if _copying:
        return True
    try:
        from tensorflow.python.client import pywrap_tf_session as c_api
        from tensorflow.python.client import session as sessions
    except ImportError:
        return False
    own = getattr(sessions.BaseSession, "_extend_graph", None)
    if own is None or not CopiedNodes.possible():
        return False

    def _extend_graph(self: Any) -> None:
        if not hasattr(self, "_compat_copy"):
            with _COPY_LOCK:
                if not hasattr(self, "_compat_copy"):
                    self._compat_copy = None if self._target else _begun(self)
        copy = self._compat_copy
        if copy is None:
            return own(self)
        with self._graph._session_run_lock():
            copy.extend()
        with copy.graph._session_run_lock():
            c_api.ExtendSession(self._session)

    def _begun(session: Any) -> Any:
        copy = copy_of(session)
        if copy is None:
            return None
        other = sessions.Session(graph=copy.graph, config=session._config)
        session._session, other._session = other._session, session._session
        other.close()
        return copy

    sessions.BaseSession._extend_graph = _extend_graph
    _copying.append(own)
    return True


def runs_copies() -> bool:
    """Whether sessions run copies: `run_copies` worked."""
    return bool(_copying)


_COPY_LOCK = threading.RLock()


class CopiedNodes:
    """A graph of nodes that TensorFlow 2 has in C, and Python does not know.

    Python's own import of a graph makes an object of every node, which takes several
    times as long.

    Private names: ``Graph._c_graph`` and ``Graph.new_operations``; of
    ``pywrap_tf_session`` ``TF_GraphImportGraphDefWithResults`` and its options,
    ``TF_OperationName``, ``TF_Output``; seen in 2.16 to 2.21.

    Attributes:
        graph: The graph.
    """

    _USED = (
        "TF_GraphImportGraphDefWithResults TF_ImportGraphDefOptionsSetPrefix "
        "TF_ImportGraphDefOptionsSetValidateColocationConstraints TF_OperationName "
        "TF_ImportGraphDefOptionsAddInputMapping TF_NewBufferFromString TF_Output "
        "TF_ImportGraphDefOptionsRemapControlDependency TF_DeleteBuffer "
        "ExtendSession"
    )

    def __init__(self) -> None:
        import tensorflow as tf

        self.graph = tf.Graph()
        self._count, self._by_name = 0, {}  # type: ignore[var-annotated]

    @classmethod
    def possible(cls) -> bool:
        """Whether this TensorFlow has what it needs."""
        import tensorflow as tf

        try:
            from tensorflow.python.client import pywrap_tf_session as c_api
            from tensorflow.python.framework import c_api_util
        except ImportError:
            return False
        return (
            all(hasattr(c_api, name) for name in cls._USED.split())
            and hasattr(c_api_util, "ScopedTFImportGraphDefOptions")
            and hasattr(tf.Graph, "new_operations")
        )

    def _node(self, name: str) -> Any:
        from tensorflow.python.client import pywrap_tf_session as c_api

        if name not in self._by_name:
            nodes = self.graph.new_operations()
            for node in nodes[self._count :]:
                self._by_name[c_api.TF_OperationName(node)] = node
            self._count = len(nodes)
        return self._by_name[name]

    def add(self, definition: Any) -> None:
        """Add the nodes of a `GraphDef`; they may read those that are there."""
        from tensorflow.python.client import pywrap_tf_session as c_api
        from tensorflow.python.framework import c_api_util

        scoped = c_api_util.ScopedTFImportGraphDefOptions()
        options = scoped.options
        c_api.TF_ImportGraphDefOptionsSetPrefix(options, "")
        c_api.TF_ImportGraphDefOptionsSetValidateColocationConstraints(options, False)
        new = {node.name for node in definition.node}
        for source in {source for node in definition.node for source in node.input}:
            name, _, index = source.removeprefix("^").partition(":")
            if name in new:
                continue
            if source.startswith("^"):
                c_api.TF_ImportGraphDefOptionsRemapControlDependency(
                    options, name, self._node(name)
                )
            else:
                output = c_api.TF_Output()
                output.oper, output.index = self._node(name), int(index or 0)
                c_api.TF_ImportGraphDefOptionsAddInputMapping(
                    options, name, output.index, output
                )
        buffer = c_api.TF_NewBufferFromString(definition.SerializeToString())
        try:
            with self.graph._c_graph.get() as c_graph:
                found = c_api.TF_GraphImportGraphDefWithResults(
                    c_graph, buffer, options
                )
            c_api_util.ScopedTFImportGraphDefResults(found)  # frees it
        finally:
            c_api.TF_DeleteBuffer(buffer)
