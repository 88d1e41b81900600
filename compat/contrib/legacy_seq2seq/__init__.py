"""`tf.contrib.legacy_seq2seq`: Sequence to sequence models of TensorFlow 0.x. Every name is refused so far (surface.csv)."""

__all__: list[str] = []
