"""`tf.contrib.tensorboard`."""

__all__: list[str] = []
