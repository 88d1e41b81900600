"""`tf.contrib.crf`: Conditional random fields. Every name is refused so far (surface.csv)."""

__all__: list[str] = []
