"""What `tensorflow.python` had of its own in 1.15."""
