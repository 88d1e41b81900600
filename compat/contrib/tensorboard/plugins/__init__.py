"""`tf.contrib.tensorboard.plugins`."""

__all__: list[str] = []
