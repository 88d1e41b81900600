"""Those functions of `tf.feature_column` that 1.15 built otherwise."""
