"""`tf.contrib`."""

__all__: list[str] = []
