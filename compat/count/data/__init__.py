"""What 1.15's datasets did otherwise: the order of their elements."""
