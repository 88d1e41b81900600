"""Monitored sessions and supervisors whose random ops draw in 1.15's order.

They open a session of their own, so that what `tf.Session` is given does not reach it.
"""

from __future__ import annotations

import functools
import inspect
from typing import Any

import tensorflow as tf

from compat.session import ordered

tf1 = tf.compat.v1
_train = tf1.train
_MonitoredTrainingSession = _train.MonitoredTrainingSession
_SIGNATURE = inspect.signature(_MonitoredTrainingSession)


@functools.wraps(_MonitoredTrainingSession)
def MonitoredTrainingSession(*args: Any, **kwargs: Any) -> Any:
    """`tf.train.MonitoredTrainingSession`.

    Args:
        *args: As in TensorFlow.
        **kwargs: The same.
    """
    given = _SIGNATURE.bind(*args, **kwargs).arguments
    given["config"] = ordered.settled(None, given.get("config"))
    return _MonitoredTrainingSession(**given)


class ChiefSessionCreator(_train.ChiefSessionCreator):  # type: ignore[name-defined, misc]
    """`tf.train.ChiefSessionCreator`.

    Args:
        scaffold: A `tf.train.Scaffold`.
        master: Where to run; here, by default.
        config: A `tf.ConfigProto`.
        checkpoint_dir: Folder of checkpoints.
        checkpoint_filename_with_path: One of them.
    """

    def __init__(
        self,
        scaffold: Any = None,
        master: str = "",
        config: Any = None,
        checkpoint_dir: Any = None,
        checkpoint_filename_with_path: Any = None,
    ) -> None:
        super().__init__(
            scaffold,
            master,
            ordered.settled(None, config),
            checkpoint_dir,
            checkpoint_filename_with_path,
        )


class SingularMonitoredSession(_train.SingularMonitoredSession):  # type: ignore[name-defined, misc]
    """`tf.train.SingularMonitoredSession`.

    Args:
        hooks: `SessionRunHook`s.
        scaffold: A `tf.train.Scaffold`.
        master: Where to run; here, by default.
        config: A `tf.ConfigProto`.
        checkpoint_dir: Folder of checkpoints.
        stop_grace_period_secs: How long threads may take to stop.
        checkpoint_filename_with_path: One of the checkpoints.
    """

    def __init__(
        self,
        hooks: Any = None,
        scaffold: Any = None,
        master: str = "",
        config: Any = None,
        checkpoint_dir: Any = None,
        stop_grace_period_secs: float = 120,
        checkpoint_filename_with_path: Any = None,
    ) -> None:
        super().__init__(
            hooks,
            scaffold,
            master,
            ordered.settled(None, config),
            checkpoint_dir,
            stop_grace_period_secs,
            checkpoint_filename_with_path,
        )


class MonitoredSession(_train.MonitoredSession):  # type: ignore[name-defined, misc]
    """`tf.train.MonitoredSession`.

    Args:
        session_creator: By default a `ChiefSessionCreator`.
        hooks: `SessionRunHook`s.
        stop_grace_period_secs: How long threads may take to stop.
    """

    def __init__(
        self,
        session_creator: Any = None,
        hooks: Any = None,
        stop_grace_period_secs: float = 120,
    ) -> None:
        super().__init__(
            session_creator or ChiefSessionCreator(), hooks, stop_grace_period_secs
        )


class Supervisor(_train.Supervisor):  # type: ignore[name-defined, misc]
    """`tf.train.Supervisor`, with its arguments."""

    def prepare_or_wait_for_session(
        self, master: str = "", config: Any = None, *args: Any, **kwargs: Any
    ) -> Any:
        """Open a session, as in TensorFlow.

        Args:
            master: Where to run; here, by default.
            config: A `tf.ConfigProto`.
            *args: As in TensorFlow.
            **kwargs: The same.
        """
        config = ordered.settled(self._graph, config)
        return super().prepare_or_wait_for_session(master, config, *args, **kwargs)

    # as TensorFlow calls it, too
    PrepareSession = prepare_or_wait_for_session
