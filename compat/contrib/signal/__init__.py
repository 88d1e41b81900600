"""`tf.contrib.signal`: all of it is an alias, in places.csv."""

__all__: list[str] = []
