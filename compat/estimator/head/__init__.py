"""Heads of `tf.estimator`: loss, predictions and metrics of logits."""
