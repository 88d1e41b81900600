"""Writes the Keras 3 program of a TensorFlow 1.x script: `compat port`."""
