"""`tf.contrib.training`: Training loops, hyperparameters, input queues. Every name is refused so far (surface.csv)."""

__all__: list[str] = []
