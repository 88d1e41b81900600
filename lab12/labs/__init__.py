"""The labs: their rows, their data, and what must hold of them."""
