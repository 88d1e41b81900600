"""`tf.contrib.slim.nets`."""

__all__: list[str] = []
