"""`tf.estimator.experimental`."""
