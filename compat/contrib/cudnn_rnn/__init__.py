"""`tf.contrib.cudnn_rnn`: Recurrent layers of cuDNN's kind. Every name is refused so far (surface.csv)."""

__all__: list[str] = []
