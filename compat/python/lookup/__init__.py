"""Tables of `tensorflow.python.ops.lookup_ops`, which `tf.contrib.lookup` hands on."""
