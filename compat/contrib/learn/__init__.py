"""`tf.contrib.learn`: Estimators and what came with them. Every name is refused so far (surface.csv)."""

__all__: list[str] = []
