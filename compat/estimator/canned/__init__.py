"""The canned models of `tf.estimator`: networks and linear models with a head."""
