"""Running scripts: found, compiled, given their TensorFlow, and their errors shown."""
