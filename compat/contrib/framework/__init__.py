"""`tf.contrib.framework`: Variables, checkpoints, argument scopes. Every name is refused so far (surface.csv)."""

__all__: list[str] = []
