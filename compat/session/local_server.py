"""`tf.train.Server`, whose server of one process is a job named as in 1.15."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


class Server(tf1.train.Server):  # type: ignore[name-defined, misc]
    """A server of this process, for a cluster.

    Source: `tf.train.Server`.
    """

    @staticmethod
    def create_local_server(config: Any = None, start: bool = True) -> Server:
        """A server of a cluster of one process, `/job:local/task:0`.

        Args:
            config: A `tf.ConfigProto`.
            start: Whether it starts at once.

        Source: `tf.train.Server.create_local_server`.
        """
        return Server(
            {"local": ["localhost:0"]}, protocol="grpc", config=config, start=start
        )
