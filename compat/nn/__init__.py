"""`tf.nn`: what `tf.compat.v1.nn` does otherwise than 1.15; the rest falls through."""

__all__: list[str] = []
