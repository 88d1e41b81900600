"""`tf.Session`: random ops in 1.15's order, and runs that are prepared once."""
