"""The names of TensorFlow 1.x, and what a script finds under each."""
