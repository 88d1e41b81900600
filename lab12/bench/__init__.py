"""`lab12 bench`: how fast the engines are, in alternating runs."""
