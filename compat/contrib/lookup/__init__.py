"""`tf.contrib.lookup`: Tables from words to numbers and back. Every name is refused so far (surface.csv)."""

__all__: list[str] = []
